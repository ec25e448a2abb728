import { expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { newBlueprint, openBench } from "../support/bench.ts";
import { fakeKind } from "../support/fake-resource.ts";

const thing = fakeKind("thing");
const settings = { size: 1 };

function deployment() {
  const blueprint = newBlueprint();
  const network = blueprint
    .step("network")
    .resource("group", thing, {}, () => ({ name: "group", size: settings.size }));
  const server = blueprint.step("ec2").resource("server", thing, { network }, () => ({ name: "server" }));
  const elastic = blueprint.step("eip");
  const address = elastic.resource("address", thing, {}, () => ({ name: "address" }));
  elastic.resource("association", thing, { address, server }, () => ({ name: "association" }));
  return blueprint;
}

const only = (...steps: string[]) => ({ steps: new Set(steps) });

test("a step alone whose needs are missing says which step comes first, before anything is made or called", async () => {
  const bench = await openBench();
  const failure = bench.provision(deployment(), only("eip"));
  await expect(failure).rejects.toMatchObject({ code: "missing-step", exitCode: 2 });
  await expect(failure).rejects.toMatchObject({ hint: "Run `deploy-wizard network` first." });
  expect(bench.world.calls).toEqual([]);
});

test("what was begun but never finished counts as missing", async () => {
  const bench = await openBench();
  bench.world.behave("network.group", { create: ["die-before"] });
  await bench.killed(() => bench.provision(deployment(), only("network")));
  await expect(bench.provision(deployment(), only("ec2"))).rejects.toMatchObject({ code: "missing-step" });
});

test("step after step ends in the same world as all at once", async () => {
  const bench = await openBench();
  for (const step of ["network", "ec2", "eip"]) await bench.provision(deployment(), only(step));
  expect(bench.world.log("create")).toEqual([
    "create network.group",
    "create ec2.server",
    "create eip.address",
    "create eip.association",
  ]);
  const sent = bench.world.log("create", "update").length;
  await bench.provision(deployment());
  expect(bench.world.log("create", "update")).toHaveLength(sent);
});

test("what a step needs of another is found, never made, changed or told", async () => {
  const bench = await openBench();
  await bench.provision(deployment(), only("network"));
  settings.size = 2;
  bench.events.length = 0;
  await bench.provision(deployment(), only("ec2"));
  settings.size = 1;
  expect(bench.world.log("sync", "update")).toEqual(["sync network.group", "sync ec2.server"]);
  expect(bench.world.named("group")).toMatchObject([{ size: 1 }]);
  expect(bench.told()).toEqual(["created ec2.server"]);
  expect(bench.steps()).toEqual(["ec2 started", "ec2 done"]);
});

test("recorded but gone: the step says so and makes neither it nor its own", async () => {
  const bench = await openBench();
  await bench.provision(deployment(), only("network"));
  bench.world.vanish("group");
  const failure = bench.provision(deployment(), only("ec2"));
  await expect(failure).rejects.toThrow("This step needs the thing group (network.group), which does not exist.");
  await expect(failure).rejects.toMatchObject({ hint: "Run `deploy-wizard network` first." });
  expect(bench.world.log("create")).toEqual(["create network.group"]);
});

test("a step alone does not touch steps that it does not need", async () => {
  const bench = await openBench();
  await bench.provision(deployment());
  const before = bench.world.calls.length;
  await bench.provision(deployment(), only("network"));
  expect(new Set(bench.world.calls.slice(before).map(({ key }) => key))).toEqual(new Set(["network.group"]));
});

test("nodes that a run leaves out are neither waited for nor made", async () => {
  const bench = await openBench();
  const blueprint = newBlueprint();
  const zone = blueprint.step("route53").resource("zone", thing, {}, () => ({ name: "zone" }));
  const person = {
    kind: "delegation",
    title: () => "the registrar",
    until: () => Promise.reject(new WizardError("waiting", "not delegated")),
  };
  blueprint.step("route53").wait("delegation", person, { zone }, () => ({}));
  const { parked } = await bench.provision(blueprint, {
    ...only("route53"),
    without: new Set(["route53.delegation"]),
  });
  expect(parked.size).toBe(0);
  expect(bench.steps()).toEqual(["route53 started", "route53 done"]);
});
