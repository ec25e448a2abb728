import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { shapeOf } from "../commands/shape.ts";
import { program } from "../support/cli.ts";
import { initShop, type Project, project, resultOf, stateFile, worldFile } from "./project.ts";

const everything = [...initShop, "--wait", "--json"];
const lockFile = ".deploy-wizard/prod.lock";

/** What the world holds, whichever ids it has. */
function shapeIn({ read, world }: Project): unknown {
  const { state } = JSON.parse(read(stateFile)) as { state: { id: string } };
  return shapeOf(world(), state.id);
}

/** `deploy-wizard ...` as a shell runs it, with pipes and closed files. */
function throughShell({ folder }: Project, line: string) {
  const command = `"${process.execPath}" "${program}" ${line}`;
  const env = { PATH: process.env.PATH, HOME: folder, DEPLOY_WIZARD_SANDBOX_SPEED: "300" };
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) =>
    execFile("sh", ["-c", command], { cwd: folder, env }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}

test("interrupted: exit 130, the lock is gone, and resume ends in the same world as an undisturbed run", async () => {
  const calm = project();
  await calm.expectRun(0, everything);
  const one = project();
  const run = await one.expectRun(130, everything, { killAfter: { milliseconds: 0, resources: 25, signal: "SIGINT" } });
  expect(resultOf(run)).toMatchObject({ type: "result", command: "init", status: "interrupted" });
  expect(run.events).toContainEqual(expect.objectContaining({ type: "error", code: "interrupted" }));
  expect(run.stderr).not.toMatch(/^\s+at /m);
  expect(one.has(lockFile)).toBe(false);
  await one.expectRun(0, ["resume", "--wait"]);
  expect(shapeIn(one)).toEqual(shapeIn(calm));
});

test.each([
  ["RunInstances#1:before:SIGINT+SIGTERM", 0],
  ["RunInstances#1:acted:SIGTERM+SIGINT", 1],
])("a second interruption leaves at once (%s); the intent is on disk, and resume goes on", async (kill, servers) => {
  const one = project();
  const env = { DEPLOY_WIZARD_SANDBOX_KILL: kill };
  const { stderr } = await one.expectRun(130, [...initShop, "--wait", "--verbose"], { env });
  const [, after = ""] = stderr.split("Finishing and recording what is under way (");
  expect(after).toContain("ec2:RunInstances");
  // Of no call an answer is dealt with any more.
  expect(after).not.toMatch(/^ {2}\w+:\w+ \d+ ms/m);
  expect(one.world().ec2.instances).toHaveLength(servers);
  const { state } = JSON.parse(one.read(stateFile)) as { state: { resources: Record<string, { status: string }> } };
  expect(state.resources["ec2.instance"]).toMatchObject({ status: "creating", token: expect.any(String) });
  await one.expectRun(0, ["resume", "--wait"]);
  expect(one.world().ec2.instances).toHaveLength(1);
});

test("a closed stderr is no reason to stop: exit 0, and the result on stdout", async () => {
  const one = project();
  await one.expectRun(0, [...initShop, "--no-provision"]);
  const { code, stdout } = await throughShell(one, "init --yes --wait --json --sandbox 2>&-");
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toMatchObject({ type: "result", status: "complete" });
});

test("status for a reader of one line: its own exit code, and nothing on stderr", async () => {
  const one = project();
  await one.expectRun(0, [...initShop, "--wait"]);
  const { stdout, stderr } = await throughShell(one, "status --sandbox | head -1");
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/Interrupted|EPIPE|^\s+at /m);
});

test("killed at any moment, again and again, the last run ends in the same world", async () => {
  const calm = project();
  await calm.expectRun(0, everything);
  const one = project();
  for (const resources of [2, 17, 31, 44]) {
    const { code } = await one.run(everything, { killAfter: { milliseconds: 7, resources } });
    expect([null, 0]).toContain(code);
  }
  await one.expectRun(0, everything);
  expect(shapeIn(one)).toEqual(shapeIn(calm));
});

test("killed while it takes everything down, the next destroy leaves nothing", async () => {
  const { run, expectRun, has, world } = project();
  await expectRun(0, everything);
  const destroy = ["destroy", "--all", "--confirm", "shop", "--json"];
  await run(destroy, { killAfter: { milliseconds: 3, resources: 12 } });
  if (has(stateFile)) await expectRun(0, destroy);
  expect(has(stateFile)).toBe(false);
  const { route53, iam, rds, elb, s3, ssm } = world();
  const left = [route53.zones, iam.roles, iam.profiles, rds.databases, elb.loadBalancers, s3.buckets, ssm.parameters];
  expect(left.flat()).toEqual([]);
});

test("stdin that is closed or full asks nothing; a missing answer is named", async () => {
  const { expectRun, has } = project();
  expect((await expectRun(2, ["init"])).stderr).toContain("--app");
  expect((await expectRun(2, ["init"], { input: "shop\n\n\n" })).stderr).toContain("--app");
  expect(has(worldFile)).toBe(false);
});

test("a reader that goes away ends the run without a stack trace, and resume goes on", async () => {
  const one = project();
  // Makes sure that what runs in the pipe is built.
  await one.expectRun(0, [...initShop, "--no-provision"]);
  const { stdout, stderr } = await throughShell(one, "init --yes --wait --json --sandbox | head -1");
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at |EPIPE/m);
  expect(one.has(lockFile)).toBe(false);
  await one.expectRun(0, ["resume", "--wait"]);
});
