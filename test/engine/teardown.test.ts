import { expect, test } from "vitest";
import { newBlueprint, openBench, registryOf } from "../support/bench.ts";
import { fakeKind } from "../support/fake-resource.ts";

const thing = fakeKind("thing");
const shared = fakeKind("shared", { shared: true });
const keeper = fakeKind("keeper", { keeps: true });
const handed = fakeKind("handed", {
  remove: async () => ({ kept: "others use it now", handedOver: true }),
});
const registry = registryOf(thing, shared, keeper, handed);
const named = (name: string) => () => ({ name });

/** zone <- record; group <- server <- record; bucket beside them. */
async function openDeployment() {
  const bench = await openBench();
  bench.world.place({ name: "zone" });
  const blueprint = newBlueprint();
  const group = blueprint.step("network").resource("group", thing, {}, named("group"));
  const server = blueprint.step("ec2").resource("server", thing, { group }, named("server"));
  const zone = blueprint.step("route53").resource("zone", shared, {}, named("zone"));
  blueprint.step("alb").resource("record", thing, { zone, server }, named("record"));
  blueprint.step("s3").resource("bucket", keeper, {}, named("bucket"));
  await bench.provision(blueprint);
  return { bench, blueprint };
}

test("each goes after everything that was made from it, and side by side otherwise", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("s3.bucket", { removeSeconds: 30 });
  bench.world.behave("alb.record", { removeSeconds: 30 });
  const { survivors, leftovers } = await bench.takeDown(registry, { keepData: false });
  expect([survivors, leftovers]).toEqual([[], []]);
  const order = bench.world.log("remove");
  expect(order.indexOf("remove alb.record")).toBeLessThan(order.indexOf("remove ec2.server"));
  expect(order.indexOf("remove ec2.server")).toBeLessThan(order.indexOf("remove network.group"));
  expect(bench.clock.now() / 1000).toBe(30);
  expect((await bench.read()).entries()).toEqual([]);
});

test("what was there before stays and is forgotten", async () => {
  const { bench } = await openDeployment();
  const { survivors } = await bench.takeDown(registry, { keepData: false });
  expect(bench.world.things).toMatchObject([{ name: "zone", ours: false }]);
  expect(bench.told()).toContain("kept route53.zone");
  expect(survivors).toEqual([]);
  expect(bench.state.get("route53.zone")).toBeUndefined();
});

test("what holds data stays with its cost and remains on record; --all removes it later", async () => {
  const { bench } = await openDeployment();
  const { survivors, leftovers } = await bench.takeDown(registry);
  expect(survivors).toEqual([{ key: "s3.bucket", title: "keeper bucket", id: "bucket-2", reason: "it holds data" }]);
  expect(leftovers).toEqual([]);
  expect((await bench.read()).entries()).toMatchObject([["s3.bucket", { kept: "it holds data" }]]);

  expect((await bench.takeDown(registry)).survivors).toHaveLength(1);
  expect((await bench.takeDown(registry, { keepData: false })).survivors).toEqual([]);
  expect(bench.world.named("bucket")).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test("what was kept is taken up again by the next run, which clears the mark", async () => {
  const { bench, blueprint } = await openDeployment();
  await bench.takeDown(registry);
  await bench.provision(blueprint);
  expect(bench.world.named("bucket")).toHaveLength(1);
  expect((await bench.read()).get("s3.bucket")).not.toHaveProperty("kept");
});

test("what was handed over to others is forgotten and is no leftover although it is still there", async () => {
  const bench = await openBench();
  const blueprint = newBlueprint();
  blueprint.step("a").resource("provider", handed, {}, named("provider"));
  await bench.provision(blueprint);
  expect(await bench.takeDown(registry, { keepData: false })).toEqual({ survivors: [], leftovers: [] });
  expect(bench.world.named("provider")).toHaveLength(1);
  expect((await bench.read()).entries()).toEqual([]);
});

test("a refusal leaves it and what it holds, with the reason, and goes on elsewhere", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("ec2.server", { remove: ["refuse"] });
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  expect(leftovers).toMatchObject([
    { key: "ec2.server", title: "thing server", id: "server-3", reason: expect.stringContaining("AWS refused") },
    { key: "network.group", id: "group-1", reason: "it is still used by ec2.server" },
  ]);
  expect(bench.world.named("bucket")).toEqual([]);
  expect((await bench.read()).entries().map(([key]) => key)).toEqual(["network.group", "ec2.server"]);

  expect((await bench.takeDown(registry, { keepData: false })).leftovers).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test("what is foreign is no leftover when something that uses it could not go, and stays on record for that", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("alb.record", { remove: ["refuse"] });
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  expect(leftovers.map(({ key }) => key)).toEqual(["alb.record", "ec2.server", "network.group"]);
  expect(bench.state.get("route53.zone")).toMatchObject({ foreign: true });
});

test("a look that AWS refuses is a leftover, never taken for gone", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("ec2.server", { find: ["refuse"] });
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  expect(leftovers.map(({ key }) => key)).toEqual(["ec2.server", "network.group"]);
  expect((await bench.read()).get("ec2.server")?.status).toBe("created");
});

test("what is gone already counts as removed", async () => {
  const { bench } = await openDeployment();
  bench.world.vanish("server");
  expect((await bench.takeDown(registry, { keepData: false })).leftovers).toEqual([]);
  expect(bench.world.log("remove")).not.toContain("remove ec2.server");
});

test("what AWS still shows after its removal is a leftover that stays on record", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("ec2.server", { undead: true });
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  expect(leftovers).toMatchObject([{ key: "ec2.server", reason: "AWS still shows it after its removal" }]);
  expect((await bench.read()).entries().map(([key]) => key)).toEqual(["ec2.server"]);
});

test("when the last look is refused, that is said and the record is kept", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("ec2.server", { find: ["well", "refuse"] });
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  expect(leftovers).toMatchObject([
    { key: "ec2.server", reason: expect.stringContaining("could not be looked for again") },
  ]);
  expect((await bench.read()).get("ec2.server")).toBeDefined();
});

test("an interrupt stops it; the next run goes on from there", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("alb.record", { removeSeconds: 30 });
  const run = bench.takeDown(registry, { keepData: false });
  const interrupted = bench.clock.sleep(5000).then(bench.interrupt);
  await expect(run).rejects.toMatchObject({ code: "interrupted" });
  await interrupted;
  expect(bench.world.log("remove")).not.toContain("remove ec2.server");
  await bench.restart();
  expect((await bench.takeDown(registry, { keepData: false })).leftovers).toEqual([]);
  expect((await bench.read()).entries()).toEqual([]);
});

test.each(["die-before", "die-after"] as const)(
  "killed during a removal (%s), the next run finishes it",
  async (mood) => {
    const { bench } = await openDeployment();
    bench.world.behave("ec2.server", { remove: [mood] });
    await bench.killed(() => bench.takeDown(registry, { keepData: false }));
    expect((await bench.read()).get("ec2.server")?.status).toBe("created");
    expect((await bench.takeDown(registry, { keepData: false })).leftovers).toEqual([]);
    expect(bench.world.things.map(({ name }) => name)).toEqual(["zone"]);
  },
);

test("an expired session or a state that cannot be written ends it instead of making leftovers", async () => {
  const { bench } = await openDeployment();
  bench.world.behave("alb.record", { remove: ["expire"] });
  await expect(bench.takeDown(registry)).rejects.toMatchObject({ code: "session-expired", exitCode: 3 });
  const other = await openDeployment();
  const { WizardError } = await import("../../src/engine/errors.ts");
  other.bench.store.fail = new WizardError("state", "Could not write the state: no space left.");
  await expect(other.bench.takeDown(registry)).rejects.toMatchObject({ code: "state", exitCode: 4 });
});

test("a kind that this version does not know is found out before anything is removed", async () => {
  const { bench } = await openDeployment();
  await expect(bench.takeDown(registryOf(thing, shared))).rejects.toMatchObject({ code: "state" });
  expect(bench.world.log("remove")).toEqual([]);
});

test.each([
  ["it showed only after it had been looked for", { shownAfterSeconds: 8 }],
  ["AWS did not remove it", { undead: true }],
])("one whose making was cut short has its id as a leftover: %s", async (_, temper) => {
  const { bench, blueprint } = await openDeployment();
  // While this goes, a late one begins to show.
  bench.world.behave("ec2.server", { removeSeconds: 30 });
  bench.world.behave("a.late", { create: ["die-after"], ...temper });
  blueprint.step("a").resource("late", thing, {}, named("late"));
  await bench.killed(() => bench.provision(blueprint));
  const { leftovers } = await bench.takeDown(registry, { keepData: false });
  const { id } = bench.world.named("late")[0]!;
  expect(leftovers).toMatchObject([{ key: "a.late", id, reason: "AWS still shows it after its removal" }]);
  expect((await bench.read()).get("a.late")).toMatchObject({ status: "created", output: { id } });

  bench.world.behave("a.late", {});
  expect((await bench.takeDown(registry, { keepData: false })).leftovers).toEqual([]);
  expect(bench.world.named("late")).toEqual([]);
});
