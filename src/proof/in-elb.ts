import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { say } from "../language/phrase.ts";
import type { Standing } from "../prices/standing.ts";
import type { Search, Stray } from "./stray.ts";

interface Candidate {
  arn: string;
  type: "load balancer" | "target group";
  name: string;
  standing: Partial<Standing>;
}

/** AWS tells the tags of so many at once. */
const atOnce = 20;

/** Load balancers and target groups with this deployment's id. */
export async function straysInElb(search: Search): Promise<Stray[]> {
  const { aws, owner, region } = search.tools;
  const unknown = (await candidates(search)).filter(({ arn }) => !search.known.has(arn));
  const strays: Stray[] = [];
  for (let from = 0; from < unknown.length; from += atOnce) {
    const some = unknown.slice(from, from + atOnce);
    const { TagDescriptions } = await aws.elb(new DescribeTagsCommand({ ResourceArns: some.map(({ arn }) => arn) }));
    for (const { arn, type, name, standing } of some) {
      if (!owner.owns(TagDescriptions?.find(({ ResourceArn }) => ResourceArn === arn)?.Tags)) continue;
      const what = type.replace(" ", "-");
      const removeWith = `aws elbv2 delete-${what} --${what}-arn ${arn} --region ${region}`;
      strays.push({ title: say("strayBalancing", type, name), id: arn, removeWith, standing });
    }
  }
  return strays;
}

async function candidates({ tools: { aws } }: Search): Promise<Candidate[]> {
  const all: Candidate[] = [];
  let Marker: string | undefined;
  do {
    const page = await aws.elb(new DescribeLoadBalancersCommand({ Marker }));
    for (const { LoadBalancerArn, LoadBalancerName, AvailabilityZones } of page.LoadBalancers ?? []) {
      const addresses = { servers: 0, loadBalancers: AvailabilityZones?.length ?? 0 };
      const standing = { loadBalancers: 1, publicAddresses: addresses };
      all.push({ arn: LoadBalancerArn!, type: "load balancer", name: LoadBalancerName!, standing });
    }
    Marker = page.NextMarker;
  } while (Marker);
  do {
    const page = await aws.elb(new DescribeTargetGroupsCommand({ Marker }));
    for (const { TargetGroupArn, TargetGroupName } of page.TargetGroups ?? []) {
      all.push({ arn: TargetGroupArn!, type: "target group", name: TargetGroupName!, standing: {} });
    }
    Marker = page.NextMarker;
  } while (Marker);
  return all;
}
