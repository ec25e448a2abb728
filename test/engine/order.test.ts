import { expect, test, vi } from "vitest";
import { made } from "../../src/engine/blueprint.ts";
import { WizardError } from "../../src/engine/errors.ts";
import type { Waiting } from "../../src/engine/waiting.ts";
import { newBlueprint, openBench } from "../support/bench.ts";
import { type FakeTools, fakeKind } from "../support/fake-resource.ts";

const thing = fakeKind("thing");
const named = (name: string) => () => ({ name });

/** Ends after `seconds`; with none, only a person can end it. */
function waitOf(seconds?: number): Waiting<object, { over: true }, FakeTools> {
  return {
    kind: "wait",
    title: () => "the wait",
    async until({ poll, world }) {
      if (seconds === undefined) throw new WizardError("waiting", "The registrar does not have them yet.");
      const started = world.clock.now();
      await poll({ what: "the wait to end" }, async () => world.clock.now() - started >= seconds * 1000);
      return { over: true };
    },
  };
}

/** network -> database (slow), balancer (slow); the zone and the certificate beside them; 443 needs both. */
function deployment({ issuance = waitOf(90) } = {}) {
  const blueprint = newBlueprint();
  const network = blueprint.step("network").resource("group", thing, {}, named("group"));
  blueprint.step("rds").resource("database", thing, { network }, named("database"));
  const zone = blueprint.step("route53").resource("zone", thing, {}, named("zone"));
  const acm = blueprint.step("acm");
  const certificate = acm.resource("certificate", thing, { zone }, named("certificate"));
  const issued = acm.wait("issuance", issuance, { certificate }, () => ({}));
  const alb = blueprint.step("alb");
  const balancer = alb.resource("balancer", thing, { network }, named("balancer"));
  const targets = alb.resource("targets", thing, { balancer: made(balancer) }, named("targets"));
  alb.resource("secure", thing, { balancer, issued }, named("secure"));
  blueprint.step("codedeploy").resource("group", thing, { targets }, named("deploy"));
  return blueprint;
}

async function openDeployment() {
  const bench = await openBench();
  bench.world.behave("rds.database", { createSeconds: 1, readySeconds: 400 });
  bench.world.behave("alb.balancer", { createSeconds: 1, readySeconds: 150 });
  return bench;
}

test("steps without needs start at once, in the blueprint's order, and slow ones overlap", async () => {
  const bench = await openDeployment();
  await bench.provision(deployment());
  expect(bench.world.log("find").slice(0, 2)).toEqual(["find network.group", "find route53.zone"]);
  expect(bench.world.at("create route53.zone")).toBe(0);
  expect(bench.steps().filter((line) => line.endsWith("started"))[0]).toBe("network started");
  // As long as the slowest, not as long as the sum.
  expect(bench.clock.now() / 1000).toBeLessThan(410);
});

test("a node waits only for what it needs: made is enough, or the final state", async () => {
  const bench = await openDeployment();
  await bench.provision(deployment());
  expect(bench.world.at("create alb.targets")).toBeLessThan(5);
  expect(bench.world.at("create codedeploy.group")).toBeLessThan(5);
  expect(bench.world.at("create alb.secure")).toBeGreaterThanOrEqual(150);
});

test("each step tells that it started and that it is done, with how long it took", async () => {
  const bench = await openDeployment();
  await bench.provision(deployment());
  const steps = ["network", "rds", "route53", "acm", "alb", "codedeploy"];
  expect(bench.steps().toSorted()).toEqual(steps.flatMap((step) => [`${step} done`, `${step} started`]).toSorted());
  const rds = bench.events.find((event) => event.type === "step" && event.step === "rds" && event.status === "done");
  expect(rds).toMatchObject({ seconds: expect.closeTo(402, -1) });
});

test("what waits for a person is parked and everything else is finished", async () => {
  const bench = await openDeployment();
  const { parked, outputs } = await bench.provision(deployment({ issuance: waitOf() }));
  expect([...parked.keys()]).toEqual(["acm.issuance"]);
  expect(parked.get("acm.issuance")).toMatchObject({ code: "waiting", exitCode: 3 });
  expect(bench.world.things.map(({ name }) => name).toSorted()).toEqual(
    ["balancer", "certificate", "database", "deploy", "group", "targets", "zone"].toSorted(),
  );
  expect(outputs.has("alb.secure")).toBe(false);
  expect(bench.steps()).toEqual(expect.arrayContaining(["acm waiting", "alb waiting", "rds done", "codedeploy done"]));
  expect(bench.state.get("acm.certificate")?.status).toBe("created");

  await bench.provision(deployment());
  expect(bench.world.named("secure")).toHaveLength(1);
  expect(bench.world.named("certificate")).toHaveLength(1);
});

test("a failure stops the run: waits end, nothing new begins, what is in flight is recorded", async () => {
  const bench = await openDeployment();
  bench.world.behave("route53.zone", { createSeconds: 2, create: ["refuse"] });
  bench.world.behave("rds.database", { createSeconds: 10, readySeconds: 400 });
  await expect(bench.provision(deployment())).rejects.toMatchObject({ code: "refused" });
  // The database's create call was under way when the zone was refused.
  expect((await bench.read()).get("rds.database")).toMatchObject({ status: "created" });
  expect(bench.world.log("create")).not.toContain("create acm.certificate");
  expect(bench.clock.now() / 1000).toBeLessThan(20);
  expect(bench.steps().filter((line) => line.endsWith("failed"))).toEqual(["route53 failed"]);
});

test("of several failures the first one is thrown", async () => {
  const bench = await openBench();
  const blueprint = newBlueprint();
  for (const [name, createSeconds] of [
    ["slow", 2],
    ["quick", 1],
  ] as const) {
    bench.world.behave(`a.${name}`, { create: ["refuse"], createSeconds });
    blueprint.step("a").resource(name, thing, {}, named(name));
  }
  await expect(bench.provision(blueprint)).rejects.toThrow("fake:create a.quick");
});

test("an interrupt ends waits at once, finishes and records what is in flight, and begins nothing", async () => {
  const bench = await openDeployment();
  bench.world.behave("rds.database", { createSeconds: 10, readySeconds: 400 });
  const run = bench.provision(deployment());
  const interrupted = bench.clock.sleep(5000).then(bench.interrupt);
  await expect(run).rejects.toMatchObject({ code: "interrupted", exitCode: 130 });
  await interrupted;
  expect((await bench.read()).get("rds.database")?.status).toBe("created");
  expect(bench.world.log("create")).not.toContain("create alb.secure");
  expect(bench.clock.now() / 1000).toBeLessThan(20);

  await bench.restart();
  await bench.provision(deployment());
  expect(bench.world.named("database")).toHaveLength(1);
  expect(bench.world.named("secure")).toHaveLength(1);
});

test("interrupted before it began, nothing is called", async () => {
  const bench = await openDeployment();
  bench.interrupt();
  await expect(bench.provision(deployment())).rejects.toMatchObject({ code: "interrupted" });
  expect(bench.world.calls).toEqual([]);
});

test("a hundred waits side by side give no warning about listeners", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  const bench = await openBench();
  const blueprint = newBlueprint();
  for (let number = 0; number < 100; number += 1) {
    bench.world.behave(`a.n${number}`, { readySeconds: 60 });
    blueprint.step("a").resource(`n${number}`, thing, {}, named(`n${number}`));
  }
  await bench.provision(blueprint);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});

test("a node that is added twice is a mistake in the blueprint", () => {
  const step = newBlueprint().step("a");
  step.resource("one", thing, {}, named("one"));
  expect(() => step.resource("one", thing, {}, named("one"))).toThrow("a.one is in the blueprint twice");
});

test("what was made and is only waited for is not marked as refused when AWS refuses another", async () => {
  const late = fakeKind("late", {
    nameless: true,
    create: async (tools, input, token) => {
      const { id } = tools.world.make(tools.key, input, token);
      await tools.poll({ what: "it to appear", timeoutSeconds: 60 }, async () => tools.world.clock.now() >= 30_000);
      return { id };
    },
  });
  const bench = await openBench();
  bench.world.behave("a.two", { create: ["refuse"], createSeconds: 10 });
  const blueprint = newBlueprint();
  blueprint.step("a").resource("one", late, {}, named("one"));
  blueprint.step("a").resource("two", fakeKind("thing"), {}, named("two"));
  await expect(bench.provision(blueprint)).rejects.toMatchObject({ code: "refused" });
  const state = await bench.read();
  expect(state.get("a.one")).toMatchObject({ status: "creating" });
  expect(state.get("a.one")).not.toHaveProperty("refused");
  expect(state.get("a.two")).toMatchObject({ status: "creating", refused: true });
});
