import type { EC2, Tag } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import type { Handlers, Scene } from "./scene.ts";

/** A network interface. `owner` is what holds it: an instance id, a load balancer's ARN, a database's identifier. */
export interface InterfaceState {
  id: string;
  owner: string;
  description: string;
  subnetId: string;
  groupIds: string[];
  tags: Tag[];
  /** From this moment on it does not exist any more. */
  goneAt?: number;
}

/** Puts one interface into each of the subnets, in place of those that `owner` had. */
export function placeInterfaces(
  scene: Scene,
  placed: { owner: string; description: string; subnetIds: string[]; groupIds: string[]; tags?: Tag[] },
): void {
  releaseInterfaces(scene, placed.owner, 0);
  for (const subnetId of placed.subnetIds) {
    scene.world.ec2.interfaces.push({
      id: scene.newId("eni-"),
      owner: placed.owner,
      description: placed.description,
      subnetId,
      groupIds: [...placed.groupIds],
      tags: [...(placed.tags ?? [])],
    });
  }
}

/** The interfaces of `owner` vanish so many milliseconds from now. */
export function releaseInterfaces(scene: Scene, owner: string, afterMilliseconds: number): void {
  const goneAt = scene.now() + afterMilliseconds;
  for (const each of scene.world.ec2.interfaces) if (each.owner === owner) each.goneAt ??= goneAt;
  scene.world.ec2.interfaces = interfaces(scene);
}

/** Those that still exist. */
export function interfaces({ world, now }: Scene): InterfaceState[] {
  return world.ec2.interfaces.filter(({ goneAt }) => goneAt === undefined || goneAt > now());
}

export const interfaceHandlers = {
  DescribeNetworkInterfaces(scene, { NetworkInterfaceIds, Filters }) {
    const wanted = interfaces(scene).filter(({ id }) => NetworkInterfaceIds?.includes(id) ?? true);
    const NetworkInterfaces = wanted.map(({ id, owner, description, subnetId, groupIds, tags }) => ({
      NetworkInterfaceId: id,
      Description: description,
      SubnetId: subnetId,
      VpcId: scene.world.ec2.subnets.find((subnet) => subnet.SubnetId === subnetId)?.VpcId,
      Status: "in-use" as const,
      RequesterManaged: !owner.startsWith("i-"),
      Attachment: { Status: "attached" as const, InstanceId: owner.startsWith("i-") ? owner : undefined },
      Groups: groupIds.map((GroupId) => ({ GroupId })),
      TagSet: tags,
      Tags: tags,
    }));
    const answer = filtered(NetworkInterfaces, Filters, {
      "group-id": ({ Groups }) => Groups.map(({ GroupId }) => GroupId),
      "attachment.instance-id": ({ Attachment }) => Attachment.InstanceId,
    });
    return { NetworkInterfaces: answer };
  },
} satisfies Handlers<EC2>;
