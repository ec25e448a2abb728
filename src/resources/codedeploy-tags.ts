import { ListTagsForResourceCommand, type Tag, TagResourceCommand } from "@aws-sdk/client-codedeploy";
import type { AwsTools } from "../aws/tools.ts";
import { tagChanges } from "./tag-changes.ts";

/**
 * The tags of an application (`application:<name>`) or deployment group (`deploymentgroup:<application>/<name>`), whose
 * ARNs no answer of CodeDeploy contains.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 */
export async function codeDeployTags(
  { aws, account, region, partition }: Pick<AwsTools, "aws" | "account" | "region" | "partition">,
  resource: string,
): Promise<Tag[]> {
  const arn = arnOf({ account, region, partition }, resource);
  const tags: Tag[] = [];
  let page: string | undefined;
  do {
    const answer = await aws.codedeploy(new ListTagsForResourceCommand({ ResourceArn: arn, NextToken: page }));
    tags.push(...(answer.Tags ?? []));
    page = answer.NextToken;
  } while (page);
  return tags;
}

/** The same tags, put back. */
export async function codeDeployTagChanges(tools: AwsTools, name: string, resource: string) {
  const now = await codeDeployTags(tools, resource);
  return tagChanges(tools.owner, name, now, (Tags) =>
    tools.aws.codedeploy(new TagResourceCommand({ ResourceArn: arnOf(tools, resource), Tags })),
  );
}

const arnOf = ({ account, region, partition }: Pick<AwsTools, "account" | "region" | "partition">, resource: string) =>
  `arn:${partition}:codedeploy:${region}:${account}:${resource}`;
