import type { Address, EC2, InstanceStateName, Tag } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { type InstanceState, knownInstance, stateOf } from "./ec2-instances.ts";
import { interfaces } from "./ec2-interfaces.ts";
import { tagsAtCreate } from "./ec2-tags.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export interface AddressState {
  id: string;
  publicIp: string;
  tags: Tag[];
  createdAt: number;
  association?: { id: string; instanceId: string };
}

/** How many Elastic IP addresses an account may have in a region, unless it asks for more. */
const quota = 5;

export const addressHandlers = {
  AllocateAddress(scene, { TagSpecifications }) {
    const { ec2 } = scene.world;
    if (ec2.addresses.length >= quota) {
      throw fault("AddressLimitExceeded", "The maximum number of addresses has been reached.");
    }
    const id = scene.newId("eipalloc-");
    const publicIp = `192.0.2.${(scene.world.lastId % 250) + 1}`;
    ec2.addresses.push({
      id,
      publicIp,
      tags: tagsAtCreate(TagSpecifications, "elastic-ip"),
      createdAt: scene.now(),
    });
    return { AllocationId: id, PublicIp: publicIp, Domain: "vpc" };
  },

  /** A fresh address is not in the lists either: whoever looks for it by tag has to look again. */
  DescribeAddresses(scene, { AllocationIds, PublicIps, Filters }) {
    const settled = scene.world.ec2.addresses.filter(({ createdAt }) => isOver(scene, createdAt, "freshId"));
    const wanted = AllocationIds?.length
      ? AllocationIds.map((id) => knownAddress(scene, id))
      : settled.filter(({ publicIp }) => PublicIps?.includes(publicIp) ?? true);
    const all = wanted.map((address) => toAddress(scene, address));
    return { Addresses: filtered(all, Filters) };
  },

  AssociateAddress(scene, { AllocationId, InstanceId, AllowReassociation }) {
    const address = knownAddress(scene, AllocationId);
    const instance = knownInstance(scene, InstanceId);
    const state = stateOf(scene, instance);
    if (state !== "running" && state !== "stopped") {
      const why = "is not in a valid state for this operation";
      throw fault("InvalidInstanceID", `The ${state} instance '${instance.id}' ${why}.`);
    }
    if (address.association?.instanceId === instance.id) return { AssociationId: address.association.id };
    if (address.association && AllowReassociation === false) {
      throw fault("Resource.AlreadyAssociated", `resource ${address.id} is already associated`);
    }
    for (const other of scene.world.ec2.addresses) {
      if (other.association?.instanceId === instance.id) delete other.association;
    }
    address.association = { id: scene.newId("eipassoc-"), instanceId: instance.id };
    return { AssociationId: address.association.id };
  },

  DisassociateAddress({ world: { ec2 } }, { AssociationId }) {
    const address = ec2.addresses.find(({ association }) => association?.id === AssociationId);
    if (!address) {
      throw fault("InvalidAssociationID.NotFound", `The association ID '${AssociationId}' does not exist`);
    }
    delete address.association;
    return {};
  },

  ReleaseAddress({ world: { ec2 } }, { AllocationId }) {
    const address = ec2.addresses.find(({ id }) => id === AllocationId);
    if (!address) throw notFound(AllocationId);
    if (address.association) {
      throw fault("InvalidIPAddress.InUse", `Address ${address.publicIp} is in use.`);
    }
    ec2.addresses = ec2.addresses.filter(({ id }) => id !== AllocationId);
    return {};
  },
} satisfies Handlers<EC2>;

/** An Elastic IP takes the place of the address that AWS lends; a stopped instance keeps only the former. */
export function publicIpOf({ world }: Scene, instance: InstanceState, state: InstanceStateName): string | undefined {
  const own = world.ec2.addresses.find(({ association }) => association?.instanceId === instance.id);
  return own?.publicIp ?? (state === "running" || state === "pending" ? instance.lentIp : undefined);
}

function knownAddress(scene: Scene, wanted: string | undefined): AddressState {
  const found = scene.world.ec2.addresses.find(({ id }) => id === wanted);
  if (found && isOver(scene, found.createdAt, "freshId")) return found;
  throw notFound(wanted);
}

const notFound = (id: string | undefined) =>
  fault("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`);

function toAddress(scene: Scene, { id, publicIp, tags, association }: AddressState): Address {
  const instance = scene.world.ec2.instances.find((each) => each.id === association?.instanceId);
  return {
    AllocationId: id,
    PublicIp: publicIp,
    Domain: "vpc",
    AssociationId: association?.id,
    InstanceId: association?.instanceId,
    PrivateIpAddress: instance?.privateIp,
    NetworkInterfaceId: interfaces(scene).find(({ owner }) => owner === instance?.id)?.id,
    Tags: tags,
  };
}
