import type { DBParameterGroup, Parameter, RDS } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import type { ParameterGroupRow } from "./rds.ts";
import { databases } from "./rds-states.ts";
import { rdsArn } from "./rds-tags.ts";
import { checkRdsIdentifier, required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";

interface KnownParameter {
  name: string;
  value?: string;
  dynamic: boolean;
}

/**
 * A few of each engine's parameters, with the family's defaults; the others of the real engines are not known here.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html
 */
function knownIn(family: string): KnownParameter[] {
  const [, engine, major, minor] = /^([a-z]+)(\d+)(?:\.(\d+))?$/.exec(family)!;
  if (engine === "postgres") {
    return [
      { name: "rds.force_ssl", value: Number(major) >= 15 ? "1" : "0", dynamic: true },
      { name: "log_min_duration_statement", value: "-1", dynamic: true },
      { name: "log_statement", dynamic: true },
      { name: "max_connections", value: "LEAST({DBInstanceClassMemory/9531392},5000)", dynamic: false },
      { name: "shared_buffers", value: "{DBInstanceClassMemory/32768}", dynamic: false },
      { name: "timezone", value: "UTC", dynamic: true },
    ];
  }
  const tlsOnly = engine === "mariadb" && (Number(major) > 11 || (major === "11" && Number(minor) >= 8));
  return [
    { name: "require_secure_transport", value: tlsOnly ? "1" : "0", dynamic: true },
    { name: "character_set_server", dynamic: true },
    { name: "max_connections", value: "{DBInstanceClassMemory/12582880}", dynamic: true },
    { name: "innodb_buffer_pool_size", value: "{DBInstanceClassMemory*3/4}", dynamic: true },
    { name: "time_zone", dynamic: true },
  ];
}

export const parameterGroupHandlers = {
  CreateDBParameterGroup: (scene, input) => {
    required("MissingParameter", input, "DBParameterGroupName", "DBParameterGroupFamily", "Description");
    const name = input.DBParameterGroupName!.toLowerCase();
    checkRdsIdentifier("DBParameterGroupName", name);
    const family = input.DBParameterGroupFamily!;
    if (!/^(?:postgres\d+|mysql\d+\.\d+|mariadb\d+\.\d+)$/.test(family)) {
      throw rdsFault("InvalidParameterValue", `ParameterGroupFamily ${family} is not a valid parameter group family`);
    }
    const { parameterGroups } = scene.world.rds;
    if (parameterGroups.some((row) => row.name === name)) {
      throw rdsFault("DBParameterGroupAlreadyExists", `Parameter group ${name} already exists`);
    }
    const row: ParameterGroupRow = {
      name,
      arn: rdsArn(scene, "pg", name),
      family,
      description: input.Description!,
      parameters: defaultsOf(family),
      tags: input.Tags ?? [],
    };
    parameterGroups.push(row);
    return { DBParameterGroup: toParameterGroup(row) };
  },

  DescribeDBParameterGroups: (scene, { DBParameterGroupName }) => {
    const rows = DBParameterGroupName
      ? [parameterGroupOf(scene, DBParameterGroupName)]
      : scene.world.rds.parameterGroups;
    return { DBParameterGroups: rows.map(toParameterGroup) };
  },

  DescribeDBParameters: (scene, { DBParameterGroupName, Source }) => {
    const row = parameterGroupOf(scene, DBParameterGroupName!);
    const all = knownIn(row.family).map((parameter) => toParameter(row, parameter));
    return { Parameters: all.filter((each) => !Source || each.Source === Source) };
  },

  ModifyDBParameterGroup: (scene, { DBParameterGroupName, Parameters = [] }) => {
    const row = parameterGroupOf(scene, DBParameterGroupName!);
    for (const { ParameterName, ApplyMethod } of Parameters) {
      const parameter = knownIn(row.family).find(({ name }) => name === ParameterName);
      if (!parameter) throw rdsFault("InvalidParameterValue", `Could not find parameter with name: ${ParameterName}`);
      if (!parameter.dynamic && ApplyMethod === "immediate") {
        throw rdsFault("InvalidParameterCombination", "cannot use immediate apply method for static parameter");
      }
    }
    for (const { ParameterName, ParameterValue, ApplyMethod } of Parameters) {
      row.parameters[ParameterName!] = { value: ParameterValue!, method: ApplyMethod ?? "pending-reboot" };
    }
    return { DBParameterGroupName: row.name };
  },

  /** In use until the last database that has it is gone. */
  DeleteDBParameterGroup: (scene, { DBParameterGroupName }) => {
    const { rds } = scene.world;
    const { name } = parameterGroupOf(scene, DBParameterGroupName!);
    if (databases(scene).some(({ settings }) => settings.parameterGroup === name)) {
      const message = `One or more database instances are still members of this parameter group ${name}, so the group cannot be deleted`;
      throw rdsFault("InvalidDBParameterGroupState", message);
    }
    rds.parameterGroups = rds.parameterGroups.filter((row) => row.name !== name);
    return {};
  },
} satisfies Handlers<RDS>;

export function parameterGroupOf({ world }: Scene, name: string): ParameterGroupRow {
  const row = world.rds.parameterGroups.find((each) => each.name === name.toLowerCase());
  if (!row) throw rdsFault("DBParameterGroupNotFound", `DBParameterGroup not found: ${name}`);
  return row;
}

const toParameterGroup = ({ name, arn, family, description }: ParameterGroupRow): DBParameterGroup => ({
  DBParameterGroupName: name,
  DBParameterGroupArn: arn,
  DBParameterGroupFamily: family,
  Description: description,
});

function defaultsOf(family: string): ParameterGroupRow["parameters"] {
  const set = knownIn(family).filter(({ value }) => value !== undefined);
  return Object.fromEntries(set.map(({ name, value }) => [name, { value: value!, method: "pending-reboot" }]));
}

/** Setting a parameter to the family's default does not make it the user's: AWS leaves its source as it was. */
function toParameter(row: ParameterGroupRow, { name, value: byDefault, dynamic }: KnownParameter): Parameter {
  const now = row.parameters[name];
  const source = byDefault?.includes("{") ? "engine-default" : "system";
  return {
    ParameterName: name,
    ParameterValue: now?.value,
    Source: now?.value === byDefault ? source : "user",
    ApplyType: dynamic ? "dynamic" : "static",
    ApplyMethod: now?.method ?? "pending-reboot",
    IsModifiable: true,
  };
}
