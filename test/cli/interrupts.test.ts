import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shapeOf } from "../commands/shape.ts";
import { initShop, type Project, project, resultOf, stateFile, worldFile } from "./project.ts";

const everything = [...initShop, "--wait", "--json"];
const lockFile = ".deploy-wizard/prod.lock";

/** What the world holds, whichever ids it has. */
function shapeIn({ read, world }: Project): unknown {
  const { state } = JSON.parse(read(stateFile)) as { state: { id: string } };
  return shapeOf(world(), state.id);
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

test("a second interrupt leaves at once, and resume goes on", async () => {
  const { expectRun } = project();
  const killAfter = { milliseconds: 0, resources: 25, signal: "SIGINT", again: 5 } as const;
  const { stderr } = await expectRun(130, everything, { killAfter });
  expect(stderr).not.toMatch(/^\s+at /m);
  await expectRun(0, ["resume", "--wait"]);
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
  const wizard = join(import.meta.dirname, "../../bin/deploy-wizard.js");
  const command = `"${process.execPath}" "${wizard}" init --yes --wait --json --sandbox | head -1`;
  const env = { PATH: process.env.PATH, HOME: one.folder, DEPLOY_WIZARD_SANDBOX_SPEED: "300" };
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((done) =>
    execFile("sh", ["-c", command], { cwd: one.folder, env }, (_error, stdout, stderr) => done({ stdout, stderr })),
  );
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at |EPIPE/m);
  expect(one.has(lockFile)).toBe(false);
  await one.expectRun(0, ["resume", "--wait"]);
});
