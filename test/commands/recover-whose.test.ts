import { describe, expect, onTestFinished, test, vi } from "vitest";
import { outputsOf } from "../../src/commands/outputs.ts";
import { open, putGroup } from "./lost.ts";
import { rehearse } from "./rehearsal.ts";

// Whole runs, several of them.
vi.setConfig({ testTimeout: 120_000 });

test("a second resource with our tags is shown, and not placed", async () => {
  const one = open({ database: null });
  await one.provision();
  const { GroupId } = putGroup(one, "left-over", "shop", (await one.state())?.id ?? "");
  one.lose();
  const { more } = await one.recover();
  expect(more).toMatchObject({ unplaced: [{ id: GroupId, key: "network.app-group" }] });
});

test("what has our name and not our tags is told as not clear, and is not recorded", async () => {
  const one = open({ database: null });
  await one.provision();
  const { build } = outputsOf(await one.state(), null).buckets;
  one.sandbox.answer("s3", "PutBucketTagging", { Bucket: build, Tagging: { TagSet: [] } });
  one.lose();
  const { more } = await one.recover();
  expect(more).toMatchObject({ unclear: [{ key: "s3.build-bucket" }] });
  expect((await one.state())?.get("s3.build-bucket")).toBeUndefined();
});

test("a run for another Region than the deployment's is refused, and told which it is", async () => {
  const one = open({ database: null });
  await one.provision();
  one.lose();
  const elsewhere = rehearse({ database: null }, undefined, { region: "eu-west-1" });
  onTestFinished(elsewhere.end);
  elsewhere.sandbox.world.iam = one.sandbox.world.iam;
  await expect(elsewhere.recover()).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("ap-northeast-2"),
  });
});

describe("two deployments of one app and environment", () => {
  const prepare = async (...more: Parameters<typeof rehearse> extends [unknown, ...infer R] ? R : never) => {
    const one = open({ database: null }, ...more);
    await one.provision();
    const id = (await one.state())?.id ?? "";
    putGroup(one, "another", "shop", "other12345");
    one.lose();
    return { one, id };
  };

  test("are named with what they hold, and none is guessed", async () => {
    const { one, id } = await prepare();
    const error = await one.recover().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(String(error)).toMatch(new RegExp(`${id}: .*\\n?.*other12345: security group sg-`, "s"));
    expect(await one.state()).toBeUndefined();
  });

  test("on a terminal the person says which, and agrees before it is written", async () => {
    const io = { interactive: true, ask: { choose: vi.fn(), confirm: vi.fn(), text: vi.fn() } };
    const { one, id } = await prepare(undefined, { io });
    io.ask.choose.mockResolvedValue(id);
    io.ask.confirm.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
    await one.recover();
    expect(await one.state()).toBeUndefined();
    await one.recover();
    expect((await one.state())?.id).toBe(id);
  });
});

test("nothing, or only another app's things under our names: exit 2, and nothing is written", async () => {
  const one = open({});
  putGroup(one, "shop-prod-app", "other", "other12345");
  await expect(one.recover()).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("shop/prod") });
  expect(await one.state()).toBeUndefined();
});
