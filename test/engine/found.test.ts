import { expect, test } from "vitest";
import { newBlueprint, openBench, registryOf } from "../support/bench.ts";
import { type FakeInput, fakeKind } from "../support/fake-resource.ts";

const server = fakeKind("server");
const shared = fakeKind("provider", { shared: true });
const database = fakeKind("database", { precious: true });

function one(input: FakeInput = { name: "one" }, resource = server) {
  const blueprint = newBlueprint();
  blueprint.step("a").resource("one", resource, {}, () => input);
  return blueprint;
}

test("a second run makes no call that changes anything and writes nothing", async () => {
  const bench = await openBench();
  await bench.provision(one({ name: "one", size: 3 }));
  const writes = bench.store.writes.length;
  await bench.restart();
  await bench.provision(one({ name: "one", size: 3 }));
  expect(bench.world.log("create", "update", "remove")).toEqual(["create a.one"]);
  expect(bench.store.writes).toHaveLength(writes);
  expect(bench.told()).toEqual(["created a.one", "found a.one"]);
});

test("what was recorded but is gone is made anew", async () => {
  const bench = await openBench();
  await bench.provision(one());
  bench.world.vanish("one");
  await bench.provision(one());
  expect(bench.world.things.map(({ id }) => id)).toEqual(["one-2"]);
  expect((await bench.read()).get("a.one")).toMatchObject({ output: { id: "one-2" } });
});

test("what held data and is gone is refused, never made anew", async () => {
  const bench = await openBench();
  await bench.provision(one({ name: "one" }, database));
  bench.world.vanish("one");
  const failure = bench.provision(one({ name: "one" }, database));
  await expect(failure).rejects.toMatchObject({ code: "resource-gone", exitCode: 1 });
  await expect(failure).rejects.toThrow("database one (one-1)");
  expect(bench.world.log("create")).toHaveLength(1);
  expect((await bench.read()).get("a.one")?.status).toBe("created");
});

test("a look that AWS refuses is an error: denied never means absent", async () => {
  const bench = await openBench();
  bench.world.behave("a.one", { find: ["refuse"] });
  await expect(bench.provision(one())).rejects.toMatchObject({ code: "refused" });
  expect(bench.world.log("create")).toEqual([]);
});

test("a name that is taken by somebody else's is an error, and theirs stays as it is", async () => {
  const bench = await openBench();
  bench.world.place({ name: "one", size: 1 });
  await expect(bench.provision(one({ name: "one", size: 3 }))).rejects.toMatchObject({ code: "not-ours" });
  expect(bench.world.things).toMatchObject([{ size: 1, ours: false }]);
  expect(bench.state.entries()).toEqual([]);
});

test("what was there before is used and recorded as foreign, never changed", async () => {
  const bench = await openBench();
  bench.world.place({ name: "one", size: 1 });
  await bench.provision(one({ name: "one", size: 3 }, shared));
  expect(bench.world.things).toMatchObject([{ size: 1 }]);
  expect(bench.world.log("create", "sync", "update", "ready")).toEqual([]);
  expect((await bench.read()).get("a.one")).toMatchObject({ status: "created", foreign: true });
});

test("once foreign stays foreign: a later run keeps the mark even when the look does not show it", async () => {
  const forgetful = fakeKind("provider", {
    find: async (tools, input, hint) => {
      const found = await shared.find(tools, input, hint);
      return found && (hint.recorded ? { output: found.output } : found);
    },
  });
  const bench = await openBench();
  bench.world.place({ name: "one" });
  await bench.provision(one({ name: "one" }, forgetful));
  await bench.provision(one({ name: "one", size: 3 }, forgetful));
  const later = newBlueprint();
  const first = later.step("a").resource("one", forgetful, {}, () => ({ name: "one" }));
  later.step("b").resource("two", server, { first }, () => ({ name: "two" }));
  await bench.provision(later, { steps: new Set(["b"]) });

  expect(bench.world.log("sync", "update")).toEqual(["sync b.two"]);
  expect((await bench.read()).get("a.one")).toMatchObject({ foreign: true });
  await bench.takeDown(registryOf(forgetful, server));
  expect(bench.world.things).toMatchObject([{ name: "one", ours: false }]);
});

test("a changed config is brought in and told with what changed", async () => {
  const bench = await openBench();
  await bench.provision(one({ name: "one", size: 3 }));
  await bench.provision(one({ name: "one", size: 5 }));
  expect(bench.world.things).toMatchObject([{ size: 5 }]);
  expect(bench.events).toContainEqual(
    expect.objectContaining({ type: "resource", action: "updated", detail: "size: 3 -> 5" }),
  );
  expect((await bench.read()).get("a.one")?.input).toEqual({ name: "one", size: 5 });
});

test("what AWS cannot change in place is refused before anything else of it is changed", async () => {
  const bench = await openBench();
  await bench.provision(one({ name: "one", size: 3, zone: "a" }));
  const failure = bench.provision(one({ name: "one", size: 5, zone: "b" }));
  await expect(failure).rejects.toMatchObject({ code: "cannot-change", exitCode: 2, hint: "Make another one." });
  await expect(failure).rejects.toThrow("server one cannot be changed in place (zone: a -> b)");
  expect(bench.world.things).toMatchObject([{ size: 3, zone: "a" }]);
});

test("what an intent froze stays with the entry for the teardown", async () => {
  const prepared = fakeKind("record", {
    prepare: async (_tools, input) => ({ ...input, image: "what it replaced" }),
  });
  const bench = await openBench();
  await bench.provision(one({ name: "one" }, prepared));
  await bench.provision(one({ name: "one", size: 2 }, prepared));
  await bench.takeDown(registryOf(prepared));
  expect(bench.world.calls.find(({ verb }) => verb === "remove")?.input).toMatchObject({ image: "what it replaced" });
});
