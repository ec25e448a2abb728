import { describe, expect, test, vi } from "vitest";
import { fault } from "../../src/sandbox/scene.ts";
import { open } from "./opened.ts";
import { destroyDenied, type Result, resultOf, standing } from "./taking-down.ts";

// Whole runs, several of them.
vi.setConfig({ testTimeout: 120_000 });

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

  test("what was made and never recorded has its id and its price, when it may not be removed", async () => {
    const dead = open({ domain: "example.com", entry: "direct" });
    const lost = fault("AccessDenied", "a proxy's answer", 403);
    dead.weather = (call) => (call === "ec2 RunInstances" ? { error: lost, acted: true } : undefined);
    await expect(dead.provision()).rejects.toThrow("a proxy's answer");
    dead.weather = undefined;
    const [key] = (await dead.state())!.entries().find(([, { kind }]) => kind === "instance")!;
    expect((await dead.state())!.get(key)).toMatchObject({ status: "creating" });
    const result = resultOf(await destroyDenied(dead, (call) => call === "ec2 TerminateInstances"));
    const { id } = dead.sandbox.world.ec2.instances[0]!;
    expect(leftover(result, key)).toMatchObject({ id, monthlyCost: { total: expect.any(Number) } });
    expect(leftover(result, key).monthlyCost!.total).toBeGreaterThan(5);
    expect(await dead.destroyAll()).toMatchObject({ exitCode: 0 });
  });

  test("roles go with the policies that somebody put on them; a policy of the account's own stays", async () => {
    const one = await standing("direct");
    const RoleName = "shop-prod-server";
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    one.sandbox.answer("iam", "AttachRolePolicy", { RoleName, PolicyArn });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    one.sandbox.answer("iam", "PutRolePolicy", { RoleName, PolicyName: "by-hand", PolicyDocument });
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0, more: { leftovers: [] } });
    expect(one.calls).toContain("iam DetachRolePolicy");
    expect(one.sandbox.world.iam.roles).toEqual([]);
  });
});
