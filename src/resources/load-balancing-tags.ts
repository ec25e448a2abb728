import { DescribeTagsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";

/** The tags of a load balancer, target group or listener. */
export async function loadBalancingTags(aws: Aws, arn: string) {
  const { TagDescriptions } = await aws.elb(new DescribeTagsCommand({ ResourceArns: [arn] }));
  return TagDescriptions?.[0]?.Tags;
}
