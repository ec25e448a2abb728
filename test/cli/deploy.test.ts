import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jar } from "../delivery/builds.ts";
import { linesOf, project, resultOf } from "./project.ts";
import { answers, openShop, unauthorized, withShop } from "./shop.ts";

test("success: the events as they end, the id on stdout, and the same bundle is uploaded once", async () => {
  const its = await openShop();
  const first = await its.expectRun(0, ["deploy"]);
  expect(first.stderr).toMatch(/Uploaded .* to shop-prod-build-/);
  for (const event of ["BlockTraffic", "ApplicationStop", "Install", "ValidateService", "AllowTraffic"]) {
    expect(first.stderr).toMatch(new RegExp(`${event} on i-`));
  }
  expect(linesOf(first.stdout)).toEqual([its.deployments()[0]!.id]);
  const again = await its.expectRun(0, ["deploy", "--json"]);
  expect(resultOf(again)).toMatchObject({ command: "deploy", status: "complete" });
  expect(again.events.every(({ type }) => ["step", "result"].includes(type))).toBe(true);
  expect(its.stored()).toHaveLength(1);
});

test("failure: event, last words, cause and what mends it; CodeDeploy's way back is followed; exit 1", async () => {
  const its = await openShop();
  await its.expectRun(0, ["deploy"]);
  await its.build("shop-2");
  its.change((world) => {
    world.codedeploy.failNext = unauthorized;
  });
  const failed = await its.expectRun(1, ["deploy"]);
  expect(failed.stderr).toMatch(/ValidateService failed on i-\w+ \(deploy\/validate\.sh\)/);
  expect(failed.stderr).toContain("the last answer was 401");
  expect(failed.stderr).not.toContain("\u001b[31mnot");
  expect(failed.stderr).toMatch(
    /did not succeed \(ValidateService\): \/actuator\/health answers 401: it wants a login/,
  );
  expect(failed.stderr).toMatch(/What ran before runs again \(d-/);
  expect(its.deployments().map(({ creator }) => creator)).toEqual(["user", "user", "codeDeployRollback"]);

  its.change((world) => {
    world.codedeploy.failNext = { ...unauthorized, event: "ApplicationStop", logTail: "boom" };
  });
  await its.build("shop-3");
  const { events } = await its.expectRun(1, ["deploy", "--json"]);
  expect(events.at(-1)).toMatchObject({
    status: "failed",
    deployment: { failure: { event: "ApplicationStop" }, rolledBackBy: { status: "Succeeded" } },
  });
  expect(events.find(({ type }) => type === "error")).toMatchObject({
    code: "resource-failed",
    hint: expect.stringContaining("deploy --ignore-application-stop-failures"),
  });
});

test("rollback goes to the good revision before, and further back the second time", async () => {
  const its = await openShop();
  await its.expectRun(0, ["deploy"]);
  expect((await its.expectRun(2, ["rollback"])).stderr).toContain("there is none before it");
  for (const name of ["shop-2", "shop-3"]) {
    await its.build(name);
    await its.expectRun(0, ["deploy"]);
  }
  const keys = its.deployments().map(({ revision }) => revision.s3Location!.key!);
  await its.expectRun(0, ["rollback"]);
  await its.expectRun(0, ["rollback"]);
  const after = its.deployments().map(({ revision }) => revision.s3Location!.key!);
  expect(after).toEqual([...keys, keys[1], keys[0]]);
});

test("--no-wait leaves it to CodeDeploy; a second one meanwhile is refused", async () => {
  const its = await openShop();
  const slow = { env: { DEPLOY_WIZARD_SANDBOX_SPEED: "5" } };
  const left = await its.expectRun(0, ["deploy", "--no-wait"], slow);
  expect(linesOf(left.stdout)).toHaveLength(1);
  const refused = await its.expectRun(1, ["deploy"], slow);
  expect(refused.stderr).toContain(`Another deployment (${linesOf(left.stdout)[0]}) is under way`);
});

test("with the entry direct no traffic is moved", async () => {
  const its = await openShop(["--entry", "direct"]);
  const { stderr } = await its.expectRun(0, ["deploy"]);
  expect(stderr).toContain("ValidateService on i-");
  expect(stderr).not.toContain("Traffic");
});

test("what would hang or fail for certain is refused before anything is sent: no https yet, no agent", async () => {
  const its = withShop(project());
  await its.expectRun(3, answers);
  await its.build("shop-1");
  expect((await its.expectRun(2, ["deploy"])).stderr).toContain("A deployment would wait in vain");
  await its.expectRun(0, ["resume", "--wait"]);
  its.change((world) => {
    world.ssm.stoppedAgents = world.ec2.instances.map(({ id }) => id);
  });
  expect((await its.expectRun(2, ["deploy"])).stderr).toMatch(/agent on i-\w+ does not run \(inactive\)/);
  expect(its.stored()).toEqual([]);
  expect(its.deployments()).toEqual([]);
});

test("bad input is one error with what to do, exit 2, and nothing is uploaded", async () => {
  const its = await openShop();
  const refusedWith = async (words: RegExp, args: string[] = []) => {
    const { stderr } = await its.expectRun(2, ["deploy", ...args]);
    expect(stderr).toMatch(words);
    expect(stderr.match(/^✖/gm)).toHaveLength(1);
  };
  await refusedWith(/There is nothing at gone\.jar/, ["gone.jar"]);
  writeFileSync(its.path("page.jar"), "<html>");
  await refusedWith(/page\.jar cannot be deployed: it is no whole jar/, ["page.jar"]);
  await jar(its.path("build/libs/shop-2.jar"));
  await refusedWith(/2 Spring Boot jars/);
  rmSync(its.path("build/libs/shop-2.jar"));
  const appspec = its.read("appspec.yml");
  its.write("appspec.yml", appspec.replace("os: linux", "os: windows"));
  await refusedWith(/appspec\.yml, os: should be linux/);
  its.write("appspec.yml", appspec);
  chmodSync(its.path("deploy/start.sh"), 0o644);
  await refusedWith(/deploy\/start\.sh is not executable/);
  rmSync(its.path("appspec.yml"));
  await refusedWith(/no appspec\.yml/);
  expect(its.stored()).toEqual([]);
  expect(its.deployments()).toEqual([]);
});

test("a rehearsal fails as it is told to, each time with the cause and what mends it", async () => {
  const its = await openShop();
  const failing = (name: string) => ({ env: { DEPLOY_WIZARD_SANDBOX_DEPLOYMENT: name } });
  for (const [name, event, cause] of [
    ["login", "ValidateService", "answers 401: it wants a login"],
    ["port", "ValidateService", "does not listen on port 8080"],
    ["memory", "ValidateService", "ran out of memory"],
    ["artifact", "AfterInstall", "holds no artifact"],
    ["stop", "ApplicationStop", "former revision"],
  ] as const) {
    const failed = await its.expectRun(1, ["deploy", "--json"], failing(name));
    const { deployment } = resultOf(failed) as unknown as { deployment: { failure: { event: string; cause: string } } };
    expect(deployment.failure).toMatchObject({ event, cause: expect.stringContaining(cause) });
  }
  const unknown = await its.expectRun(2, ["deploy"], failing("sun"));
  expect(unknown.stderr).toContain("expected one of login, port, memory, artifact, stop");
  await its.expectRun(0, ["deploy"]);
});

test("rollback asks the agent first, as deploy does", async () => {
  const its = await openShop();
  for (const name of ["shop-2", "shop-3"]) {
    await its.build(name);
    await its.expectRun(0, ["deploy"]);
  }
  const before = its.deployments().length;
  its.change((world) => {
    world.ssm.stoppedAgents = world.ec2.instances.map(({ id }) => id);
  });
  const refused = await its.expectRun(2, ["rollback"]);
  expect(refused.stderr).toMatch(/The CodeDeploy agent on i-\w+ does not run/);
  expect(its.deployments()).toHaveLength(before);
});
