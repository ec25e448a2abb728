import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import type { Tag } from "../aws/owner.ts";
import type { AwsTools } from "../aws/tools.ts";
import { tagChanges } from "./tag-changes.ts";

/** The tags of anything in EC2, put back. */
export const ec2TagChanges = (
  { aws, owner }: Pick<AwsTools, "aws" | "owner">,
  name: string,
  id: string,
  now: readonly Partial<Tag>[] | undefined,
) => tagChanges(owner, name, now, (Tags) => aws.ec2(new CreateTagsCommand({ Resources: [id], Tags })));
