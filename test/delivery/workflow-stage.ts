/** Where a workflow runs in the tests: moto for AWS, the real aws CLI, stand-ins for the actions and for what waits. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type WorkflowValues, workflow } from "../../src/delivery/workflow.ts";
import { type Moto, startMoto } from "../support/moto.ts";
import { program } from "../support/moto-install.ts";
import { programs, run } from "./tool.ts";
import { openAws } from "./workflow-aws.ts";
import { type Project, projects, values, writeProject } from "./workflow-projects.ts";
import { type JobOptions, type JobResult, runJob, type StandIn } from "./workflow-runner.ts";

/** As the add-on of moto has it (`codedeploy_deployments.py`). */
export interface Fate {
  statuses: string[];
  error?: { code: string; message: string };
  targets?: object[];
  rollback?: Fate;
  unanswered?: boolean;
}

/** What the workflow runs that is on GitHub's machines and may be missing here. In CI it has to be there. */
export function missingPrograms(): string[] {
  const wanted = ["bash", "curl", "git", "jq", "npm", "tar", "unzip", "zip"];
  const missing = wanted.filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  if (missing.length > 0) console.warn(`SKIPPED: runs of the workflow, for which there is no ${missing.join(", ")}`);
  return process.env.CI ? [] : missing;
}

export interface Push {
  tool?: WorkflowValues["buildTool"];
  /** Files beside or instead of those of the tool's own little project; undefined takes one away. */
  files?: Record<string, string | undefined>;
  /** Changes the checked-out folder. */
  touch?: (workspace: string) => void;
  env?: Record<string, string>;
  actions?: Record<string, StandIn>;
  cancelWhen?: JobOptions["cancelWhen"];
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

const repository = "octo/shop";

export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), "workflow-"));
  const fates = join(folder, "fates.json");
  const moto = await startMoto({ region: values.region, env: { DW_MOTO_DEPLOYMENTS: fates } });
  const aws = openAws(moto);
  let pushes = 0;

  return {
    moto,
    aws,
    /** An empty AWS but for the bucket and the deployment group, and what becomes of the deployments to come. */
    async next(...becomes: Fate[]) {
      await moto.reset();
      moto.clearLog();
      writeFileSync(fates, JSON.stringify(becomes));
      await aws.prepareBucket();
      await aws.prepareGroup();
    },
    /** One push, whose commit is a 40-digit number. */
    async push({ tool = "gradle", files = {}, touch, env, actions, cancelWhen }: Push = {}) {
      pushes += 1;
      const sha = String(pushes).padStart(40, "0");
      const runtime = tool === "npm" ? "node" : tool === "docker" ? "docker" : "spring-boot";
      const github = { ...values, runtime, buildTool: tool } satisfies WorkflowValues;
      const home = join(folder, sha);
      const source = join(home, "source");
      const all = Object.entries({ ...projects[tool], ...files }).filter(([, text]) => text !== undefined);
      writeProject(source, Object.fromEntries(all) as Project, github);
      touch?.(source);
      mkdirSync(join(home, "home"));
      const before = moto.calls().length;
      const result = await runJob(workflow(github), {
        folder: home,
        env: { ...environment(moto, join(home, "home"), sha), ...env },
        actions: { ...standIns(source, github), ...actions },
        ...(cancelWhen && { cancelWhen }),
      });
      const calls = moto.calls().slice(before);
      return { ...result, sha, temp: join(home, "temp"), calls };
    },
    /** The zip that is in the bucket under the commit's name, unpacked. */
    async fetch(sha: string): Promise<string> {
      const place = mkdtempSync(join(folder, "fetched-"));
      const zip = join(place, "bundle.zip");
      writeFileSync(zip, await aws.object(`${sha}.zip`));
      execFileSync("unzip", ["-q", zip, "-d", join(place, "bundle")]);
      return join(place, "bundle");
    },
    async close() {
      aws.close();
      await moto.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How each step ended, by its name; those that were not run are left out. */
export const outcomes = ({ steps }: JobResult) =>
  steps.filter(({ outcome }) => outcome !== "skipped").map(({ name, outcome }) => `${name.split("@")[0]}: ${outcome}`);

/** What GitHub and its machine put into the environment. Credentials are not among it. */
function environment(moto: Moto, home: string, sha: string): Record<string, string> {
  const { AWS_ENDPOINT_URL = "", AWS_CONFIG_FILE = "", AWS_SHARED_CREDENTIALS_FILE = "" } = moto.env;
  const stands = programs({
    // The workflow's pauses are too long for a test.
    sleep: 'echo "$1" > /dev/null; exec /bin/sleep 0.1',
    docker: standInForDocker,
  });
  return {
    PATH: [stands, dirname(awsProgram()), process.env.PATH].join(delimiter),
    HOME: home,
    CI: "true",
    RUNNER_ARCH: "X64",
    GITHUB_SHA: sha,
    GITHUB_REPOSITORY: repository,
    AWS_ENDPOINT_URL,
    AWS_CONFIG_FILE,
    AWS_SHARED_CREDENTIALS_FILE,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** The program itself where the PATH has a launcher of several Pythons for it, which takes as long again. */
function awsProgram(): string {
  const prefix = run("python3", ["-c", "import sys; print(sys.prefix)"]).stdout.trim();
  const direct = join(prefix, "bin/aws");
  return existsSync(direct) ? direct : (program("aws") ?? "");
}

const standInForDocker = `
case "$1 $2" in
  "build --tag") [[ -f $4/Dockerfile && -z \${DOCKER_BROKEN:-} ]] ;;
  "image inspect") echo "\${DOCKER_BUILDS_FOR:-amd64}" ;;
  "save app:current") tar -cf - --mtime=@0 Dockerfile ;;
  *) echo "no such command here: $*" >&2; exit 1 ;;
esac`;

function standIns(source: string, { roleArn, region }: WorkflowValues): Record<string, StandIn> {
  return {
    "actions/checkout": (inputs, { workspace }) => {
      if (inputs["persist-credentials"] !== "false") throw new Error("the token would stay in the folder");
      cpSync(source, workspace, { recursive: true });
      const git = (...args: string[]) =>
        execFileSync("git", ["-C", workspace, ...args], { stdio: "pipe", env: commit });
      git("init", "--quiet");
      git("commit", "--quiet", "--allow-empty", "--message", "a push");
    },
    "actions/setup-java": ({ distribution, "java-version": version }) => {
      if (distribution !== "corretto" || version !== "21") throw new Error("not the server's Java");
    },
    "actions/setup-node": ({ "node-version": version }) => {
      if (version !== "22") throw new Error("not the server's Node.js");
    },
    "aws-actions/configure-aws-credentials": (inputs, { exported }) => {
      const asked = JSON.stringify(inputs);
      if (asked !== JSON.stringify({ "role-to-assume": roleArn, "aws-region": region })) throw new Error(asked);
      Object.assign(exported, {
        AWS_ACCESS_KEY_ID: "testing",
        AWS_SECRET_ACCESS_KEY: "testing",
        AWS_SESSION_TOKEN: "testing",
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
      });
    },
  };
}

/** Who commits, and when, as `git` wants it. */
const commit = {
  PATH: process.env.PATH,
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "2026-01-02T03:04:06Z",
  GIT_COMMITTER_DATE: "2026-01-02T03:04:06Z",
};

/** For runs that are to end before anything is asked of AWS. */
export const noRole: Record<string, StandIn> = {
  "aws-actions/configure-aws-credentials": () => {
    throw new Error("Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity");
  },
};
