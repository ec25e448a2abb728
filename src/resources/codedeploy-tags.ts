import { ListTagsForResourceCommand, type Tag } from "@aws-sdk/client-codedeploy";
import type { AwsTools } from "../aws/tools.ts";

/**
 * The tags of an application (`application:<name>`) or deployment group (`deploymentgroup:<application>/<name>`), whose
 * ARNs no answer of CodeDeploy contains.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 */
export async function codeDeployTags(
  { aws, account, region, partition }: Pick<AwsTools, "aws" | "account" | "region" | "partition">,
  resource: string,
): Promise<Tag[]> {
  const arn = `arn:${partition}:codedeploy:${region}:${account}:${resource}`;
  const tags: Tag[] = [];
  let page: string | undefined;
  do {
    const answer = await aws.codedeploy(new ListTagsForResourceCommand({ ResourceArn: arn, NextToken: page }));
    tags.push(...(answer.Tags ?? []));
    page = answer.NextToken;
  } while (page);
  return tags;
}
