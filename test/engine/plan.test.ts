import { expect, test } from "vitest";
import { inspect } from "../../src/engine/inspect.ts";
import { plan } from "../../src/engine/plan.ts";
import type { Waiting } from "../../src/engine/waiting.ts";
import { newBlueprint, openBench, registryOf } from "../support/bench.ts";
import { type FakeInput, type FakeTools, fakeKind } from "../support/fake-resource.ts";

const thing = fakeKind("thing");
const shared = fakeKind("zone", { shared: true });

function pair(first: FakeInput, second: Partial<FakeInput> = {}) {
  const blueprint = newBlueprint();
  const one = blueprint.step("a").resource("one", thing, {}, () => first);
  blueprint.step("b").resource("two", thing, { one }, () => ({ name: "two", ...second }));
  return blueprint;
}

const issuance = (issued: boolean): Waiting<object, { issued: true }, FakeTools> => ({
  kind: "issuance",
  title: () => "issuance",
  until: () => Promise.reject(new Error("a plan does not wait")),
  look: async () => (issued ? { issued: true } : undefined),
});

async function actions(bench: Awaited<ReturnType<typeof openBench>>, blueprint: ReturnType<typeof newBlueprint>) {
  return Object.fromEntries((await plan(blueprint, bench.workshop())).map(({ key, action }) => [key, action]));
}

test("before the first run everything is going to be created, and nothing is called that changes anything", async () => {
  const bench = await openBench();
  const writes = bench.store.writes.length;
  expect(await actions(bench, pair({ name: "one" }))).toEqual({ "a.one": "create", "b.two": "create" });
  expect(bench.world.log("create", "update", "remove", "ready")).toEqual([]);
  expect(bench.store.writes).toHaveLength(writes);
});

test("what is as it should be is `none`, a difference is an `update` with its detail and not brought in", async () => {
  const bench = await openBench();
  await bench.provision(pair({ name: "one", size: 1 }));
  expect(await actions(bench, pair({ name: "one", size: 1 }))).toEqual({ "a.one": "none", "b.two": "none" });
  expect((await plan(pair({ name: "one", size: 2 }), bench.workshop()))[0]).toMatchObject({
    action: "update",
    title: "thing one",
    detail: ["size: 1 -> 2"],
  });
  expect(bench.world.named("one")).toMatchObject([{ size: 1 }]);
});

test("what AWS cannot change in place says what to do instead", async () => {
  const bench = await openBench();
  await bench.provision(pair({ name: "one", zone: "a" }));
  const [change] = await plan(pair({ name: "one", zone: "b" }), bench.workshop());
  expect(change).toMatchObject({ action: "update", detail: ["zone: a -> b"], instead: "Make another one." });
});

test("recorded but gone is going to be created; what was made from it is unknown", async () => {
  const bench = await openBench();
  await bench.provision(pair({ name: "one" }));
  bench.world.vanish("one");
  const changes = await plan(pair({ name: "one" }), bench.workshop());
  expect(changes).toMatchObject([
    { key: "a.one", action: "create", detail: ["recorded, but not there any more"] },
    { key: "b.two", action: "unknown", title: "thing two" },
  ]);
});

test("a creation that was cut short is planned by what AWS has", async () => {
  const nameless = fakeKind("thing", { nameless: true });
  const blueprint = newBlueprint();
  blueprint.step("a").resource("one", nameless, {}, () => ({ name: "one" }));
  const before = await openBench();
  before.world.behave("a.one", { create: ["die-before"] });
  await before.killed(() => before.provision(blueprint));
  expect(await plan(blueprint, before.workshop())).toMatchObject([{ action: "create", detail: [] }]);
  const after = await openBench();
  after.world.behave("a.one", { create: ["die-after"] });
  await after.killed(() => after.provision(blueprint));
  expect(await plan(blueprint, after.workshop())).toMatchObject([{ action: "none" }]);
});

test("a wait that is over already lets the plan look further; one that is not makes the rest `create`", async () => {
  const withWait = (issued: boolean) => {
    const blueprint = newBlueprint();
    const wait = blueprint.step("acm").wait("issuance", issuance(issued), {}, () => ({}));
    blueprint.step("alb").resource("secure", thing, { wait }, () => ({ name: "secure" }));
    return blueprint;
  };
  const bench = await openBench();
  bench.world.place({ name: "secure" }).ours = true;
  expect(await actions(bench, withWait(true))).toEqual({ "alb.secure": "none" });
  expect(await actions(bench, withWait(false))).toEqual({ "alb.secure": "create" });
});

test("what the config no longer asks for is a `delete`", async () => {
  const bench = await openBench();
  await bench.provision(pair({ name: "one" }));
  const less = newBlueprint();
  less.step("a").resource("one", thing, {}, () => ({ name: "one" }));
  expect(await actions(bench, less)).toEqual({ "a.one": "none", "b.two": "delete" });
});

test("what is foreign or was kept on purpose is never planned for deletion, nor for a change", async () => {
  const bench = await openBench();
  bench.world.place({ name: "zone", size: 1 });
  const keeper = fakeKind("bucket", { keeps: true });
  const blueprint = newBlueprint();
  blueprint.step("a").resource("zone", shared, {}, () => ({ name: "zone", size: 2 }));
  blueprint.step("a").resource("bucket", keeper, {}, () => ({ name: "bucket" }));
  await bench.provision(blueprint);
  expect((await actions(bench, blueprint))["a.zone"]).toBe("none");
  await bench.takeDown(registryOf(shared, keeper), { keys: ["a.bucket"] });
  expect(await actions(bench, newBlueprint())).toEqual({});
});

test("status shows each resource as AWS has it now: there, unfinished, absent, foreign, drifted, kept", async () => {
  const bench = await openBench();
  const keeper = fakeKind("bucket", { keeps: true });
  const blueprint = newBlueprint();
  bench.world.place({ name: "zone" });
  for (const name of ["fine", "drifted", "gone"]) {
    blueprint.step("a").resource(name, thing, {}, () => ({ name, size: 1 }));
  }
  blueprint.step("a").resource("zone", shared, {}, () => ({ name: "zone" }));
  blueprint.step("a").resource("bucket", keeper, {}, () => ({ name: "bucket" }));
  await bench.provision(blueprint);
  const registry = registryOf(thing, shared, keeper);
  await bench.takeDown(registry, { keys: ["a.bucket"] });
  blueprint.step("a").resource("begun", thing, {}, () => ({ name: "begun" }));
  bench.world.behave("a.begun", { create: ["die-before"] });
  await bench.killed(() => bench.provision(blueprint, { without: new Set(["a.bucket"]) }));
  bench.world.vanish("gone");
  bench.world.named("drifted")[0]!.size = 9;

  const seen = await inspect(registry, bench.workshop());
  const shown = seen.map(({ key, state, foreign, drift }) => [key, state, foreign, drift] as const);
  expect(shown).toEqual([
    ["a.fine", "there", false, []],
    ["a.drifted", "there", false, ["size: 9 -> 1"]],
    ["a.gone", "absent", false, ["recorded, but not there any more"]],
    ["a.zone", "there", true, []],
    ["a.bucket", "kept", false, []],
    ["a.begun", "unfinished", false, []],
  ]);
  await expect(inspect(registryOf(), bench.workshop())).rejects.toMatchObject({ code: "state", exitCode: 4 });
});
