/** The AWS session expires in the middle of a run: it pauses on a terminal, and ends with exit 3 elsewhere. */
import { expect, test } from "vitest";
import type { PlannedFault } from "../../src/sandbox/world.ts";
import { openPty } from "../support/pty.ts";
import { initShop, type Project, project, worldFile } from "./project.ts";

const expires = (command: string): PlannedFault => ({ command, code: "ExpiredToken", status: 403, times: 1 });

/** A deployment whose network is there, and calls of the next run that find the session expired. */
async function begun(...commands: string[]): Promise<Project> {
  const its = project();
  await its.expectRun(0, [...initShop, "--no-provision"]);
  await its.expectRun(0, ["network"]);
  const world = its.world();
  world.faults = commands.map(expires);
  its.write(worldFile, JSON.stringify(world));
  return its;
}

const resume = (its: Project) =>
  openPty({ args: ["resume", "--wait", "--sandbox"], cwd: its.folder, columns: 60, rows: 40 });

test("one question for all calls that it turned away; after Enter the run goes on where it was", async () => {
  const its = await begun("CreateRole", "CreateDBParameterGroup", "CreateHostedZone");
  const pty = await resume(its);
  await pty.waitFor(/Bring this in now/);
  pty.press("enter");
  await pty.waitFor(/The AWS session has expired\. Sign in\s+again/);
  pty.press("enter");
  await pty.waitFor(/Everything is there/);
  expect(await pty.exit).toBe(0);
  expect(
    pty
      .lines()
      .join(" ")
      .match(/session has expired/g) ?? [],
  ).toHaveLength(1);
  expect(its.world().iam.roles.length).toBeGreaterThan(1);
});

test("still signed out, it says so and asks again; Escape leaves with exit 3, and resume goes on", async () => {
  const its = await begun("CreateRole", "GetCallerIdentity");
  const pty = await resume(its);
  await pty.waitFor(/Bring this in now/);
  pty.press("enter");
  await pty.waitFor(/session has expired\. Sign in\s+again/);
  pty.press("enter");
  await pty.waitFor(/session has expired \(sts:GetCallerIdentity/);
  pty.press("escape");
  expect(await pty.exit).toBe(3);
  expect(pty.screen()).toMatch(/`deploy-wizard\s+resume`/);
  await its.expectRun(0, ["resume", "--wait"]);
});

test("where nothing may be asked it ends with exit 3 and how to go on, and resume doubles nothing", async () => {
  const its = await begun("RunInstances");
  const { stderr } = await its.expectRun(3, ["resume", "--wait"]);
  expect(stderr).toMatch(/The AWS session has expired \(ec2:RunInstances/);
  expect(stderr).toContain("aws sso login");
  await its.expectRun(0, ["resume", "--wait"]);
  expect(its.world().ec2.instances).toHaveLength(1);
});
