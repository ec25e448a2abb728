import { type DBInstance, ModifyDBInstanceCommand, StartDBInstanceCommand } from "@aws-sdk/client-rds";
import type { AwsTools } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import type { DbInstanceInput } from "./db-instance.ts";
import { differences } from "./differences.ts";
import { untilAccepted } from "./patience.ts";
import { rdsTagChanges } from "./rds-tag-changes.ts";

/**
 * The differences between the config and a database. Everything that can be changed goes into one call: the database
 * is busy for minutes after each, and a second one would have to wait for it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html
 */
export function databaseChanges(tools: AwsTools, input: DbInstanceInput, now: DBInstance): Change[] {
  if (now.DBInstanceStatus === "deleting") return [{ detail: "state: deleting", instead: beingDeleted }];
  return [
    ...rdsTagChanges(tools, input.identifier, now.DBInstanceArn!, now.TagList),
    ...fixed(input, now),
    ...storageTrouble(input, now),
    ...started(tools, now),
    ...modified(tools, input, now),
  ];
}

/** Nothing can stop it any more. */
export const beingDeleted =
  "Somebody is deleting it. When it is gone, restore it under its name from a snapshot, then `resume`.";

/** What RDS cannot change without making a new database. */
function fixed({ engine, port, databaseName }: DbInstanceInput, now: DBInstance): Change[] {
  const wanted = { engine, port: String(port), "database name": databaseName };
  const have: Record<string, string | undefined> = {
    engine: now.Engine,
    // Unknown until the database listens.
    port: String(now.Endpoint?.Port ?? port),
    "database name": now.DBName ?? databaseName,
  };
  return Object.entries(wanted)
    .filter(([name, value]) => have[name] !== value)
    .map(([name, value]) => ({
      detail: `${name}: ${have[name]} -> ${value}`,
      instead: `A database keeps its ${name}. Put it back in deploy-wizard.json, or make a second deployment with --env.`,
    }));
}

/** Storage never shrinks, and RDS rounds growth up to a tenth, which the config would then never match. */
function storageTrouble({ storageGiB }: DbInstanceInput, now: DBInstance): Change[] {
  const have = storageOf(now);
  const least = Math.ceil(have * 1.1);
  const detail = `storage: ${have} -> ${storageGiB} GiB`;
  if (storageGiB < have) {
    return [{ detail, instead: `RDS storage cannot shrink. Set database.storage to ${have} in deploy-wizard.json.` }];
  }
  if (storageGiB > have && storageGiB < least) {
    return [{ detail, instead: `RDS storage grows by at least 10 %. Set database.storage to ${least} or more.` }];
  }
  return [];
}

function started({ aws, poll }: AwsTools, now: DBInstance): Change[] {
  const state = now.DBInstanceStatus ?? "";
  if (state !== "stopped" && state !== "stopping") return [];
  const apply = async () => {
    const what = say("waitToStopBeforeStart", say("titleDatabase", now.DBInstanceIdentifier!));
    await untilAccepted(poll, { what, usualSeconds: 120 }, ["InvalidDBInstanceStateFault"], () =>
      aws.rds(new StartDBInstanceCommand({ DBInstanceIdentifier: now.DBInstanceIdentifier })),
    );
  };
  return [{ detail: `state: ${state} -> available`, apply }];
}

function modified({ aws, poll }: AwsTools, input: DbInstanceInput, now: DBInstance): Change[] {
  const groups = now.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId!) ?? [];
  const wanted = {
    DBInstanceClass: input.class,
    AllocatedStorage: storageTrouble(input, now).length > 0 ? storageOf(now) : input.storageGiB,
    BackupRetentionPeriod: input.backupDays,
    MultiAZ: input.multiAz,
    DBParameterGroupName: input.parameterGroup,
    VpcSecurityGroupIds: listed(input.securityGroupIds),
    DeletionProtection: true,
    AutoMinorVersionUpgrade: true,
    CopyTagsToSnapshot: true,
    PubliclyAccessible: false,
  };
  // A change that is on its way counts as made.
  const pending = now.PendingModifiedValues;
  const have = {
    ...now,
    DBInstanceClass: pending?.DBInstanceClass ?? now.DBInstanceClass,
    AllocatedStorage: storageOf(now),
    BackupRetentionPeriod: pending?.BackupRetentionPeriod ?? now.BackupRetentionPeriod,
    MultiAZ: pending?.MultiAZ ?? now.MultiAZ,
    DBParameterGroupName: now.DBParameterGroups?.[0]?.DBParameterGroupName,
    VpcSecurityGroupIds: listed(groups),
  };
  return differences(wanted, have, ({ VpcSecurityGroupIds, ...wrong }) => async () => {
    const what = say("waitToTakeNewSettings", say("titleDatabase", now.DBInstanceIdentifier!));
    const command = new ModifyDBInstanceCommand({
      DBInstanceIdentifier: now.DBInstanceIdentifier,
      ApplyImmediately: true,
      ...wrong,
      ...(VpcSecurityGroupIds === undefined ? {} : { VpcSecurityGroupIds: input.securityGroupIds }),
    });
    const passing = (code: string, message: string) =>
      code === "InvalidDBInstanceStateFault" || isGroupNotKnown(code, message);
    await untilAccepted(poll, { what, usualSeconds: 300 }, passing, () => aws.rds(command));
  });
}

/** RDS may learn of a fresh security group some seconds later, and has only a general code for it. */
export const isGroupNotKnown = (code: string, message: string) =>
  code === "InvalidParameterValue" && /security group/i.test(message);

const storageOf = (now: DBInstance) => now.PendingModifiedValues?.AllocatedStorage ?? now.AllocatedStorage ?? 0;
const listed = (ids: readonly string[]) => [...ids].sort().join(" ");
