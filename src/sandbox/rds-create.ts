import type { CreateDBInstanceCommandInput } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import { offer } from "./rds-offers.ts";
import { parameterGroupOf } from "./rds-parameter-groups.ts";
import type { DatabaseRow } from "./rds-states.ts";
import { subnetGroupOf } from "./rds-subnet-groups.ts";
import { rdsArn } from "./rds-tags.ts";
import { checkDatabaseStorage, checkMasterName, checkRdsIdentifier, required } from "./rules.ts";
import type { Scene } from "./scene.ts";
import { isOver } from "./times.ts";

const defaultPorts: Record<string, number> = { postgres: 5432, mysql: 3306, mariadb: 3306 };

/**
 * The database that a request asks for, with RDS's own defaults (not encrypted, one day of backups, not protected).
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export function newDatabase(scene: Scene, input: CreateDBInstanceCommandInput): DatabaseRow {
  check(input);
  const { version, family, engine } = offer(input.Engine!, input.EngineVersion);
  const identifier = input.DBInstanceIdentifier!.toLowerCase();
  checkSecurityGroups(scene, input.VpcSecurityGroupIds);
  return {
    identifier,
    arn: rdsArn(scene, "db", identifier),
    engine,
    engineVersion: version,
    storageType: input.StorageType ?? "gp3",
    encrypted: input.StorageEncrypted ?? false,
    subnetGroup: subnetGroupOf(scene, input.DBSubnetGroupName!).name,
    databaseName: input.DBName,
    port: input.Port ?? defaultPorts[engine]!,
    adminName: input.MasterUsername!,
    secretArn: input.ManageMasterUserPassword
      ? `arn:aws:secretsmanager:${scene.region}:${scene.account}:secret:rds!db-${scene.newId("")}-aBcDeF`
      : undefined,
    settings: {
      class: input.DBInstanceClass!,
      storageGiB: input.AllocatedStorage!,
      multiAz: input.MultiAZ ?? false,
      backupDays: input.BackupRetentionPeriod ?? 1,
      minorUpgrades: input.AutoMinorVersionUpgrade ?? true,
      copyTags: input.CopyTagsToSnapshot ?? false,
      protected: input.DeletionProtection ?? false,
      public: input.PubliclyAccessible ?? false,
      parameterGroup: parameterGroupFor(scene, input.DBParameterGroupName, family, identifier),
      securityGroupIds: input.VpcSecurityGroupIds ?? [],
    },
    createdAt: scene.now(),
    tags: input.Tags ?? [],
  };
}

/** RDS learns of a fresh security group some seconds later, and says so with a general code. */
export function checkSecurityGroups(scene: Scene, ids: string[] = []): void {
  for (const groupId of ids) {
    const group = scene.world.ec2.groups.find(({ id }) => id === groupId);
    if (group && isOver(scene, group.createdAt, "groupKnown")) continue;
    throw rdsFault("InvalidParameterValue", `Invalid security group , groupId= ${groupId}, groupName=.`);
  }
}

function check(input: CreateDBInstanceCommandInput): void {
  required("MissingParameter", input, "DBInstanceIdentifier", "DBInstanceClass", "Engine", "MasterUsername");
  required("MissingParameter", input, "AllocatedStorage", "DBSubnetGroupName");
  checkRdsIdentifier("DBInstanceIdentifier", input.DBInstanceIdentifier!);
  checkMasterName(input.MasterUsername!, input.Engine!);
  checkDatabaseStorage(input.StorageType, input.AllocatedStorage);
  if (Boolean(input.ManageMasterUserPassword) === Boolean(input.MasterUserPassword)) {
    const message = "You must specify either MasterUserPassword or ManageMasterUserPassword, and not both.";
    throw rdsFault("InvalidParameterCombination", message);
  }
  if (!/^db\.[a-z0-9]+\.[a-z0-9]+$/.test(input.DBInstanceClass!)) {
    throw rdsFault("InvalidParameterValue", `Invalid DB Instance class: ${input.DBInstanceClass}`);
  }
  if (input.DBName !== undefined && !/^[a-zA-Z_]\w{0,62}$/.test(input.DBName)) {
    throw rdsFault(
      "InvalidParameterValue",
      "DBName must begin with a letter and contain only alphanumeric characters.",
    );
  }
  const days = input.BackupRetentionPeriod ?? 1;
  if (days < 0 || days > 35) throw rdsFault("InvalidParameterValue", `Invalid backup retention period: ${days}`);
  const port = input.Port ?? 5432;
  if (port < 1150 || port > 65_535) throw rdsFault("InvalidParameterValue", `The port number ${port} is not allowed`);
}

function parameterGroupFor(scene: Scene, name: string | undefined, family: string, identifier: string): string {
  if (!name) return `default.${family}`;
  const group = parameterGroupOf(scene, name);
  if (group.family === family) return group.name;
  const message = `The parameter group ${group.name} with DBParameterGroupFamily ${group.family} can't be used for ${identifier}. Use a parameter group with DBParameterGroupFamily ${family}`;
  throw rdsFault("InvalidParameterCombination", message);
}
