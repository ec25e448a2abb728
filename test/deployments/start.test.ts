import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
