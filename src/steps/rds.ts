import { made, NotKnownYet } from "../engine/blueprint.ts";
import { dbInstance } from "../resources/db-instance.ts";
import { dbParameterGroup } from "../resources/db-parameter-group.ts";
import { dbSubnetGroup } from "../resources/db-subnet-group.ts";
import { parameter } from "../resources/parameter.ts";
import { rolePolicy } from "../resources/role-policy.ts";
import { readSecret, rolePolicies } from "./access.ts";
import type { Builder, StepContext } from "./context.ts";
import type { ec2 } from "./ec2.ts";
import { engines } from "./engines.ts";
import type { network } from "./network.ts";

/** The database, TLS only, reachable from the app alone; its password is known to Secrets Manager and the server. */
export function rds(
  add: Builder,
  { config, names }: StepContext,
  { subnets, dbGroup }: ReturnType<typeof network>,
  { role }: ReturnType<typeof ec2>,
) {
  const { database } = config;
  if (!database || !dbGroup) return { database: undefined };
  const { version, family, port, parameters } = engines[database.engine];

  const subnetGroup = add.resource("subnet-group", dbSubnetGroup, { subnets }, ({ subnets }) => ({
    name: names.dbSubnetGroup,
    description: `Where the database of ${names.prefix} may live`,
    subnetIds: subnets.subnets.map(({ subnetId }) => subnetId),
  }));
  const parameterGroup = add.resource("parameter-group", dbParameterGroup, {}, () => ({
    name: names.dbParameterGroup(family),
    family,
    description: `Settings of the database of ${names.prefix}`,
    parameters,
  }));
  const instance = add.resource(
    "instance",
    dbInstance,
    { subnetGroup, parameterGroup, dbGroup: made(dbGroup) },
    ({ subnetGroup, parameterGroup, dbGroup }) => ({
      identifier: names.database,
      engine: database.engine,
      engineVersion: version,
      class: database.class,
      storageGiB: database.storage,
      backupDays: database.backupDays,
      multiAz: database.multiAz,
      subnetGroup: subnetGroup.name,
      parameterGroup: parameterGroup.name,
      securityGroupIds: [dbGroup.groupId],
      databaseName: names.databaseName,
      port,
      adminName: names.adminName,
    }),
  );

  add.resource("secret-access", rolePolicy, { role, instance }, ({ role, instance }) => ({
    roleName: role.name,
    name: rolePolicies.databaseSecret,
    document: readSecret(known(instance.secretArn, "its secret's ARN")),
  }));
  const value = (what: string, description: string, of: (output: typeof instance.output & object) => string) =>
    add.resource(`parameter-${what}`, parameter, { instance }, ({ instance }) => ({
      name: names.parameter(`database-${what}`),
      value: of(instance),
      description,
    }));
  value("engine", "Database engine", () => database.engine);
  value("host", "Where the database answers", ({ endpoint }) => known(endpoint, "its endpoint"));
  value("port", "The port where the database answers", () => String(port));
  value("name", "The database inside the server", () => names.databaseName);
  value("secret", "ARN of the secret with user name and password", ({ secretArn }) => known(secretArn, "its secret"));
  return { database: instance };
}

function known(value: string | undefined, what: string): string {
  if (value === undefined) throw new NotKnownYet(`the database needs ${what}`);
  return value;
}
