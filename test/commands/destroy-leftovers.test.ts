import { describe, expect, test, vi } from "vitest";
import { tagKeys } from "../../src/aws/owner.ts";
import { destroyDenied, type Result, resultOf, standing } from "./standing.ts";

// Whole runs, of which a test may have a dozen.
vi.setConfig({ testTimeout: 240_000 });

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
