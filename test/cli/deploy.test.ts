import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { PlannedFailure } from "../../src/sandbox/codedeploy.ts";
import type { World } from "../../src/sandbox/world.ts";
import { jar } from "../delivery/builds.ts";
import { initShop, linesOf, type Project, project, resultOf, worldFile } from "./project.ts";

type Answers = string[];

function change(its: Project, how: (world: World) => void): void {
  const world = its.world();
  how(world);
  its.write(worldFile, JSON.stringify(world));
}

/** A shop that runs, with a jar that its build left. */
async function shop(answers: Answers = []): Promise<Project> {
  const its = project();
  await its.expectRun(0, [...initShop, "--wait", "--database", "none", "--no-assets", ...answers]);
  mkdirSync(its.path("build/libs"), { recursive: true });
  await jar(its.path("build/libs/shop-1.jar"));
  return its;
}

const newVersion = async (its: Project, name: string) => {
  rmSync(its.path("build"), { recursive: true });
  mkdirSync(its.path("build/libs"), { recursive: true });
  await jar(its.path(`build/libs/${name}.jar`), { name });
};

const unauthorized: PlannedFailure = {
  event: "ValidateService",
  scriptName: "deploy/validate.sh",
  message: "Script at specified location: deploy/validate.sh failed with exit code 1",
  logTail: "[stderr]\u001b[31mnot healthy after 240 s: asked http://x/health, and the last answer was 401",
};

const stored = ({ world }: Project) => world().s3.buckets.flatMap(({ versions }) => versions.map(({ key }) => key));
const deployments = ({ world }: Project) => world().codedeploy.deployments;

test("success: the events as they end, the id on stdout, and the same bundle is uploaded once", async () => {
  const its = await shop();
  const first = await its.expectRun(0, ["deploy"]);
  expect(first.stderr).toMatch(/Uploaded .* to shop-prod-build-/);
  for (const event of ["BlockTraffic", "ApplicationStop", "Install", "ValidateService", "AllowTraffic"]) {
    expect(first.stderr).toMatch(new RegExp(`${event} on i-`));
  }
  expect(linesOf(first.stdout)).toEqual([deployments(its)[0]!.id]);
  const again = await its.expectRun(0, ["deploy", "--json"]);
  expect(resultOf(again)).toMatchObject({ command: "deploy", status: "complete" });
  expect(again.events.every(({ type }) => ["step", "result"].includes(type))).toBe(true);
  expect(stored(its)).toHaveLength(1);
});

test("failure: event, last words, cause and what mends it; CodeDeploy's way back is followed; exit 1", async () => {
  const its = await shop();
  await its.expectRun(0, ["deploy"]);
  await newVersion(its, "shop-2");
  change(its, (world) => {
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
  expect(deployments(its).map(({ creator }) => creator)).toEqual(["user", "user", "codeDeployRollback"]);

  change(its, (world) => {
    world.codedeploy.failNext = { ...unauthorized, event: "ApplicationStop", logTail: "boom" };
  });
  await newVersion(its, "shop-3");
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
  const its = await shop();
  await its.expectRun(0, ["deploy"]);
  expect((await its.expectRun(2, ["rollback"])).stderr).toContain("there is none before it");
  for (const name of ["shop-2", "shop-3"]) {
    await newVersion(its, name);
    await its.expectRun(0, ["deploy"]);
  }
  const keys = deployments(its).map(({ revision }) => revision.s3Location!.key!);
  await its.expectRun(0, ["rollback"]);
  await its.expectRun(0, ["rollback"]);
  const after = deployments(its).map(({ revision }) => revision.s3Location!.key!);
  expect(after).toEqual([...keys, keys[1], keys[0]]);
});

test("--no-wait leaves it to CodeDeploy; a second one meanwhile is refused", async () => {
  const its = await shop();
  const slow = { env: { DEPLOY_WIZARD_SANDBOX_SPEED: "5" } };
  const left = await its.expectRun(0, ["deploy", "--no-wait"], slow);
  expect(linesOf(left.stdout)).toHaveLength(1);
  const refused = await its.expectRun(1, ["deploy"], slow);
  expect(refused.stderr).toContain(`Another deployment (${linesOf(left.stdout)[0]}) is under way`);
});

test("with the entry direct no traffic is moved", async () => {
  const its = await shop(["--entry", "direct"]);
  const { stderr } = await its.expectRun(0, ["deploy"]);
  expect(stderr).toContain("ValidateService on i-");
  expect(stderr).not.toContain("Traffic");
});

test("what would hang or fail for certain is refused before anything is sent: no https yet, no agent", async () => {
  const its = project();
  await its.expectRun(3, [...initShop, "--database", "none", "--no-assets"]);
  mkdirSync(its.path("build/libs"), { recursive: true });
  await jar(its.path("build/libs/shop-1.jar"));
  expect((await its.expectRun(2, ["deploy"])).stderr).toContain("A deployment would wait in vain");
  await its.expectRun(0, ["resume", "--wait"]);
  change(its, (world) => {
    world.ssm.stoppedAgents = world.ec2.instances.map(({ id }) => id);
  });
  expect((await its.expectRun(2, ["deploy"])).stderr).toMatch(/agent on i-\w+ does not run \(inactive\)/);
  expect(stored(its)).toEqual([]);
  expect(deployments(its)).toEqual([]);
});

test("bad input is one error with what to do, exit 2, and nothing is uploaded", async () => {
  const its = await shop();
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
  expect(stored(its)).toEqual([]);
  expect(deployments(its)).toEqual([]);
});
