import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  ModifyInstanceAttributeCommand,
  ModifyVolumeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { launchInput, running, Tags, withProfile } from "./launch.ts";
import { opened, refusal } from "./open.ts";

describe("a new account", () => {
  test("has a default VPC with three public subnets", async () => {
    const { ec2 } = opened();
    const isDefault = [{ Name: "is-default", Values: ["true"] }];
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: isDefault }));
    expect(Vpcs).toHaveLength(1);
    const inVpc = [{ Name: "vpc-id", Values: [Vpcs![0]!.VpcId!] }];
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters: inVpc }));
    const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];
    expect(Subnets!.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(zones);
    const main = [...inVpc, { Name: "association.main", Values: ["true"] }];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: main }));
    expect(RouteTables![0]!.Routes![1]).toMatchObject({ GatewayId: expect.stringMatching(/^igw-/) });
  });

  test("knows the architecture of instance types, and none that do not exist", async () => {
    const { ec2 } = opened();
    const architectures = async (...InstanceTypes: ("t4g.small" | "t3.micro" | "m7g.large" | "c5.xlarge")[]) =>
      (await ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes }))).InstanceTypes!.map(
        ({ ProcessorInfo }) => ProcessorInfo!.SupportedArchitectures![0],
      );
    expect(await architectures("t4g.small", "t3.micro", "m7g.large", "c5.xlarge")).toEqual([
      "arm64",
      "x86_64",
      "arm64",
      "x86_64",
    ]);
    const Filters = [{ Name: "instance-type", Values: ["t9.huge"] }];
    expect((await ec2.send(new DescribeInstanceTypesCommand({ Filters }))).InstanceTypes).toEqual([]);
    const where = { LocationType: "availability-zone" as const, Filters };
    expect((await ec2.send(new DescribeInstanceTypeOfferingsCommand(where))).InstanceTypeOfferings).toEqual([]);
  });
});

describe("launching", () => {
  test("a fresh instance profile is not known for some seconds", async () => {
    const world = await withProfile({ fresh: true });
    const run = new RunInstancesCommand(await launchInput(world));
    world.clock.advance(7);
    await expect(world.ec2.send(run)).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: expect.stringContaining("Invalid IAM Instance Profile name"),
    });
    world.clock.advance(1);
    expect((await world.ec2.send(run)).Instances).toHaveLength(1);
  });

  test("the same token and parameters give the same instance, others are a mismatch", async () => {
    const world = await withProfile();
    const input = await launchInput(world);
    const send = async (more: Partial<RunInstancesCommandInput> = {}) =>
      (await world.ec2.send(new RunInstancesCommand({ ...input, ...more }))).Instances![0]!.InstanceId!;
    const first = await send();
    expect(await send()).toBe(first);
    expect(await refusal(send({ InstanceType: "t4g.micro" }))).toBe("IdempotentParameterMismatch");
    expect(await send({ ClientToken: "token-2" })).not.toBe(first);
    await world.ec2.send(new TerminateInstancesCommand({ InstanceIds: [first] }));
    world.clock.advance(30);
    expect(await refusal(send())).toBe("IdempotentInstanceTerminated");
    world.clock.advance(86_400);
    expect(await send()).not.toBe(first);
  });

  test("refuses what does not fit together", async () => {
    const world = await withProfile();
    const input = await launchInput(world);
    const send = (more: Partial<RunInstancesCommandInput>) =>
      refusal(world.ec2.send(new RunInstancesCommand({ ...input, ...more })));
    expect(await send({ InstanceType: "t3.small" })).toBe("InvalidParameterValue");
    expect(await send({ ImageId: "ami-1" })).toBe("InvalidAMIID.NotFound");
    expect(await send({ SubnetId: "subnet-1" })).toBe("InvalidSubnetID.NotFound");
    expect(await send({ SecurityGroupIds: ["sg-1"] })).toBe("InvalidGroup.NotFound");
    const UserData = Buffer.alloc(16_385).toString("base64");
    expect(await send({ UserData })).toBe("InvalidParameterValue");
    expect(await send({ UserData: "#!/bin/sh" })).toBe("InvalidParameterValue");
    expect(await send({ SubnetId: "subnet-1", NetworkInterfaces: [{ DeviceIndex: 0 }] })).toBe(
      "InvalidParameterCombination",
    );
  });

  test("can lose the profile, which is then associated afterwards", async () => {
    const world = await withProfile();
    world.sandbox.world.ec2.profilesLost = 1;
    await world.ec2.send(new RunInstancesCommand(await launchInput(world)));
    const look = () => world.ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}));
    expect((await look()).IamInstanceProfileAssociations).toEqual([]);
  });
});

describe("an instance", () => {
  test("is not found right after, then pending, then running after 16 s", async () => {
    const world = await withProfile();
    const { Instances } = await world.ec2.send(new RunInstancesCommand(await launchInput(world)));
    const describe = new DescribeInstancesCommand({ InstanceIds: [Instances![0]!.InstanceId!] });
    const state = async () => (await world.ec2.send(describe)).Reservations![0]!.Instances![0]!.State!.Name;
    expect(await refusal(state())).toBe("InvalidInstanceID.NotFound");
    world.clock.advance(2);
    expect(await state()).toBe("pending");
    world.clock.advance(14);
    expect(await state()).toBe("running");
  });

  test("is found by token, tag and state", async () => {
    const { ec2, id } = await running();
    const ids = async (Name: string, value: string) =>
      (await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name, Values: [value] }] }))).Reservations!.map(
        ({ Instances }) => Instances![0]!.InstanceId,
      );
    expect(await ids("client-token", "token-1")).toEqual([id]);
    expect(await ids("tag:deploy-wizard:id", "d1")).toEqual([id]);
    expect(await ids("tag:deploy-wizard:id", "d*")).toEqual([id]);
    expect(await ids("instance-state-name", "running")).toEqual([id]);
    expect(await ids("tag:deploy-wizard:id", "d2")).toEqual([]);
  });

  test("goes through shutting-down and terminated before it is forgotten, with its volume", async () => {
    const { ec2, clock, InstanceIds, state } = await running();
    const volumes = async () => (await ec2.send(new DescribeVolumesCommand({}))).Volumes;
    expect(await volumes()).toMatchObject([{ Size: 20, Encrypted: true, Tags }]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    expect(await state()).toBe("shutting-down");
    clock.advance(30);
    expect(await state()).toBe("terminated");
    expect(await volumes()).toEqual([]);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    clock.advance(3600);
    expect(await refusal(state())).toBe("InvalidInstanceID.NotFound");
  });

  test("changes its type only when it is stopped, and within its architecture", async () => {
    const { ec2, clock, id: InstanceId, InstanceIds, state, look } = await running();
    const change = (Value: string) =>
      ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, InstanceType: { Value } }));
    expect(await refusal(change("t4g.medium"))).toBe("IncorrectInstanceState");
    await ec2.send(new StopInstancesCommand({ InstanceIds }));
    expect(await state()).toBe("stopping");
    expect(await refusal(ec2.send(new StartInstancesCommand({ InstanceIds })))).toBe("IncorrectInstanceState");
    clock.advance(30);
    expect(await state()).toBe("stopped");
    expect(await refusal(change("t3.medium"))).toBe("InvalidParameterValue");
    await change("t4g.medium");
    await ec2.send(new StartInstancesCommand({ InstanceIds }));
    clock.advance(16);
    expect(await look()).toMatchObject({ InstanceType: "t4g.medium", State: { Name: "running" } });
  });

  test("has a disk that grows and does not shrink", async () => {
    const { ec2 } = await running();
    const [volume] = (await ec2.send(new DescribeVolumesCommand({}))).Volumes!;
    const resize = (Size: number) => ec2.send(new ModifyVolumeCommand({ VolumeId: volume!.VolumeId, Size }));
    expect(await refusal(resize(10))).toBe("InvalidParameterValue");
    expect((await resize(40)).VolumeModification).toMatchObject({ ModificationState: "modifying", TargetSize: 40 });
    expect(await refusal(resize(50))).toBe("IncorrectModificationState");
  });

  test("takes tags later, in place of those of the same key", async () => {
    const { ec2, id, look } = await running();
    const change = { Resources: [id], Tags: [{ Key: "deploy-wizard:id", Value: "d2" }] };
    await ec2.send(new CreateTagsCommand(change));
    expect((await look()).Tags).toEqual(change.Tags);
    expect(await refusal(ec2.send(new CreateTagsCommand({ ...change, Resources: ["i-1"] })))).toBe("InvalidID");
  });
});

test("a group is held by an instance until that is terminated", async () => {
  const world = await withProfile();
  const name = { GroupName: "shop-prod-app", Description: "app" };
  const { GroupId } = await world.ec2.send(new CreateSecurityGroupCommand(name));
  world.clock.advance(2);
  const run = { ...(await launchInput(world)), SecurityGroupIds: [GroupId!] };
  const { Instances } = await world.ec2.send(new RunInstancesCommand(run));
  await world.ec2.send(new TerminateInstancesCommand({ InstanceIds: [Instances![0]!.InstanceId!] }));
  const remove = () => world.ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  world.clock.advance(29);
  expect(await refusal(remove())).toBe("DependencyViolation");
  world.clock.advance(1);
  await remove();
});
