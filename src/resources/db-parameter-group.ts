import {
  CreateDBParameterGroupCommand,
  type DBParameterGroup,
  DeleteDBParameterGroupCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBParametersCommand,
  ListTagsForResourceCommand,
  ModifyDBParameterGroupCommand,
  type Parameter,
} from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import { databasesThat } from "./db-users.ts";
import { differences } from "./differences.ts";
import { untilAccepted } from "./patience.ts";
import { rdsTagChanges } from "./rds-tag-changes.ts";

export interface DbParameterGroupInput {
  /** RDS stores it in lower case. */
  name: string;
  /** Engine and major version, `postgres17`. */
  family: string;
  description: string;
  /** Only these are set; the rest follows the family's defaults. */
  parameters: Record<string, string>;
}

export interface DbParameterGroupOutput {
  name: string;
  arn: string;
}

/**
 * Settings of the database engine. A fresh group takes a while to settle, and a database made from it too early starts
 * with the defaults; `ready` therefore waits until the parameters read back.
 * Throws `not-ours` if the name is taken by one without our tags.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html
 */
export const dbParameterGroup: AwsResource<DbParameterGroupInput, DbParameterGroupOutput> = {
  kind: "db-parameter-group",
  title: ({ name }) => say("titleDbParameterGroup", name),
  id: ({ name }) => name,

  async find({ aws, owner }, { name }, { recorded }) {
    const found = await describe(aws, recorded?.name ?? name);
    if (!found) return undefined;
    owner.claim(`Database parameter group ${found.DBParameterGroupName}`, await tagsOf(aws, found));
    return { output: toOutput(found) };
  },

  async create({ aws, owner }, { name, family, description }) {
    const { DBParameterGroup } = await aws.rds(
      new CreateDBParameterGroupCommand({
        DBParameterGroupName: name,
        DBParameterGroupFamily: family,
        Description: description,
        Tags: owner.tags(name),
      }),
    );
    return toOutput(DBParameterGroup!);
  },

  async sync(tools, { family, parameters }, { name }): Promise<Change[]> {
    const { aws, poll } = tools;
    const found = await describe(aws, name);
    if (!found) return [];
    const tags = rdsTagChanges(tools, name, found.DBParameterGroupArn!, await tagsOf(aws, found));
    if (found.DBParameterGroupFamily !== family) {
      const detail = `family: ${found.DBParameterGroupFamily} -> ${family}`;
      const instead = "A parameter group keeps its family. Put the former database engine back in deploy-wizard.json.";
      return [...tags, { detail, instead }];
    }
    const values = differences(parameters, await valuesOf(aws, name), (wrong) => async () => {
      const all = await parametersOf(aws, name);
      const applyTypes = new Map(all.map(({ ParameterName, ApplyType }) => [ParameterName!, ApplyType]));
      const changed = Object.entries(wrong).map(([ParameterName, ParameterValue]) => ({
        ParameterName,
        ParameterValue,
        // RDS refuses "immediate" for a static parameter: that one waits for the next restart.
        ApplyMethod: applyTypes.get(ParameterName) === "static" ? ("pending-reboot" as const) : ("immediate" as const),
      }));
      const wait = { what: say("waitToTakeParameters", say("titleDbParameterGroup", name)), timeoutSeconds: 300 };
      await untilAccepted(poll, wait, ["InvalidDBParameterGroupStateFault", "DBParameterGroupNotFoundFault"], () =>
        aws.rds(new ModifyDBParameterGroupCommand({ DBParameterGroupName: name, Parameters: changed })),
      );
    });
    return [...tags, ...values];
  },

  async ready({ aws, poll }, { name, parameters }, output) {
    await poll({ what: say("waitParametersToTakeEffect", name), usualSeconds: 5, timeoutSeconds: 300 }, async () => {
      const now = await valuesOf(aws, output.name);
      return Object.entries(parameters).every(([parameter, value]) => now[parameter] === value);
    });
    return output;
  },

  holders: ({ aws }, _input, { name }) =>
    databasesThat(aws, ({ DBParameterGroups }) => DBParameterGroups?.some((one) => one.DBParameterGroupName === name)),

  async remove({ aws, poll }, _input, { name }) {
    const wait = {
      what: say("waitToBeFreeForDeletion", say("titleDbParameterGroup", name)),
      usualSeconds: 10,
      timeoutSeconds: 300,
    };
    await untilAccepted(poll, wait, ["InvalidDBParameterGroupStateFault"], () =>
      orAbsent(
        aws.rds(new DeleteDBParameterGroupCommand({ DBParameterGroupName: name })),
        "DBParameterGroupNotFoundFault",
      ),
    );
  },
};

async function describe(aws: Aws, name: string): Promise<DBParameterGroup | undefined> {
  const answer = await orAbsent(
    aws.rds(new DescribeDBParameterGroupsCommand({ DBParameterGroupName: name })),
    "DBParameterGroupNotFoundFault",
  );
  return answer?.DBParameterGroups?.[0];
}

async function tagsOf(aws: Aws, { DBParameterGroupArn }: DBParameterGroup) {
  return (await aws.rds(new ListTagsForResourceCommand({ ResourceName: DBParameterGroupArn! }))).TagList;
}

/**
 * What is in force, by name; a group that is not visible yet has nothing. The family's defaults count: RDS does not
 * list a parameter under `Source: user` when it is set to what it is by default, as `rds.force_ssl` is since
 * PostgreSQL 15.
 */
async function valuesOf(aws: Aws, name: string): Promise<Record<string, string | undefined>> {
  const all = await parametersOf(aws, name);
  return Object.fromEntries(all.map(({ ParameterName, ParameterValue }) => [ParameterName!, inDigits(ParameterValue)]));
}

/** MySQL and MariaDB take and show a switch as a word or as a digit. */
const inDigits = (value: string | undefined) => ({ ON: "1", OFF: "0" })[value?.toUpperCase() ?? ""] ?? value;

async function parametersOf(aws: Aws, name: string): Promise<Parameter[]> {
  const all: Parameter[] = [];
  let marker: string | undefined;
  do {
    const page = await orAbsent(
      aws.rds(new DescribeDBParametersCommand({ DBParameterGroupName: name, Marker: marker })),
      "DBParameterGroupNotFoundFault",
    );
    all.push(...(page?.Parameters ?? []));
    marker = page?.Marker;
  } while (marker);
  return all;
}

const toOutput = (found: DBParameterGroup): DbParameterGroupOutput => ({
  name: found.DBParameterGroupName!,
  arn: found.DBParameterGroupArn!,
});
