import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, test } from "vitest";
import { launchInput, running, Tags, withProfile } from "./launch.ts";
import { opened, refusal } from "./open.ts";

describe("an address", () => {
  const allocate = new AllocateAddressCommand({ TagSpecifications: [{ ResourceType: "elastic-ip", Tags }] });
  const byTag = new DescribeAddressesCommand({ Filters: [{ Name: "tag:deploy-wizard:id", Values: ["d1"] }] });

  test("is made twice when it is asked for twice, and not listed at once", async () => {
    const { ec2, clock } = opened();
    const one = await ec2.send(allocate);
    const other = await ec2.send(allocate);
    expect(one.AllocationId).not.toBe(other.AllocationId);
    expect((await ec2.send(byTag)).Addresses).toEqual([]);
    clock.advance(2);
    expect((await ec2.send(byTag)).Addresses).toHaveLength(2);
  });

  test("is limited to five", async () => {
    const { ec2 } = opened();
    for (let made = 0; made < 5; made++) await ec2.send(allocate);
    expect(await refusal(ec2.send(allocate))).toBe("AddressLimitExceeded");
  });

  test("is associated with a running server, again with the same answer, and released only when free", async () => {
    const { ec2, clock, id: InstanceId, look } = await running();
    const { AllocationId, PublicIp } = await ec2.send(allocate);
    const associate = () => ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId }));
    expect(await refusal(associate())).toBe("InvalidAllocationID.NotFound");
    clock.advance(2);
    const { AssociationId } = await associate();
    expect((await associate()).AssociationId).toBe(AssociationId);
    expect((await look()).PublicIpAddress).toBe(PublicIp);
    const release = () => ec2.send(new ReleaseAddressCommand({ AllocationId }));
    expect(await refusal(release())).toBe("InvalidIPAddress.InUse");
    await ec2.send(new DisassociateAddressCommand({ AssociationId }));
    await release();
    expect(await refusal(release())).toBe("InvalidAllocationID.NotFound");
  });

  test("refuses a server that is still starting, and is free when the server is terminated", async () => {
    const world = await withProfile();
    const { AllocationId } = await world.ec2.send(allocate);
    const { Instances } = await world.ec2.send(new RunInstancesCommand(await launchInput(world)));
    const InstanceId = Instances![0]!.InstanceId!;
    world.clock.advance(2);
    const associate = () => world.ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId }));
    expect(await refusal(associate())).toBe("InvalidInstanceID");
    world.clock.advance(14);
    await associate();
    await world.ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
    expect((await world.ec2.send(byTag)).Addresses![0]!.AssociationId).toBeUndefined();
  });
});
