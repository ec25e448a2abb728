import { expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { newBlueprint, openBench, registryOf } from "../support/bench.ts";
import { type FakeInput, fakeKind } from "../support/fake-resource.ts";

const server = fakeKind("server");
const nameless = fakeKind("address", { nameless: true, settleSeconds: 30 });

function one(input: FakeInput = { name: "one" }, resource = server) {
  const blueprint = newBlueprint();
  blueprint.step("a").resource("one", resource, {}, () => input);
  return blueprint;
}

test("the intent with token and input is on disk before the create call is sent", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"] });
  await bench.killed(() => bench.provision(one({ name: "one", size: 3 })));

  expect((await bench.read()).get("a.one")).toMatchObject({
    status: "creating",
    kind: "server",
    token: "token-1",
    input: { name: "one", size: 3 },
    account: "111122223333",
    region: "eu-central-1",
    since: "2026-01-05T09:00:00.000Z",
  });
  expect(bench.world.things).toEqual([]);
});

test("killed after AWS acted: resume finds it by its token and makes no second", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-after"] });
  await bench.killed(() => bench.provision(one(undefined, nameless)));
  await bench.provision(one(undefined, nameless));

  expect(bench.world.things).toHaveLength(1);
  expect(bench.world.log("create")).toEqual(["create a.one"]);
  expect(bench.world.calls.find(({ verb, token }) => verb === "find" && token)?.token).toBe("token-1");
  expect((await bench.read()).get("a.one")).toMatchObject({ status: "created", output: { id: "one-1" } });
  expect(bench.told()).toEqual(["found a.one"]);
});

test("killed before AWS acted: resume sends the same token and input, and tells that it was created", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"] });
  await bench.killed(() => bench.provision(one({ name: "one", size: 3 }, nameless)));
  await bench.provision(one({ name: "one", size: 3 }, nameless));

  const creates = bench.world.calls.filter(({ verb }) => verb === "create");
  expect(creates.map(({ token, input }) => [token, input?.size])).toEqual([
    ["token-1", 3],
    ["token-1", 3],
  ]);
  expect(bench.told()).toEqual(["created a.one"]);
});

test("a replay sends the frozen input although the config changed, and brings the change in afterwards", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"] });
  await bench.killed(() => bench.provision(one({ name: "one", size: 3 }, nameless)));
  await bench.provision(one({ name: "one", size: 4 }, nameless));

  const creates = bench.world.calls.filter(({ verb }) => verb === "create");
  expect(creates.map(({ input }) => input?.size)).toEqual([3, 3]);
  expect(bench.world.things).toMatchObject([{ size: 4 }]);
  expect((await bench.read()).get("a.one")?.input).toMatchObject({ size: 4 });
});

test("a fresh one that is not shown yet is waited for during its settle window before a second is made", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-after"], shownAfterSeconds: 25 });
  await bench.killed(() => bench.provision(one(undefined, nameless)));
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
  expect(bench.clock.now() / 1000).toBeGreaterThanOrEqual(25);
});

test.each([
  { hours: 2, looksFor: 30 },
  { hours: 25, looksFor: 0 },
  { hours: -2, looksFor: 30 },
])("an intent that seems $hours h old is waited for $looksFor s: clocks may be wrong", async ({ hours, looksFor }) => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"] });
  await bench.killed(() => bench.provision(one(undefined, nameless)));
  bench.clock.advance(hours * 3600);
  const before = bench.clock.now();
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
  const waited = (bench.clock.now() - before) / 1000;
  expect(waited).toBeGreaterThanOrEqual(looksFor);
  expect(waited).toBeLessThan(looksFor + 3);
});

test("a lost answer is looked up before anything is sent again; what AWS made is recorded", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["lose-answer"], shownAfterSeconds: 4 });
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
  expect(bench.world.log("create")).toHaveLength(1);
  expect((await bench.read()).get("a.one")).toMatchObject({ status: "created", output: { id: "one-1" } });
  expect(bench.told()).toEqual(["created a.one"]);
});

test("a call that never arrived is sent again with the same token, after a look", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["lose-call"] });
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
  expect(bench.world.log("create", "find").slice(0, 3)).toEqual(["find a.one", "create a.one", "find a.one"]);
  expect(new Set(bench.world.calls.filter(({ verb }) => verb === "create").map(({ token }) => token)).size).toBe(1);
});

test("without any answer it gives up after six sends and keeps the intent", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: Array.from({ length: 6 }, () => "lose-call" as const) });
  await expect(bench.provision(one())).rejects.toMatchObject({ code: "no-answer", exitCode: 1 });
  expect(bench.world.log("create")).toHaveLength(6);
  expect((await bench.read()).get("a.one")?.status).toBe("creating");
});

test("a refused create starts afresh: the changed config and a new token", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["refuse"] });
  await expect(bench.provision(one({ name: "one", size: 99 }))).rejects.toMatchObject({ code: "refused" });
  expect((await bench.read()).get("a.one")).toMatchObject({ status: "creating", refused: true });
  await bench.restart();
  const before = bench.clock.now();
  await bench.provision(one({ name: "one", size: 3 }));

  const creates = bench.world.calls.filter(({ verb }) => verb === "create");
  expect(creates.map(({ token, input }) => [token, input?.size])).toEqual([
    ["token-1", 99],
    ["token-2", 3],
  ]);
  expect(bench.world.log("update")).toEqual([]);
  expect(bench.clock.now()).toBe(before);
});

test("an expired session during a create keeps the intent for the next run", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["expire"] });
  await expect(bench.provision(one())).rejects.toMatchObject({ code: "session-expired", exitCode: 3 });
  expect((await bench.read()).get("a.one")).toMatchObject({ status: "creating", token: "token-1" });
  expect((await bench.read()).get("a.one")).not.toHaveProperty("refused");
});

test("when what was made cannot be recorded, its id is told, and the next run finds it", async () => {
  const bench = await openBench();
  const write = bench.store.write.bind(bench.store);
  bench.store.write = async (text) => {
    if (text.includes('"created"')) throw new WizardError("state", "Could not write: no space left on device.");
    await write(text);
  };
  await expect(bench.provision(one(undefined, nameless))).rejects.toMatchObject({
    code: "state",
    message: expect.stringMatching(/no space.* \(one-1\) was made and is not recorded yet/),
  });
  bench.store.write = write;
  await bench.restart();
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
});

test("of several that were made side by side and cannot be recorded, each id is told", async () => {
  const bench = await openBench();
  const write = bench.store.write.bind(bench.store);
  bench.store.write = async (text) => {
    if (text.includes('"created"')) throw new WizardError("state", "Could not write: no space left on device.");
    await write(text);
  };
  const blueprint = newBlueprint();
  for (const name of ["one", "two"]) blueprint.step("a").resource(name, nameless, {}, () => ({ name }));
  const error = await bench.provision(blueprint).catch((thrown: Error) => thrown);
  const made = bench.world.things.map(({ id }) => id);
  expect(made).toHaveLength(2);
  for (const id of made) expect(String(error)).toContain(`(${id}) was made and is not recorded yet.`);
  expect(String(error).match(/no space left/g)).toHaveLength(1);
});

test("nothing is sent when the intent cannot be written", async () => {
  const bench = await openBench();
  bench.store.fail = new Error("no space left on device");
  await expect(bench.provision(one())).rejects.toThrow("no space left");
  expect(bench.world.log("create")).toEqual([]);
});

test("what is looked up once goes into the intent, so that a replay sends exactly that", async () => {
  let newest = 1;
  const prepared = fakeKind("server", { prepare: async (_tools, input) => ({ ...input, image: `ami-${newest++}` }) });
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"] });
  await bench.killed(() => bench.provision(one(undefined, prepared)));
  await bench.provision(one(undefined, prepared));
  const creates = bench.world.calls.filter(({ verb }) => verb === "create");
  expect(creates.map(({ input }) => input?.image)).toEqual(["ami-1", "ami-1"]);
  expect((await bench.read()).get("a.one")?.input).toMatchObject({ image: "ami-1" });
});

test.each(["die-before", "die-after"] as const)("destroy instead of resume after %s leaves nothing", async (mood) => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: [mood], shownAfterSeconds: 3 });
  await bench.killed(() => bench.provision(one(undefined, nameless)));
  const { leftovers } = await bench.takeDown(registryOf(nameless));
  expect(leftovers).toEqual([]);
  expect(bench.world.things).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test("killed at every create of a chain, resume ends in the same world each time", async () => {
  const names = ["one", "two", "three", "four"];
  const chain = () => {
    const blueprint = newBlueprint();
    let before: ReturnType<ReturnType<typeof blueprint.step>["resource"]> | undefined;
    for (const name of names) before = blueprint.step("a").resource(name, nameless, { before }, () => ({ name }));
    return blueprint;
  };
  for (const name of names) {
    for (const mood of ["die-before", "die-after"] as const) {
      const bench = await openBench();
      bench.world.behave(`a.${name}`, { create: [mood], shownAfterSeconds: 5 });
      await bench.killed(() => bench.provision(chain()));
      await bench.provision(chain());
      expect(bench.world.things.map((thing) => thing.name)).toEqual(names);
      bench.clock.advance(10);
      const [sent, written] = [bench.world.log("create").length, bench.store.writes.length];
      await bench.provision(chain());
      expect([bench.world.log("create").length, bench.store.writes.length]).toEqual([sent, written]);
    }
  }
});

test("a look that takes longer than the window is an answer all the same", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { create: ["die-before"], findSeconds: 40 });
  await bench.killed(() => bench.provision(one(undefined, nameless)));
  await bench.provision(one(undefined, nameless));
  expect(bench.world.things).toHaveLength(1);
});
