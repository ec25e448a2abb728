import {
  CreateDBSubnetGroupCommand,
  type DBSubnetGroup,
  DeleteDBSubnetGroupCommand,
  DescribeDBSubnetGroupsCommand,
  ListTagsForResourceCommand,
  ModifyDBSubnetGroupCommand,
} from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { databasesThat } from "./db-users.ts";
import { differences } from "./differences.ts";
import { untilAccepted } from "./patience.ts";
import { rdsTagChanges } from "./rds-tag-changes.ts";

export interface DbSubnetGroupInput {
  /** RDS stores it in lower case. */
  name: string;
  description: string;
  /** In at least two Availability Zones. */
  subnetIds: string[];
}

export interface DbSubnetGroupOutput {
  name: string;
  arn: string;
}

/**
 * The subnets that a database may live in. Throws `not-ours` if the name is taken by one without our tags.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
 */
export const dbSubnetGroup: AwsResource<DbSubnetGroupInput, DbSubnetGroupOutput> = {
  kind: "db-subnet-group",
  title: ({ name }) => say("titleDbSubnetGroup", name),
  id: ({ name }) => name,

  async find({ aws, owner }, { name }, { recorded }) {
    const found = await describe(aws, recorded?.name ?? name);
    if (!found) return undefined;
    owner.claim(`Database subnet group ${found.DBSubnetGroupName}`, await tagsOf(aws, found));
    return { output: toOutput(found), state: found.SubnetGroupStatus };
  },

  async create({ aws, owner }, { name, description, subnetIds }) {
    const { DBSubnetGroup } = await aws.rds(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: name,
        DBSubnetGroupDescription: description,
        SubnetIds: subnetIds,
        Tags: owner.tags(name),
      }),
    );
    return toOutput(DBSubnetGroup!);
  },

  async sync(tools, { subnetIds }, { name }) {
    const { aws } = tools;
    const found = await describe(aws, name);
    if (!found) return [];
    const now = (found.Subnets ?? []).map(({ SubnetIdentifier }) => SubnetIdentifier!);
    const listed = (ids: readonly string[]) => [...ids].sort().join(" ");
    return [
      ...rdsTagChanges(tools, name, found.DBSubnetGroupArn!, await tagsOf(aws, found)),
      ...differences({ subnets: listed(subnetIds) }, { subnets: listed(now) }, () => async () => {
        await aws.rds(new ModifyDBSubnetGroupCommand({ DBSubnetGroupName: name, SubnetIds: subnetIds }));
      }),
    ];
  },

  holders: ({ aws }, _input, { name }) =>
    databasesThat(aws, ({ DBSubnetGroup }) => DBSubnetGroup?.DBSubnetGroupName === name),

  async remove({ aws, poll }, _input, { name }) {
    const wait = {
      what: say("waitToBeFreeForDeletion", say("titleDbSubnetGroup", name)),
      usualSeconds: 10,
      timeoutSeconds: 300,
    };
    await untilAccepted(poll, wait, ["InvalidDBSubnetGroupStateFault", "InvalidDBSubnetStateFault"], () =>
      orAbsent(aws.rds(new DeleteDBSubnetGroupCommand({ DBSubnetGroupName: name })), "DBSubnetGroupNotFoundFault"),
    );
  },
};

async function describe(aws: Aws, name: string): Promise<DBSubnetGroup | undefined> {
  const answer = await orAbsent(
    aws.rds(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: name })),
    "DBSubnetGroupNotFoundFault",
  );
  return answer?.DBSubnetGroups?.[0];
}

async function tagsOf(aws: Aws, { DBSubnetGroupArn }: DBSubnetGroup) {
  return (await aws.rds(new ListTagsForResourceCommand({ ResourceName: DBSubnetGroupArn! }))).TagList;
}

const toOutput = (found: DBSubnetGroup): DbSubnetGroupOutput => ({
  name: found.DBSubnetGroupName!,
  arn: found.DBSubnetGroupArn!,
});
