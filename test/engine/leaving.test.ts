import { expect, test } from "vitest";
import { newBlueprint, openBench, registryOf } from "../support/bench.ts";
import { type FakeInput, fakeKind } from "../support/fake-resource.ts";

const snapshot = fakeKind("snapshot", { keeps: true });
const plain = fakeKind("database", { precious: true });

/** Leaves a snapshot when it goes, which AWS makes while it deletes the database. */
const database = fakeKind("database", {
  precious: true,
  leaves: ({ name }, _output, at) => {
    const moment = at.toISOString().slice(11, 19);
    return { key: `rds.final.${moment}`, kind: "snapshot", input: { name: `${name}-final-${moment}` } };
  },
  async remove(tools, input, output, options) {
    const { name } = (options.leaving as FakeInput | undefined) ?? {};
    const world = tools.world;
    if (name && world.named(name).length === 0) {
      Object.assign(world.make("rds.final", { name }, name), { ours: true });
    }
    return plain.remove(tools, input, output, options);
  },
});
const registry = registryOf(database, snapshot);

async function openDatabase() {
  const bench = await openBench();
  const blueprint = newBlueprint();
  blueprint.step("rds").resource("database", database, {}, () => ({ name: "db" }));
  await bench.provision(blueprint);
  return bench;
}

const snapshots = (bench: Awaited<ReturnType<typeof openDatabase>>) =>
  bench.world.things.filter(({ name }) => name.startsWith("db-final")).map(({ name }) => name);

test("the final snapshot is announced on disk before the removal begins", async () => {
  const bench = await openDatabase();
  bench.world.behave("rds.database", { remove: ["die-before"] });
  await bench.killed(() => bench.takeDown(registry));
  const state = await bench.read();
  expect(state.get("rds.final.09:00:00")).toMatchObject({ status: "creating", input: { name: "db-final-09:00:00" } });
  expect(state.get("rds.database")?.needs).toContain("rds.final.09:00:00");
});

test("it survives, is named with its cost, and --all finds and removes it later", async () => {
  const bench = await openDatabase();
  const { survivors, leftovers } = await bench.takeDown(registry);
  expect(leftovers).toEqual([]);
  expect(survivors).toMatchObject([{ key: "rds.final.09:00:00", reason: "it holds data" }]);
  expect((await bench.read()).entries()).toMatchObject([["rds.final.09:00:00", { status: "created" }]]);
  expect(bench.told().slice(-2)).toEqual(["deleted rds.database", "kept rds.final.09:00:00"]);

  await bench.takeDown(registry, { keepData: false });
  expect(bench.world.things).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test.each(["die-before", "die-after"] as const)(
  "killed in between (%s): the next destroy goes on with the same snapshot and tells it once",
  async (mood) => {
    const bench = await openDatabase();
    bench.world.behave("rds.database", { remove: [mood] });
    await bench.killed(() => bench.takeDown(registry));
    bench.clock.advance(3600);
    bench.events.length = 0;
    const { survivors, leftovers } = await bench.takeDown(registry);

    expect(snapshots(bench)).toEqual(["db-final-09:00:00"]);
    expect(survivors.map(({ key }) => key)).toEqual(["rds.final.09:00:00"]);
    expect(leftovers).toEqual([]);
    expect(bench.told().filter((line) => line.startsWith("kept"))).toEqual(["kept rds.final.09:00:00"]);
    expect((await bench.read()).entries().map(([key]) => key)).toEqual(["rds.final.09:00:00"]);
  },
);

test("killed in between and then --all: database and snapshot both go", async () => {
  const bench = await openDatabase();
  bench.world.behave("rds.database", { remove: ["die-after"] });
  await bench.killed(() => bench.takeDown(registry));
  expect(snapshots(bench)).toHaveLength(1);
  const { survivors, leftovers } = await bench.takeDown(registry, { keepData: false });
  expect([survivors, leftovers]).toEqual([[], []]);
  expect(bench.world.things).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test("--all takes no snapshot", async () => {
  const bench = await openDatabase();
  await bench.takeDown(registry, { keepData: false });
  expect(bench.world.things).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test("a second database after the first leaves a snapshot of its own beside the first's", async () => {
  const bench = await openDatabase();
  await bench.takeDown(registry);
  const blueprint = newBlueprint();
  blueprint.step("rds").resource("database", database, {}, () => ({ name: "db" }));
  bench.clock.advance(60);
  await bench.provision(blueprint);
  const { survivors } = await bench.takeDown(registry);
  expect(snapshots(bench)).toEqual(["db-final-09:00:00", "db-final-09:01:00"]);
  expect(survivors).toHaveLength(2);
});
