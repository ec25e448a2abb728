import type { ElasticLoadBalancingV2, Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import { balancerOf } from "./elb-balancers.ts";
import { listenerOf } from "./elb-listeners.ts";
import { targetGroupOf } from "./elb-target-groups.ts";
import { elbFault } from "./query-fault.ts";
import type { Handlers, Scene } from "./scene.ts";

export const elbTagHandlers = {
  DescribeTags: (scene, { ResourceArns = [] }) => {
    if (ResourceArns.length > 20) throw elbFault("ValidationError", "The request contains more than 20 resource ARNs");
    return {
      TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: tagged(scene, arn).tags })),
    };
  },

  AddTags: (scene, { ResourceArns = [], Tags = [] }) => {
    const added = new Set(Tags.map(({ Key }) => Key));
    for (const row of ResourceArns.map((arn) => tagged(scene, arn))) {
      row.tags = [...row.tags.filter(({ Key }) => !added.has(Key)), ...Tags];
    }
    return {};
  },

  RemoveTags: (scene, { ResourceArns = [], TagKeys = [] }) => {
    for (const row of ResourceArns.map((arn) => tagged(scene, arn))) {
      row.tags = row.tags.filter(({ Key }) => !TagKeys.includes(Key!));
    }
    return {};
  },
} satisfies Handlers<ElasticLoadBalancingV2>;

function tagged(scene: Scene, arn: string): { tags: Tag[] } {
  if (arn.includes(":listener/")) return listenerOf(scene, arn);
  return arn.includes(":targetgroup/") ? targetGroupOf(scene, arn) : balancerOf(scene, arn);
}
