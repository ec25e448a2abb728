import type { DBInstance, ModifyDBInstanceCommandInput, RDS } from "@aws-sdk/client-rds";
import { placeInterfaces, releaseInterfaces } from "./ec2-interfaces.ts";
import { rdsFault } from "./query-fault.ts";
import { checkSecurityGroups, newDatabase } from "./rds-create.ts";
import { parameterGroupOf } from "./rds-parameter-groups.ts";
import { takeSnapshot } from "./rds-snapshots.ts";
import { type DatabaseRow, type DatabaseSettings, databases, made, statusOf } from "./rds-states.ts";
import { subnetGroupOf, toSubnetGroup } from "./rds-subnet-groups.ts";
import type { Handlers, Scene } from "./scene.ts";
import { takes } from "./times.ts";

export const databaseHandlers = {
  CreateDBInstance: (scene, input) => {
    const row = newDatabase(scene, input);
    if (databases(scene).some(({ identifier }) => identifier === row.identifier)) {
      throw rdsFault("DBInstanceAlreadyExists", "DB instance already exists");
    }
    scene.world.rds.databases.push(row);
    placeDatabase(scene, row);
    return { DBInstance: toDatabase(scene, row) };
  },

  DescribeDBInstances: (scene, { DBInstanceIdentifier }) => {
    const rows = DBInstanceIdentifier ? [databaseOf(scene, DBInstanceIdentifier)] : databases(scene);
    return { DBInstances: rows.map((row) => toDatabase(scene, row)) };
  },

  ModifyDBInstance: (scene, input) => {
    const row = databaseOf(scene, input.DBInstanceIdentifier!);
    mustBe(scene, row, "available");
    const { class: size, storageGiB, multiAz, ...quick } = asked(scene, row, input);
    Object.assign(row.settings, defined(quick));
    const slow = defined({ class: size, storageGiB, multiAz });
    if (Object.keys(slow).length > 0) {
      row.pending = {
        settings: { ...row.pending?.settings, ...slow },
        since: input.ApplyImmediately ? scene.now() : undefined,
      };
    }
    placeDatabase(scene, row);
    return { DBInstance: toDatabase(scene, row) };
  },

  StartDBInstance: (scene, { DBInstanceIdentifier }) => turned(scene, DBInstanceIdentifier!, "stopped", "started"),

  StopDBInstance: (scene, { DBInstanceIdentifier }) => turned(scene, DBInstanceIdentifier!, "available", "stopped"),

  DeleteDBInstance: (scene, input) => {
    const row = databaseOf(scene, input.DBInstanceIdentifier!);
    if (row.deletedAt !== undefined) {
      throw rdsFault("InvalidDBInstanceState", `Instance ${row.identifier} is already being deleted.`);
    }
    if (row.settings.protected) {
      const message = "Cannot delete protected DB Instance, please disable deletion protection and try again.";
      throw rdsFault("InvalidParameterCombination", message);
    }
    if (Boolean(input.SkipFinalSnapshot) === Boolean(input.FinalDBSnapshotIdentifier)) {
      const message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified, and excludes it.";
      throw rdsFault("InvalidParameterCombination", message);
    }
    if (!row.failure) mustBe(scene, row, "available", "stopped");
    if (input.FinalDBSnapshotIdentifier) takeSnapshot(scene, row, input.FinalDBSnapshotIdentifier);
    row.deletedAt = scene.now();
    releaseInterfaces(scene, row.arn, takes(scene, "databaseDeleted"));
    return { DBInstance: toDatabase(scene, row) };
  },
} satisfies Handlers<RDS>;

function databaseOf(scene: Scene, identifier: string): DatabaseRow {
  const row = databases(scene).find((each) => each.identifier === identifier.toLowerCase());
  if (!row) throw rdsFault("DBInstanceNotFound", `DBInstance ${identifier} not found.`);
  return row;
}

function mustBe(scene: Scene, row: DatabaseRow, ...states: string[]): void {
  const state = statusOf(scene, row);
  if (states.includes(state) || (state === "storage-full" && states.includes("available"))) return;
  const message = `Instance ${row.identifier} is not in ${states.join(" or ")} state; it is ${state}.`;
  throw rdsFault("InvalidDBInstanceState", message);
}

function turned(scene: Scene, identifier: string, from: string, phase: "stopped" | "started") {
  const row = databaseOf(scene, identifier);
  mustBe(scene, row, from);
  Object.assign(row, { phase, phaseAt: scene.now() });
  return { DBInstance: toDatabase(scene, row) };
}

/** Those of the wanted settings that are not so yet. Storage grows by a tenth at least, and never shrinks. */
function asked(scene: Scene, row: DatabaseRow, input: ModifyDBInstanceCommandInput): Partial<DatabaseSettings> {
  const wanted: Partial<DatabaseSettings> = {
    class: input.DBInstanceClass,
    storageGiB: input.AllocatedStorage,
    multiAz: input.MultiAZ,
    backupDays: input.BackupRetentionPeriod,
    minorUpgrades: input.AutoMinorVersionUpgrade,
    copyTags: input.CopyTagsToSnapshot,
    protected: input.DeletionProtection,
    public: input.PubliclyAccessible,
    parameterGroup: input.DBParameterGroupName && parameterGroupOf(scene, input.DBParameterGroupName).name,
    securityGroupIds: input.VpcSecurityGroupIds,
  };
  checkSecurityGroups(scene, input.VpcSecurityGroupIds);
  const now = row.settings.storageGiB;
  if (wanted.storageGiB !== undefined && wanted.storageGiB !== now && wanted.storageGiB < now * 1.1) {
    const message = `Invalid storage size: ${wanted.storageGiB} GiB is less than 10 % more than the current ${now} GiB`;
    throw rdsFault("InvalidParameterCombination", message);
  }
  const changed = (name: keyof DatabaseSettings) => JSON.stringify(wanted[name]) !== JSON.stringify(row.settings[name]);
  const names = Object.keys(wanted) as (keyof DatabaseSettings)[];
  return Object.fromEntries(names.filter(changed).map((name) => [name, wanted[name]]));
}

const defined = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function placeDatabase(scene: Scene, row: DatabaseRow): void {
  const { subnetIds } = subnetGroupOf(scene, row.subnetGroup);
  placeInterfaces(scene, {
    owner: row.arn,
    description: "RDSNetworkInterface",
    subnetIds: subnetIds.slice(0, row.settings.multiAz ? 2 : 1),
    groupIds: row.settings.securityGroupIds,
  });
}

function toDatabase(scene: Scene, row: DatabaseRow): DBInstance {
  const { settings, pending } = row;
  const done = made(scene, row);
  const subnetGroup = scene.world.rds.subnetGroups.find(({ name }) => name === row.subnetGroup);
  const secret = row.secretArn && {
    SecretArn: row.secretArn,
    SecretStatus: done < 0.6 ? "creating" : "active",
    KmsKeyId: `arn:aws:kms:${scene.region}:${scene.account}:key/0de0fa01-7000-4000-8000-000000000000`,
  };
  return {
    DBInstanceIdentifier: row.identifier,
    DBInstanceArn: row.arn,
    DbiResourceId: `db-${row.createdAt}`,
    DBInstanceStatus: statusOf(scene, row),
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    DBName: row.databaseName,
    MasterUsername: row.adminName,
    DBInstanceClass: settings.class,
    AllocatedStorage: settings.storageGiB,
    StorageType: row.storageType,
    StorageEncrypted: row.encrypted,
    MultiAZ: settings.multiAz,
    PubliclyAccessible: settings.public,
    AutoMinorVersionUpgrade: settings.minorUpgrades,
    BackupRetentionPeriod: settings.backupDays,
    CopyTagsToSnapshot: settings.copyTags,
    DeletionProtection: settings.protected,
    DBSubnetGroup: subnetGroup && toSubnetGroup(scene, subnetGroup),
    DBParameterGroups: [{ DBParameterGroupName: settings.parameterGroup, ParameterApplyStatus: "in-sync" }],
    VpcSecurityGroups: settings.securityGroupIds.map((id) => ({ VpcSecurityGroupId: id, Status: "active" })),
    PendingModifiedValues: defined({
      DBInstanceClass: pending?.settings.class,
      AllocatedStorage: pending?.settings.storageGiB,
      MultiAZ: pending?.settings.multiAz,
    }),
    ...(done >= 0.8 && {
      Endpoint: {
        Address: `${row.identifier}.c0sandbox0.${scene.region}.rds.amazonaws.com`,
        Port: row.port,
        HostedZoneId: "ZLA2NUCOLGUUR",
      },
      InstanceCreateTime: new Date(row.createdAt),
    }),
    ...(secret && done >= 0.1 && { MasterUserSecret: secret }),
    TagList: row.tags,
  };
}
