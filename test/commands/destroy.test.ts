import { describe, expect, test, vi } from "vitest";
import { isLook, rehearse } from "./rehearsal.ts";
import { destroyDenied, entries, type Result, resultOf, standing } from "./standing.ts";

// Whole runs, of which a test may have a dozen.
vi.setConfig({ testTimeout: 240_000 });

const kept = ({ survivors }: Result) => survivors.map(({ key }) => key?.replace(/\d+$/, "N"));

describe.each(entries)("destroy with the entry %s", (entry) => {
  test("ends with nothing left, and says so with its price", async () => {
    const one = await standing(entry);
    const ended = await one.destroyAll();
    expect(ended).toMatchObject({ exitCode: 0, more: { survivors: [], leftovers: [], monthlyCost: { total: 0 } } });
    expect(one.lines).toEqual(["Nothing left, $0.00 a month."]);
    expect(await one.state()).toBeUndefined();
  });

  test("takes down in AWS's order, records that lead to others before anything else", async () => {
    const one = await standing(entry);
    await one.destroyAll();
    const changes = one.calls.filter((call) => !isLook(call)).map((call) => call.split(" ")[1] ?? "");
    const first = (call: string) => changes.indexOf(call);
    const last = (call: string) => changes.lastIndexOf(call);

    const records = changes.filter((call) => call === "ChangeResourceRecordSets").length;
    expect(changes.slice(0, records)).toEqual(Array(records).fill("ChangeResourceRecordSets"));
    const order: [before: string, after: string][] = [
      ["DeleteDeploymentGroup", "DeleteApplication"],
      ["TerminateInstances", "DeleteSecurityGroup"],
      ["TerminateInstances", "DeleteInstanceProfile"],
      ["DeleteDBInstance", "DeleteDBSubnetGroup"],
      ["DeleteDBInstance", "DeleteDBParameterGroup"],
      ["RevokeSecurityGroupIngress", "DeleteSecurityGroup"],
      ["RevokeSecurityGroupEgress", "DeleteSecurityGroup"],
      ["ChangeResourceRecordSets", "DeleteHostedZone"],
      ["DeleteRolePolicy", "DeleteRole"],
      ["DeleteInstanceProfile", "DeleteRole"],
      ...(entry === "alb"
        ? ([
            ["DeleteListener", "DeleteLoadBalancer"],
            ["DeleteListener", "DeleteTargetGroup"],
            ["DeleteListener", "DeleteCertificate"],
            ["DeleteLoadBalancer", "DeleteSecurityGroup"],
          ] as [string, string][])
        : ([["DisassociateAddress", "ReleaseAddress"]] as [string, string][])),
    ];
    for (const [before] of order) expect([before, first(before) >= 0]).toEqual([before, true]);
    const groups = order.filter(([, after]) => after === "DeleteSecurityGroup");
    for (const [before, after] of order.filter((pair) => !groups.includes(pair))) {
      expect([before, after, last(before) < last(after)]).toEqual([before, after, true]);
    }
    // Each group waits for its own: that of the server is the last one.
    for (const [before, after] of groups) {
      expect([before, after, first(before) < last(after)]).toEqual([before, after, true]);
    }
  });

  test("goes on past each single refusal, names it, and leaves nothing the second time", async () => {
    const clean = await standing(entry);
    await clean.destroyAll();
    const deletes = clean.calls
      .filter((call) => !isLook(call))
      .map((call, index, all) => ({ call, nth: all.slice(0, index).filter((one) => one === call).length }));
    expect(deletes.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    // All of them with `npm run test:crash`.
    const some = deletes.filter((_, index) => process.env.DEPLOY_WIZARD_CRASH === "all" || index % 5 === 2);
    for (const { call, nth } of some) {
      const one = rehearse({ domain: "example.com", entry });
      await one.provision();
      const first = await destroyDenied(one, (each, before) => each === call && before === nth);
      const [service, operation] = call.split(" ");
      const denied = resultOf(first).leftovers.filter(({ reason }) => reason.includes(`:${operation}`));
      // A look that follows it, and what it was made from, may be left as well; the refusal itself is told once.
      if (first.exitCode !== 5) wrong.push(`${call}: exit ${first.exitCode}`);
      if (denied.length !== 1) wrong.push(`${call}: ${denied.length} leftovers name ${service}:${operation}`);
      if (!one.lines.some((line) => line.startsWith("left over: "))) wrong.push(`${call}: nothing was printed`);
      const second = await one.destroyAll();
      if (second.exitCode !== 0 || (await one.state())) wrong.push(`${call}: left after the second: ${one.lines}`);
      one.end();
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  test("keeps data, says what it costs, says it again, and takes it with --all", async () => {
    const one = await standing(entry);
    const bucket = one.sandbox.world.s3.buckets.find(({ name }) => name.includes("assets"))!;
    one.sandbox.answer("s3", "PutObject", { Bucket: bucket.name, Key: "photo", Body: "holiday" });
    const first = await one.destroy();
    expect(first.exitCode).toBe(0);
    expect(kept(resultOf(first)).sort()).toEqual(["rds.final-snapshot.N", "route53.zone", "s3.assets-bucket"]);
    const costs = Object.fromEntries(
      resultOf(first).survivors.map(({ key, monthlyCost }) => [key?.split(".")[0], monthlyCost]),
    );
    expect(costs.route53).toEqual({ total: 0.5, totalUpTo: 0.5 });
    expect(costs.rds).toEqual({ total: 1.9, totalUpTo: 1.9 });
    expect(costs.s3?.totalUpTo).toBeGreaterThan(0);
    expect(one.lines.filter((line) => line.startsWith("kept: ")).length).toBe(3);
    expect(one.lines.join("\n")).toMatch(/\$0\.50 a month/);
    expect(one.lines.join("\n")).not.toContain("Nothing left");

    const again = await one.destroy();
    expect([again.exitCode, one.calls.filter((call) => !isLook(call))]).toEqual([0, []]);
    expect(kept(resultOf(again)).sort()).toEqual(kept(resultOf(first)).sort());

    expect(await one.destroyAll()).toMatchObject({ exitCode: 0, more: { survivors: [], leftovers: [] } });
    expect(one.lines).toEqual(["Nothing left, $0.00 a month."]);
  });
});
