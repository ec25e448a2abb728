import { describe, expect, onTestFinished, test, vi } from "vitest";
import { tagKeys } from "../../src/aws/owner.ts";
import { fault } from "../../src/sandbox/scene.ts";
import { isLook, type Rehearsal, rehearse } from "./rehearsal.ts";

// Whole runs, of which a test may have a dozen.
vi.setConfig({ testTimeout: 240_000 });

type Left = {
  key: string | null;
  title: string;
  id: string;
  reason: string;
  heldBy: string[];
  removeWith: string | null;
  monthlyCost: { total: number; totalUpTo: number } | null;
};
type Result = { survivors: Left[]; leftovers: Left[]; monthlyCost: { total: number; currency: string } };

const entries = ["alb", "direct"] as const;

async function standing(entry: (typeof entries)[number]): Promise<Rehearsal> {
  const one = rehearse({ domain: "example.com", entry });
  onTestFinished(one.end);
  expect(await one.provision()).toMatchObject({ exitCode: 0 });
  return one;
}

const resultOf = ({ more }: { more?: object }) => more as Result;
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

/** `destroy --all` while AWS denies these calls. */
async function destroyDenied(one: Rehearsal, denies: (call: string, nth: number) => boolean) {
  one.weather = (call, nth) => {
    if (!denies(call, nth)) return undefined;
    return { error: fault("AccessDenied", `not allowed to ${call.split(" ")[1]}`, 403), acted: false };
  };
  try {
    return await one.destroyAll();
  } finally {
    one.weather = undefined;
  }
}

describe("what is in the way is named", () => {
  const leftover = (result: Result, key: string) => result.leftovers.find((one) => one.key === key)!;

  test("a network interface of somebody's in a group, and a rule of another group", async () => {
    const one = await standing("alb");
    const { ec2 } = one.sandbox.world;
    const group = ec2.groups.find(({ tags }) => tags.some(({ Value }) => Value === "network.app-group"))!;
    const subnetId = ec2.subnets[0]!.SubnetId;
    const held = { id: "eni-0somebody", owner: "i-0another", description: "a VPN", groupIds: [group.id], tags: [] };
    ec2.interfaces.push({ ...held, subnetId });
    const theirs = one.sandbox.answer("ec2", "CreateSecurityGroup", {
      GroupName: "theirs",
      Description: "theirs",
      VpcId: ec2.vpcs[0]!.VpcId,
    }) as { GroupId: string };
    // AWS does not know a fresh group for a moment.
    ec2.groups.find(({ id }) => id === theirs.GroupId)!.createdAt = 0;
    one.sandbox.answer("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: theirs.GroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: group.id }] }],
    });
    const first = await one.destroyAll();
    expect(first.exitCode).toBe(5);
    const left = leftover(resultOf(first), "network.app-group");
    expect(left.heldBy).toEqual([
      "network interface eni-0somebody (a VPN), on i-0another",
      expect.stringMatching(/^rule sgr-\w+ of security group theirs \(sg-\w+\)$/),
    ]);
    expect(left.monthlyCost).toEqual({ total: 0, totalUpTo: 0 });
    expect(one.lines.filter((line) => line.trim().startsWith("held by")).length).toBeGreaterThanOrEqual(2);

    ec2.interfaces = ec2.interfaces.filter(({ id }) => id !== held.id);
    one.sandbox.answer("ec2", "DeleteSecurityGroup", { GroupId: theirs.GroupId });
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
  });

  test("a database of somebody's in our groups, a listener with our certificate, a server with our role", async () => {
    const one = await standing("alb");
    const { rds, iam } = one.sandbox.world;
    const database = rds.databases[0]!;
    const theirs = { ...structuredClone(database), identifier: "theirs", arn: `${database.arn}-theirs`, tags: [] };
    rds.databases.push(theirs);
    iam.profiles.push({ ...structuredClone(iam.profiles[0]!), name: "their-profile", tags: [] });
    const { leftovers } = resultOf(await one.destroyAll());
    const by = (key: string) => leftovers.find((left) => left.key === key)?.heldBy;
    expect(by("rds.subnet-group")).toEqual(["database theirs (available)"]);
    expect(by("rds.parameter-group")).toEqual(["database theirs (available)"]);
    expect(by("ec2.role")).toEqual(["instance profile their-profile"]);
  });

  test("records of others in the zone, and objects that may not be deleted", async () => {
    const one = await standing("direct");
    const zone = one.sandbox.world.route53.zones[0]!;
    one.sandbox.answer("route53", "ChangeResourceRecordSets", {
      HostedZoneId: zone.id,
      ChangeBatch: {
        Changes: [
          {
            Action: "CREATE",
            ResourceRecordSet: {
              Name: "shop.example.com",
              Type: "A",
              TTL: 60,
              ResourceRecords: [{ Value: "192.0.2.9" }],
            },
          },
        ],
      },
    });
    const bucket = one.sandbox.world.s3.buckets.find(({ name }) => name.includes("build"))!;
    one.sandbox.answer("s3", "PutObject", { Bucket: bucket.name, Key: "bundle.zip", Body: "zip" });
    const result = resultOf(await destroyDenied(one, (call) => call === "s3 DeleteObjects"));
    expect(leftover(result, "route53.zone")).toMatchObject({
      heldBy: ["record shop.example.com A"],
      monthlyCost: { total: 0.5, totalUpTo: 0.5 },
    });
    expect(leftover(result, "s3.build-bucket").heldBy).toEqual([
      expect.stringMatching(/^object bundle.zip \(version /),
    ]);
  });
});

describe("what carries our tags and is not in the state", () => {
  test("is told with its price and how to remove it, and is left alone", async () => {
    const one = await standing("alb");
    const { id = "" } = (await one.state()) ?? {};
    const { ec2, rds } = one.sandbox.world;
    const tags = [{ Key: tagKeys.id, Value: id }];
    const subnetId = ec2.subnets[0]!.SubnetId;
    ec2.interfaces.push({ id: "eni-0stray", owner: "", description: "", subnetId, groupIds: [], tags });
    const { GroupId } = one.sandbox.answer("ec2", "CreateSecurityGroup", {
      GroupName: "second",
      Description: "second",
      VpcId: ec2.vpcs[0]!.VpcId,
      TagSpecifications: [{ ResourceType: "security-group", Tags: tags }],
    }) as { GroupId: string };
    const { AllocationId } = one.sandbox.answer("ec2", "AllocateAddress", {
      Domain: "vpc",
      TagSpecifications: [{ ResourceType: "elastic-ip", Tags: tags }],
    }) as { AllocationId: string };
    // The disk of the server outlives it when somebody has changed that.
    const disk = ec2.instances[0]!.volume;
    disk.deletedOnTermination = false;
    const database = rds.databases[0]!;
    const taken = { engine: database.engine, engineVersion: database.engineVersion, sizeGiB: 20, createdAt: 0, tags };
    const about = {
      identifier: "by-hand",
      arn: "arn:aws:rds:ap-northeast-2:0:snapshot:by-hand",
      type: "manual" as const,
    };
    rds.snapshots.push({ ...about, ...taken, databaseIdentifier: database.identifier });

    const first = await one.destroyAll();
    expect(first.exitCode).toBe(5);
    const { leftovers, monthlyCost } = resultOf(first);
    const told = Object.fromEntries(leftovers.map((left) => [left.id, left]));
    expect(Object.keys(told).sort()).toEqual(["eni-0stray", GroupId, AllocationId, disk.id, "by-hand"].sort());
    const region = "--region ap-northeast-2";
    expect(told[disk.id]).toMatchObject({
      key: null,
      removeWith: `aws ec2 delete-volume --volume-id ${disk.id} ${region}`,
    });
    expect(told[disk.id]?.monthlyCost?.total).toBeGreaterThan(1);
    expect(told[AllocationId]?.monthlyCost).toEqual({ total: 3.65, totalUpTo: 3.65 });
    expect(told["by-hand"]).toMatchObject({
      removeWith: `aws rds delete-db-snapshot --db-snapshot-identifier by-hand ${region}`,
      monthlyCost: { total: 1.9 },
    });
    expect(told["eni-0stray"]?.monthlyCost).toEqual({ total: 0, totalUpTo: 0 });
    expect(monthlyCost.total).toBeGreaterThan(6);
    expect(one.lines).toContain(`  remove it with: aws ec2 delete-security-group --group-id ${GroupId} ${region}`);
    expect(one.calls.filter((call) => /DeleteNetworkInterface|ReleaseAddress|DeleteVolume/.test(call))).toEqual([]);

    // The state stays for the next look, which finds nothing once they are gone.
    expect(await one.state()).toBeDefined();
    ec2.interfaces = ec2.interfaces.filter(({ id: eni }) => eni !== "eni-0stray");
    one.sandbox.answer("ec2", "DeleteSecurityGroup", { GroupId });
    one.sandbox.answer("ec2", "ReleaseAddress", { AllocationId });
    disk.deletedOnTermination = true;
    rds.snapshots = [];
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
    expect(await one.state()).toBeUndefined();
  });

  test("is not taken for gone where AWS denies the look", async () => {
    const one = await standing("alb");
    const first = await destroyDenied(one, (call) => call === "ec2 DescribeTags");
    expect(first.exitCode).toBe(5);
    expect(resultOf(first).leftovers).toMatchObject([
      { title: "search in Amazon EC2", reason: expect.stringContaining("ec2:DescribeTags"), monthlyCost: null },
    ]);
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
  });
});
