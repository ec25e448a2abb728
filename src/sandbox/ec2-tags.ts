import type { EC2, ResourceType, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { withVolumes } from "./ec2-instance-changes.ts";
import { interfaces } from "./ec2-interfaces.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

/** The tags that the create call gives to what it makes of this type. */
export function tagsAtCreate(specifications: TagSpecification[] | undefined, type: ResourceType): Tag[] {
  return (specifications ?? []).filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []);
}

interface Tagged {
  id: string;
  type: ResourceType;
  tags: Tag[];
}

export const tagHandlers = {
  CreateTags(scene, { Resources, Tags }) {
    for (const { tags } of named(scene, Resources)) {
      for (const tag of Tags ?? []) {
        remove(tags, tag.Key);
        tags.push(tag);
      }
    }
    return {};
  },

  DeleteTags(scene, { Resources, Tags }) {
    for (const { tags } of named(scene, Resources)) {
      for (const { Key } of Tags ?? [...tags]) remove(tags, Key);
    }
    return {};
  },

  DescribeTags(scene, { Filters }) {
    const Tags = everything(scene).flatMap(({ id, type, tags }) =>
      tags.map((tag) => ({ ...tag, ResourceId: id, ResourceType: type })),
    );
    return { Tags: filtered(Tags, Filters) };
  },
} satisfies Handlers<EC2>;

function named(scene: Scene, ids: string[] | undefined): Tagged[] {
  const all = everything(scene);
  return (ids ?? []).map((wanted) => {
    const found = all.find(({ id }) => id === wanted);
    if (!found) throw fault("InvalidID", `The ID '${wanted}' is not valid`);
    return found;
  });
}

function everything(scene: Scene): Tagged[] {
  const { ec2 } = scene.world;
  return [
    ...ec2.instances.map(({ id, tags }): Tagged => ({ id, type: "instance", tags })),
    ...withVolumes(scene).map(({ volume: { id, tags } }): Tagged => ({ id, type: "volume", tags })),
    ...interfaces(scene).map(({ id, tags }): Tagged => ({ id, type: "network-interface", tags })),
    ...ec2.groups.map(({ id, tags }): Tagged => ({ id, type: "security-group", tags })),
    ...ec2.rules.map(({ id, tags }): Tagged => ({ id, type: "security-group-rule", tags })),
    ...ec2.addresses.map(({ id, tags }): Tagged => ({ id, type: "elastic-ip", tags })),
    ...ec2.vpcs.map(({ VpcId, Tags }): Tagged => ({ id: VpcId, type: "vpc", tags: Tags })),
    ...ec2.subnets.map(({ SubnetId, Tags }): Tagged => ({ id: SubnetId, type: "subnet", tags: Tags })),
  ];
}

function remove(tags: Tag[], key: string | undefined) {
  const index = tags.findIndex(({ Key }) => Key === key);
  if (index >= 0) tags.splice(index, 1);
}
