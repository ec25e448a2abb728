import { AddTagsCommand, DescribeTagsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import type { AwsTools } from "../aws/tools.ts";
import { tagChanges } from "./tag-changes.ts";

/** The tags of a load balancer, target group or listener. */
export async function loadBalancingTags(aws: Aws, arn: string) {
  const { TagDescriptions } = await aws.elb(new DescribeTagsCommand({ ResourceArns: [arn] }));
  return TagDescriptions?.[0]?.Tags;
}

/** The same tags, put back. */
export async function loadBalancingTagChanges({ aws, owner }: AwsTools, name: string, arn: string) {
  const now = await loadBalancingTags(aws, arn);
  return tagChanges(owner, name, now, (Tags) => aws.elb(new AddTagsCommand({ ResourceArns: [arn], Tags })));
}
