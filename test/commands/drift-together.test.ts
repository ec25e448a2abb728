import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlannedChange } from "../../src/engine/plan.ts";
import { furtherChanges, removed } from "./by-hand.ts";
import { type Drifting, failure, openDrifting } from "./drifting.ts";
import { isLook } from "./rehearsal.ts";

describe.each(["alb", "direct"] as const)("drift with the entry %s", (entry) => {
  let { one, warned, back, standing, seen, planned, resumed, wrong } = {} as Drifting;
  beforeAll(async () => {
    ({ one, warned, back, standing, seen, planned, resumed, wrong } = await openDrifting(entry));
  });
  afterAll(() => one.end());

  test.each([
    ["a role and the server that has it", ["ec2.role", "ec2.instance"]],
    ["groups and all that is in them", ["network.app-security-group", "network.db-security-group", "ec2.instance"]],
    ["all roles", ["ec2.role", "codedeploy.role", "codedeploy.github-role"]],
    ["what is before and behind the server", ["alb.load-balancer", "alb.target-group", "ec2.instance", "eip.address"]],
  ])("%s, gone together: everything that is made anew was told before", async (_, keys) => {
    await back();
    for (const [key, own] of standing) if (keys.includes(key)) removed({ one, key, entry: own });
    const { changes } = (await one.plan()).more as { changes: PlannedChange[] };
    for (const key of keys.filter((each) => standing.some(([own]) => own === each))) {
      expect(changes.find((change) => change.key === key)).toMatchObject({ action: "create", recorded: true });
    }
    expect(await resumed()).toEqual({ exitCode: 0, untold: [] });
    expect(one.lines.join("\n")).toMatch(/Changed since/);
    expect(await wrong()).toEqual([]);
    await back();
  });

  test("a database that vanished with its groups is told as vanished, and nothing is made", async () => {
    await back();
    const kinds = ["db-instance", "db-subnet-group", "db-parameter-group"];
    for (const [key, own] of standing) if (kinds.includes(own.kind)) removed({ one, key, entry: own });
    expect(await planned("rds.instance")).toMatchObject({ action: "unknown", gone: expect.any(String) });
    expect(await failure(one.resume())).toMatchObject({ code: "resource-gone" });
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
    await back();
  });

  test.each(furtherChanges)("%s: %s is seen, named, told and put back", async (key, _, deed) => {
    const own = standing.find(([each]) => each === key);
    if (!own) return expect(entry).toBe("direct");
    await back();
    deed({ one, key, entry: own[1] });
    expect((await seen(key))?.drift).not.toEqual([]);
    expect(await planned(key)).toMatchObject({ action: "update", detail: [expect.any(String)] });
    expect(await resumed()).toEqual({ exitCode: 0, untold: [] });
    expect(await wrong()).toEqual([]);
    await back();
  });

  test("a database that somebody is deleting is told, and refused before anything is changed", async () => {
    await back();
    const [database] = one.sandbox.world.rds.databases;
    database!.settings.protected = false;
    const request = { DBInstanceIdentifier: database!.identifier, SkipFinalSnapshot: true };
    one.sandbox.answer("rds", "DeleteDBInstance", request);
    expect((await seen("rds.instance"))?.drift).toEqual([expect.stringContaining("deleting")]);
    expect(await planned("rds.instance")).toMatchObject({ instead: expect.stringContaining("snapshot") });
    expect(await failure(one.resume())).toMatchObject({
      code: "cannot-change",
      message: expect.stringContaining("deleting"),
    });
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
    await back();
  });

  test("policies that somebody put on a role are told, and left alone", async () => {
    await back();
    const { roles } = one.sandbox.world.iam;
    const server = roles.find(({ name }) => name === "shop-prod-server")!;
    server.attached.push("arn:aws:iam::aws:policy/AdministratorAccess");
    server.inline["by-hand"] = JSON.stringify({ Statement: [] });
    for (const run of [one.status, one.plan, one.resume]) {
      warned.length = 0;
      expect(await run()).toMatchObject({ exitCode: 0 });
      expect(warned.join()).toMatch(/shop-prod-server.*by-hand.*AdministratorAccess/);
    }
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
    await back();
  });
});
