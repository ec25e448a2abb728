import { expect, test } from "vitest";
import type { Waiting } from "../../src/engine/waiting.ts";
import { newBlueprint, openBench } from "../support/bench.ts";
import { type FakeTools, fakeKind } from "../support/fake-resource.ts";

const thing = fakeKind("thing");

/** Healthy `seconds` after the run's start; until then AWS says why not. */
const health = (seconds: number): Waiting<object, { healthy: true }, FakeTools> => ({
  kind: "health",
  title: () => "healthy servers",
  advisory: true,
  async until({ poll, world }) {
    await poll({ what: "servers to answer /health" }, async (note) => {
      note("i-1 answers /health with 404");
      return world.clock.now() >= seconds * 1000;
    });
    return { healthy: true };
  },
});

async function openHealth(healthySeconds: number, databaseSeconds = 0) {
  const bench = await openBench();
  bench.world.behave("rds.database", { readySeconds: databaseSeconds });
  const blueprint = newBlueprint();
  const targets = blueprint.step("alb").resource("targets", thing, {}, () => ({ name: "targets" }));
  blueprint.step("alb").wait("health", health(healthySeconds), { targets }, () => ({}));
  blueprint.step("rds").resource("database", thing, {}, () => ({ name: "database" }));
  return { bench, blueprint };
}

test("servers become healthy while other things are waited for: no warning, no longer run", async () => {
  const { bench, blueprint } = await openHealth(60, 400);
  const { outputs } = await bench.provision(blueprint);
  expect(outputs.get("alb.health")).toEqual({ healthy: true });
  expect(bench.warnings()).toEqual([]);
  expect(bench.clock.now() / 1000).toBeLessThan(410);
});

test("the run ends as soon as the servers are healthy, not after the whole grace", async () => {
  const { bench, blueprint } = await openHealth(30);
  await bench.provision(blueprint);
  expect(bench.warnings()).toEqual([]);
  expect(bench.clock.now() / 1000).toBeLessThan(40);
});

test("after two minutes more it is a warning with the reason, and the run is a success", async () => {
  const { bench, blueprint } = await openHealth(100_000, 400);
  const { parked } = await bench.provision(blueprint);
  expect(parked.size).toBe(0);
  expect(bench.warnings()).toEqual(["Still waiting for servers to answer /health: i-1 answers /health with 404"]);
  expect(bench.clock.now() / 1000).toBeGreaterThanOrEqual(520);
  expect(bench.clock.now() / 1000).toBeLessThan(530);
});

test("the grace is what the request says", async () => {
  const { bench, blueprint } = await openHealth(100_000);
  await bench.provision(blueprint, { graceSeconds: 10 });
  expect(bench.clock.now() / 1000).toBeLessThan(11);
  expect(bench.warnings()).toHaveLength(1);
});

test("the step is done without its advisory wait", async () => {
  const { bench, blueprint } = await openHealth(30);
  await bench.provision(blueprint);
  const done = bench.events.find((event) => event.type === "step" && event.step === "alb" && event.status === "done");
  expect(done).toMatchObject({ seconds: 0 });
});

test("when the run failed there is neither grace nor a warning", async () => {
  const { bench, blueprint } = await openHealth(100_000);
  bench.world.behave("rds.database", { createSeconds: 5, create: ["refuse"] });
  await expect(bench.provision(blueprint)).rejects.toMatchObject({ code: "refused" });
  expect(bench.clock.now() / 1000).toBeLessThan(6);
  expect(bench.warnings()).toEqual([]);
});

test("an interrupt ends the grace without a warning", async () => {
  const { bench, blueprint } = await openHealth(100_000);
  const run = bench.provision(blueprint);
  const interrupted = bench.clock.sleep(50_000).then(bench.interrupt);
  await expect(run).rejects.toMatchObject({ code: "interrupted" });
  await interrupted;
  expect(bench.clock.now() / 1000).toBe(50);
  expect(bench.warnings()).toEqual([]);
});

test("a look that fails is a warning in AWS's words, not a failure", async () => {
  const bench = await openBench();
  const blueprint = newBlueprint();
  const denied = { ...health(0), until: () => Promise.reject(new Error("AWS denied DescribeTargetHealth")) };
  blueprint.step("alb").wait("health", denied, {}, () => ({}));
  await bench.provision(blueprint);
  expect(bench.warnings()).toEqual(["AWS denied DescribeTargetHealth"]);
});

test("what could not be made is not warned of a second time by the wait for it", async () => {
  const { bench, blueprint } = await openHealth(10);
  bench.world.behave("alb.targets", { create: ["refuse"] });
  await expect(bench.provision(blueprint)).rejects.toMatchObject({ code: "refused" });
  expect(bench.warnings()).toEqual([]);
});
