import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import { describe, expect, test } from "vitest";
import { readPast } from "../../src/deployments/good-revision.ts";
import { isStored, revisionOf, uploadRevision } from "../../src/deployments/revision.ts";
import { startDeployment } from "../../src/deployments/start.ts";
import type { World } from "../../src/sandbox/world.ts";
import { madeShop, sessionOn } from "../preflight/examine.ts";

const settings = { token: "t0", about: "deploy-wizard deploy", ignoreStopFailures: false };

/** A shop with an empty build bucket. */
async function shop() {
  const { sandbox, state } = await madeShop();
  const { aws } = sessionOn(sandbox);
  const name = (key: string) => (state.get(key) as { output: { name: string } }).output.name;
  const place = { application: name("codedeploy.application"), group: name("codedeploy.deployment-group") };
  const revision = (key: string) => ({ bucket: name("s3.build-bucket"), key });
  const fault = (how: Partial<World["faults"][number]>) =>
    sandbox.world.faults.push({ command: "CreateDeployment", code: "ECONNRESET", status: 0, times: 1, ...how });
  return { sandbox, aws, place, revision, fault, made: () => sandbox.world.codedeploy.deployments };
}

describe("one deployment, whatever becomes of the answer", () => {
  test.each([true, false])("lost after AWS acted: %s", async (acts) => {
    const { aws, place, revision, fault, made } = await shop();
    fault({ acts });
    const id = await startDeployment(aws, place, revision("1.zip"), settings);
    expect(made().map((row) => row.id)).toEqual([id]);
  });

  test("lost, and not listed yet: the one that is in the way of another is ours", async () => {
    const { aws, place, revision, fault, made } = await shop();
    const { codedeploy } = aws;
    let looks = 0;
    aws.codedeploy = (async (command: object) => {
      if (command instanceof ListDeploymentsCommand && ++looks === 1) return { deployments: [] };
      return codedeploy(command as never);
    }) as typeof codedeploy;
    fault({ acts: true });
    const id = await startDeployment(aws, place, revision("1.zip"), settings);
    expect(made().map((row) => row.id)).toEqual([id]);
    expect(looks).toBe(2);
  });

  test("no answer twice, and nothing was made: that is told, and not tried for ever", async () => {
    const { aws, place, revision, fault, made } = await shop();
    fault({ times: 2 });
    const lost = startDeployment(aws, place, revision("1.zip"), settings);
    await expect(lost).rejects.toMatchObject({ code: "no-answer" });
    expect(made()).toEqual([]);
  });

  test("one of somebody else's that has the same words is not taken for ours", async () => {
    const { aws, place, revision, fault, made } = await shop();
    await startDeployment(aws, place, revision("1.zip"), settings);
    fault({});
    const ours = startDeployment(aws, place, revision("1.zip"), { ...settings, token: "t1" });
    await expect(ours).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("under way") });
    expect(made()).toHaveLength(1);
  });

  test("the former stop script is passed over only when that was asked for", async () => {
    const { aws, place, revision, sandbox } = await shop();
    const sent: unknown[] = [];
    const { codedeploy } = aws;
    aws.codedeploy = ((command: { input: unknown }) => {
      sent.push(command.input);
      return codedeploy(command as never);
    }) as typeof codedeploy;
    await startDeployment(aws, place, revision("1.zip"), { ...settings, ignoreStopFailures: true });
    const s3Location = { ...revision("1.zip"), bundleType: "zip" };
    expect(sent).toEqual([
      {
        applicationName: place.application,
        deploymentGroupName: place.group,
        revision: { revisionType: "S3", s3Location },
        description: "deploy-wizard deploy [t0]",
        ignoreApplicationStopFailures: true,
      },
    ]);
    expect(sandbox.world.codedeploy.deployments[0]!.description).toBe("deploy-wizard deploy [t0]");
  });

  test("a refusal is thrown on", async () => {
    const { aws, place, revision, fault, made } = await shop();
    fault({ code: "AccessDenied", status: 403 });
    await expect(startDeployment(aws, place, revision("1.zip"), settings)).rejects.toMatchObject({ code: "refused" });
    expect(made()).toEqual([]);
  });
});

describe("a revision", () => {
  const bundle = (bytes: number) => {
    const file = join(mkdtempSync(join(tmpdir(), "revision-")), "1.zip");
    writeFileSync(file, Buffer.alloc(bytes, 7));
    return { file, bytes, sha256: "abc" };
  };

  test("goes up in parts, and is there when it is whole", async () => {
    const { aws, revision } = await shop();
    const big = bundle(20 * 1024 * 1024);
    const place = revisionOf(revision("").bucket, big);
    expect(await isStored(aws, place)).toBe(false);
    const sent: number[] = [];
    await uploadRevision(aws, place, big, (bytes) => sent.push(bytes));
    expect(sent).toEqual([0, 8388608, 16777216, 20971520]);
    expect(await isStored(aws, place, big.bytes)).toBe(true);
    expect(await isStored(aws, place, 5)).toBe(false);
  });

  test("that fails on the way leaves nothing behind", async () => {
    const { aws, revision, fault, sandbox } = await shop();
    fault({ command: "UploadPart", code: "AccessDenied", status: 403 });
    const place = revision("2.zip");
    await expect(uploadRevision(aws, place, bundle(10), () => undefined)).rejects.toMatchObject({ code: "refused" });
    expect(sandbox.world.s3.buckets.flatMap(({ uploads }) => uploads)).toEqual([]);
    expect(await isStored(aws, place)).toBe(false);
  });
});

test("before the first deployment there is no past", async () => {
  const { aws, place } = await shop();
  expect(await readPast(aws, place)).toEqual({ current: undefined, former: [], failed: undefined });
});
