import { tagKeys } from "../aws/owner.ts";
import { architectureOf } from "../config/architecture.ts";
import { repositoryFiles } from "../delivery/repository-files.ts";
import type { Ref } from "../engine/blueprint.ts";
import { codeDeployApplication } from "../resources/codedeploy-application.ts";
import { deploymentGroup } from "../resources/deployment-group.ts";
import { oidcProvider } from "../resources/oidc-provider.ts";
import { repositoryFiles as files } from "../resources/repository-files.ts";
import { type RoleOutput, role } from "../resources/role.ts";
import { rolePolicy } from "../resources/role-policy.ts";
import { deployAccess, pushAccess, rolePolicies } from "./access.ts";
import type { alb } from "./alb.ts";
import type { Builder, StepContext } from "./context.ts";
import type { ec2 } from "./ec2.ts";
import type { s3 } from "./s3.ts";
import { githubAudience, githubHost, trustGitHub, trustService } from "./trust.ts";

interface Before {
  ec2: ReturnType<typeof ec2>;
  alb: ReturnType<typeof alb>;
  s3: ReturnType<typeof s3>;
}

/** From a push to the running app: CodeDeploy, whom GitHub's pushes may act as, and the files in the repository. */
export function codedeploy(add: Builder, context: StepContext, { ec2, alb, s3 }: Before) {
  const { config, names } = context;
  const { targetGroup } = alb;
  const service = add.resource("role", role, {}, () => ({
    name: names.codeDeployRole,
    description: `What CodeDeploy may do for ${names.prefix}`,
    trust: trustService("codedeploy.amazonaws.com", context),
    policies: [rolePolicies.deploy],
  }));
  const access = add.resource("role-access", rolePolicy, { service, targetGroup }, ({ service, targetGroup }) => ({
    roleName: service.name,
    name: rolePolicies.deploy,
    document: deployAccess(targetGroup?.arn),
  }));
  const application = add.resource("application", codeDeployApplication, {}, () => ({ name: names.application }));
  add.resource(
    "deployment-group",
    deploymentGroup,
    { service, access, application, targetGroup, server: ec2.instance },
    ({ service, application, targetGroup }) => ({
      name: names.deploymentGroup,
      application: application.name,
      roleArn: service.arn,
      targetGroupName: targetGroup ? names.targetGroup : null,
      tagFilter: [
        { key: tagKeys.id, value: context.id },
        { key: tagKeys.resource, value: ec2.instance.key },
      ],
    }),
  );
  const pusher = config.github ? github(add, context, s3) : undefined;
  add.resource("files", files, { pusher, build: s3.build }, ({ pusher, build }) => ({
    files: repositoryFiles({ github: pusher ? workflowValues(context, pusher.arn, build.name) : null }),
    force: context.force,
  }));
}

/** GitHub's tokens are trusted for one branch of one repository; there are no keys to leak. */
function github(add: Builder, context: StepContext, { build }: ReturnType<typeof s3>): Ref<RoleOutput> {
  const { names, githubSubjects } = context;
  if (!githubSubjects) throw new Error("GitHub needs the subjects that its role trusts");
  const provider = add.resource("github-provider", oidcProvider, {}, () => ({
    host: githubHost,
    audience: githubAudience,
  }));
  const pusher = add.resource("github-role", role, { provider }, ({ provider }) => ({
    name: names.githubRole,
    description: `What a push to the app's repository may do for ${names.prefix}`,
    trust: trustGitHub(provider.arn, githubSubjects),
    policies: [rolePolicies.push],
  }));
  add.resource("github-access", rolePolicy, { pusher, build }, ({ pusher, build }) => ({
    roleName: pusher.name,
    name: rolePolicies.push,
    document: pushAccess(context, build.arn),
  }));
  return pusher;
}

function workflowValues({ config, names, region, buildTool }: StepContext, roleArn: string, bucket: string) {
  if (!config.github || !buildTool) throw new Error("a workflow needs GitHub and a build tool");
  return {
    region,
    roleArn,
    bucket,
    application: names.application,
    deploymentGroup: names.deploymentGroup,
    branch: config.github.branch,
    runtime: config.runtime,
    buildTool,
    architecture: architectureOf(config.server.instanceType),
  };
}
