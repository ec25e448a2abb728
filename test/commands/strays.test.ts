import { describe, expect, test, vi } from "vitest";
import { tagKeys } from "../../src/aws/owner.ts";
import { open } from "./opened.ts";
import { isLook, type Rehearsal } from "./rehearsal.ts";
import { destroyDenied, resultOf, standing } from "./taking-down.ts";

// Whole runs, several of them.
vi.setConfig({ testTimeout: 120_000 });

/** Nothing is recorded any more, and the state is still there: a stray of the last run, now gone, has kept it. */
async function forgetful(one: Rehearsal): Promise<void> {
  const { ec2 } = one.sandbox.world;
  const tags = [{ Key: tagKeys.id, Value: (await one.state())?.id ?? "" }];
  const subnetId = ec2.subnets[0]!.SubnetId;
  ec2.interfaces.push({ id: "eni-0stray", owner: "", description: "", subnetId, groupIds: [], tags });
  expect(await one.destroyAll()).toMatchObject({ exitCode: 5 });
  ec2.interfaces = [];
}

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

  test("is found by its name in IAM, S3, RDS, Systems Manager and CodeDeploy, too", async () => {
    const one = await standing("alb");
    const { world } = one.sandbox;
    const before = structuredClone(world);
    const { id = "" } = (await one.state()) ?? {};
    await forgetful(one);

    const [profile, bare] = [before.iam.profiles[0]!, { inline: {}, attached: [] }];
    Object.assign(world.iam, {
      roles: before.iam.roles.map((role) => ({ ...role, ...bare })),
      profiles: [{ ...profile, roles: [] }],
    });
    Object.assign(world.s3, { buckets: before.s3.buckets });
    Object.assign(world.ssm, { parameters: before.ssm.parameters });
    Object.assign(world.codedeploy, { applications: before.codedeploy.applications });
    Object.assign(world.rds, {
      subnetGroups: before.rds.subnetGroups,
      parameterGroups: before.rds.parameterGroups,
    });
    const { leftovers } = resultOf(await one.destroyAll());
    const wanted = [
      ...before.iam.roles.map(({ name }) => `arn:aws:iam::000000000000:role/${name}`),
      `arn:aws:iam::000000000000:instance-profile/${profile.name}`,
      ...before.s3.buckets.map(({ name }) => name),
      ...before.ssm.parameters.map(({ name }) => name),
      ...before.codedeploy.applications.map(({ name }) => name),
      ...before.rds.subnetGroups.map(({ name }) => name),
      ...before.rds.parameterGroups.map(({ name }) => name),
    ];
    expect(wanted.length).toBeGreaterThan(16);
    expect(leftovers.map((left) => left.id).sort()).toEqual(wanted.sort());
    const removeWith = (what: string) => leftovers.find((left) => left.id.endsWith(what))?.removeWith;
    expect(removeWith("/port")).toBe(
      "aws ssm delete-parameter --name /deploy-wizard/shop/prod/port --region ap-northeast-2",
    );
    expect(removeWith("-app")).toContain("aws deploy delete-application --application-name shop-prod-app ");
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);

    // The same names with the tags of another deployment are somebody else's.
    const theirs = JSON.stringify([world.iam, world.s3, world.ssm, world.codedeploy, world.rds]).replaceAll(
      id,
      "theirs",
    );
    const [iam, s3, ssm, codedeploy, rds] = JSON.parse(theirs) as [object, object, object, object, object];
    Object.assign(world, { iam, s3, ssm, codedeploy, rds });
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
    expect(world.iam.roles).toHaveLength(before.iam.roles.length);
  });

  test.each([
    ["iam GetRole", "AWS IAM"],
    ["iam GetInstanceProfile", "AWS IAM"],
    ["s3 GetBucketTagging", "Amazon S3"],
    ["ssm GetParametersByPath", "AWS Systems Manager"],
    ["codedeploy GetApplication", "AWS CodeDeploy"],
    ["rds DescribeDBSubnetGroups", "Amazon RDS"],
  ])("is not taken for gone where AWS denies %s, and all else is searched", async (denied, where) => {
    const one = await standing("direct");
    await forgetful(one);
    const first = await destroyDenied(one, (call) => call === denied);
    const { leftovers } = resultOf(first);
    expect([first.exitCode, new Set(leftovers.map(({ title }) => title))]).toEqual([
      5,
      new Set([`search in ${where}`]),
    ]);
    for (const { reason } of leftovers) expect(reason).toContain(denied.replace(" ", ":"));
    expect(one.calls).toContain("route53 ListHostedZonesByName");
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
  });

  test("is not looked for where the deployment never had any, by whoever may not look there", async () => {
    const one = open({ entry: "direct", database: null });
    expect(await one.provision()).toMatchObject({ exitCode: 0 });
    await forgetful(one);
    expect(await destroyDenied(one, (call) => call.startsWith("rds "))).toMatchObject({ exitCode: 0 });
    expect(one.calls).toContain("rds DescribeDBInstances");
  });
});
