import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { jar, newFolder } from "../delivery/builds.ts";
import type { Fate } from "../delivery/workflow-stage.ts";
import { motoAvailable } from "../support/moto.ts";
import { openStage, type Run, type Stage } from "./stage.ts";

const short = ["--yes", "--app", "shop", "--no-domain", "--database", "none", "--entry", "direct", "--no-assets"];

interface Told {
  id: string;
  revision: string;
  status: string;
  failure?: { event: string; cause: string; logTail: string };
  rolledBackBy?: { id: string; status: string } | null;
}

const deploymentOf = ({ events }: Run) => events.at(-1)!.deployment as Told;

/** Lifecycle events as CodeDeploy gives them, up to the one named; `Failed` with these last words. */
function targets(instanceId: string, names: string[], logTail?: string): object[] {
  const lifecycleEvents = names.map((lifecycleEventName, index) => {
    const fails = logTail !== undefined && index === names.length - 1;
    const diagnostics = {
      errorCode: "ScriptFailed",
      scriptName: "deploy/validate.sh",
      message: "exit code 1",
      logTail,
    };
    return {
      lifecycleEventName,
      status: fails ? "Failed" : "Succeeded",
      startTime: 1_770_000_000 + index,
      endTime: 1_770_000_001 + index,
      ...(fails && { diagnostics }),
    };
  });
  const status = logTail === undefined ? "Succeeded" : "Failed";
  return [{ targetId: instanceId, status, lifecycleEvents }];
}

describe.skipIf(!(await motoAvailable()))("deploy, on moto", () => {
  const place = mkdtempSync(join(tmpdir(), "deploy-wizard-fates-"));
  const file = join(place, "fates.json");
  const destine = (...fates: Fate[]) => writeFileSync(file, JSON.stringify(fates));
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ env: { DW_MOTO_DEPLOYMENTS: file } });
  });
  afterAll(async () => {
    await stage.close();
    rmSync(place, { recursive: true });
  });
  afterEach(() => stage.next());

  const build = (name: string) => jar(join(stage.folder, "build/libs/shop.jar"), { name });
  const deployments = async () => {
    const ids = (await stage.moto.awsCli(["deploy", "list-deployments"])) as { deployments: string[] };
    return ids.deployments;
  };
  const info = async (id: string) =>
    ((await stage.moto.awsCli(["deploy", "get-deployment", "--deployment-id", id])) as { deploymentInfo: object })
      .deploymentInfo;

  async function shop() {
    const { outputs, code, said } = await stage.wizard(["init", ...short]);
    expect([said, code]).toEqual(["", 0]);
    await build("one");
    return { bucket: outputs.buckets.build!, instanceId: outputs.servers.instanceIds[0]!, outputs };
  }

  it("uploads a bundle that the real aws CLI reads back, and makes one deployment of it, with its description", async () => {
    const { bucket, instanceId, outputs } = await shop();
    destine({
      statuses: ["Created", "InProgress", "Succeeded"],
      targets: targets(instanceId, ["ApplicationStop", "Install"]),
    });
    const run = await stage.wizard(["deploy"]);
    expect(run.code, run.said).toBe(0);
    // Moto runs no command on a server, so that nobody knows of its agent.
    expect(run.said).toMatch(new RegExp(`^whether the CodeDeploy agent on ${instanceId} runs could not be asked: `));

    const { id, revision, status } = deploymentOf(run);
    expect(status).toBe("Succeeded");
    expect(await deployments()).toEqual([id]);
    expect(await info(id)).toMatchObject({
      applicationName: outputs.codeDeploy!.application,
      deploymentGroupName: outputs.codeDeploy!.deploymentGroup,
      description: expect.stringMatching(/^deploy-wizard deploy \[[\w-]+\]$/),
      revision: { revisionType: "S3", s3Location: { bucket, key: revision, bundleType: "zip" } },
      ignoreApplicationStopFailures: false,
    });
    const zip = join(newFolder(), "bundle.zip");
    await stage.moto.awsCli(["s3api", "get-object", "--bucket", bucket, "--key", revision, zip]);
    expect(`${createHash("sha256").update(readFileSync(zip)).digest("hex")}.zip`).toBe(revision);
    const listed = execFileSync("python3", ["-m", "zipfile", "--list", zip], { encoding: "utf8" });
    expect(listed).toMatch(/^appspec\.yml [\s\S]*^deploy\/stop\.sh [\s\S]*^app\.jar /m);

    stage.moto.clearLog();
    destine({ statuses: ["Succeeded"] });
    expect((await stage.wizard(["deploy"])).code).toBe(0);
    const sent = stage.changes();
    expect(sent.filter((call) => call.startsWith("s3:"))).toEqual([]);
    expect(sent).toContain("codedeploy:CreateDeployment");
  });

  it("an answer that is lost after CodeDeploy acted makes no second deployment", async () => {
    await shop();
    destine({ statuses: ["Succeeded"], unanswered: true });
    const run = await stage.wizard(["deploy"]);
    expect(run.code, run.said).toBe(0);
    expect(await deployments()).toEqual([deploymentOf(run).id]);
  });

  it("a failure is explained, the rollback followed, and `rollback` goes further back", async () => {
    const { instanceId } = await shop();
    const succeeds: Fate = { statuses: ["Succeeded"] };
    destine(succeeds);
    const first = deploymentOf(await stage.wizard(["deploy"]));
    await build("two");
    destine({
      statuses: ["InProgress", "Failed"],
      error: { code: "HEALTH_CONSTRAINTS", message: "too many individual instances failed" },
      targets: targets(instanceId, ["ApplicationStart", "ValidateService"], "and the last answer was 404\n"),
      rollback: { statuses: ["InProgress", "Succeeded"] },
    });
    const failed = await stage.wizard(["deploy"]);
    expect(failed.code).toBe(1);
    expect(deploymentOf(failed)).toMatchObject({
      status: "Failed",
      failure: { event: "ValidateService", cause: expect.stringContaining("answers 404") },
      rolledBackBy: { status: "Succeeded" },
    });

    destine(succeeds, succeeds);
    await build("three");
    expect((await stage.wizard(["deploy"])).code).toBe(0);
    const back = await stage.wizard(["rollback"]);
    expect([back.code, deploymentOf(back).revision]).toEqual([0, first.revision]);
    expect((await stage.wizard(["rollback"])).code).toBe(2);
  });
});
