import { AddTagsToResourceCommand } from "@aws-sdk/client-rds";
import type { Tag } from "../aws/owner.ts";
import type { AwsTools } from "../aws/tools.ts";
import { tagChanges } from "./tag-changes.ts";

/** The tags of anything in RDS, put back. */
export const rdsTagChanges = (
  { aws, owner }: Pick<AwsTools, "aws" | "owner">,
  name: string,
  arn: string,
  now: readonly Partial<Tag>[] | undefined,
) => tagChanges(owner, name, now, (Tags) => aws.rds(new AddTagsToResourceCommand({ ResourceName: arn, Tags })));
