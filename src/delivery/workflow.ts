import { parseDocument, type YAMLSeq } from "yaml";
import type { BuildTool, Runtime } from "./build-tool.ts";
import { template } from "./templates.ts";

export interface WorkflowValues {
  region: string;
  /** The role that the workflow takes on through GitHub's OIDC provider. */
  roleArn: string;
  /** The build bucket. */
  bucket: string;
  application: string;
  deploymentGroup: string;
  branch: string;
  runtime: Runtime;
  buildTool: BuildTool;
  /** The server's, as EC2 names it; native modules and images are built on the same. */
  architecture?: "arm64" | "x86_64";
}

const buildSteps: Record<BuildTool, string[]> = {
  gradle: ["gradle", "jar"],
  maven: ["maven", "jar"],
  npm: ["npm"],
  docker: ["docker"],
};

/**
 * The filter pattern that fits this branch and no other: `a+b` would match `aab`, and `!a` every branch but `a`. Git
 * refuses names with the other characters of a pattern.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
const literally = (branch: string) => branch.replace(/\+|^!/g, "\\$&");

/**
 * `.github/workflows/deploy.yml`: builds the app, uploads it, deploys it and fails with the deployment. Values are set
 * as YAML nodes, so none of them can become a part of the script.
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function workflow(values: WorkflowValues): string {
  const document = parseDocument(template("workflow/deploy.yml"));
  const set = (path: string[], value: unknown) => document.setIn(path, document.createNode(value));
  set(["on", "push", "branches"], [literally(values.branch)]);
  // Of its own, because a group is one of the whole repository: another environment's branch may not push this one out.
  set(["concurrency", "group"], `deploy-wizard-${values.deploymentGroup}`);
  set(["env", "AWS_REGION"], values.region);
  set(["env", "ROLE_ARN"], values.roleArn);
  set(["env", "BUCKET"], values.bucket);
  set(["env", "APPLICATION"], values.application);
  set(["env", "DEPLOYMENT_GROUP"], values.deploymentGroup);
  // Java is the same everywhere; GitHub has the other runner on fewer plans.
  const native = values.runtime !== "spring-boot" && (values.architecture ?? "arm64") === "arm64";
  set(["jobs", "deploy", "runs-on"], native ? "ubuntu-24.04-arm" : "ubuntu-24.04");
  const steps = document.getIn(["jobs", "deploy", "steps"]) as YAMLSeq;
  const build = buildSteps[values.buildTool].flatMap(
    (name) => (parseDocument(template(`workflow/${name}.yml`)).contents as YAMLSeq).items,
  );
  steps.items.splice(1, 0, ...build);
  return document.toString({ lineWidth: 0 });
}
