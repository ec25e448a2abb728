import {
  CreateDBInstanceCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  StartDBInstanceCommand,
} from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { beingDeleted, databaseChanges, isGroupNotKnown } from "./db-instance-sync.ts";
import type { DbSnapshotInput } from "./db-snapshot.ts";
import { untilAccepted } from "./patience.ts";

export interface DbInstanceInput {
  /** Lower case, a letter first, no `--`, at most 63. */
  identifier: string;
  engine: "postgres" | "mysql" | "mariadb";
  /** The major version that it starts with, `17` or `8.4`; later upgrades are the person's decision. */
  engineVersion: string;
  /** `db.t4g.micro` */
  class: string;
  /** gp3 starts at 20. */
  storageGiB: number;
  backupDays: number;
  multiAz: boolean;
  subnetGroup: string;
  parameterGroup: string;
  securityGroupIds: string[];
  databaseName: string;
  port: number;
  /** At most 16 characters and none of the reserved names (`admin`, `postgres`, `root`, `user`). */
  adminName: string;
}

export interface DbInstanceOutput {
  identifier: string;
  arn: string;
  /** Host name; known once the database is available, like the port and the secret. */
  endpoint?: string;
  port?: number;
  /** The Secrets Manager secret in which RDS keeps, and rotates, the administrator's password. */
  secretArn?: string;
}

/** The database works in these states; storage goes on being optimised for hours after it has grown. */
const workingStates = ["available", "storage-optimization"];
/** It does not leave these by itself. `incompatible-...` belongs here as well. */
const hopelessStates = [
  "deleting",
  "failed",
  "inaccessible-encryption-credentials",
  "insufficient-capacity",
  "restore-error",
  "storage-full",
];
/** RDS deletes a database in one of these only without a final snapshot. */
const statesWithoutSnapshot = ["failed", "incompatible-restore", "incompatible-network"];

/**
 * RDS database: encrypted, not public, backed up, protected from deletion, its password managed by Secrets Manager and
 * never seen here. Throws `not-ours` if the identifier is taken by one without our tags, `resource-failed` if RDS
 * gives up on it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
export const dbInstance: AwsResource<DbInstanceInput, DbInstanceOutput> = {
  kind: "db-instance",
  precious: true,
  title: ({ identifier }) => say("titleDatabase", identifier),
  id: ({ identifier }) => identifier,

  async find({ aws, owner }, { identifier }) {
    const found = await describe(aws, identifier);
    if (!found) return undefined;
    owner.claim(`Database ${identifier}`, found.TagList);
    return { output: toOutput(found), state: found.DBInstanceStatus };
  },

  async create({ aws, owner, poll }, input) {
    const wait = {
      what: say("waitRdsToKnowNetwork", say("titleDatabase", input.identifier)),
      usualSeconds: 5,
      timeoutSeconds: 120,
    };
    const { DBInstance } = await untilAccepted(poll, wait, notKnownYet, () =>
      aws.rds(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: input.identifier,
          Engine: input.engine,
          EngineVersion: input.engineVersion,
          DBInstanceClass: input.class,
          StorageType: "gp3",
          AllocatedStorage: input.storageGiB,
          StorageEncrypted: true,
          PubliclyAccessible: false,
          AutoMinorVersionUpgrade: true,
          BackupRetentionPeriod: input.backupDays,
          CopyTagsToSnapshot: true,
          DeletionProtection: true,
          MultiAZ: input.multiAz,
          DBSubnetGroupName: input.subnetGroup,
          DBParameterGroupName: input.parameterGroup,
          VpcSecurityGroupIds: input.securityGroupIds,
          DBName: input.databaseName,
          Port: input.port,
          MasterUsername: input.adminName,
          ManageMasterUserPassword: true,
          Tags: owner.tags(input.identifier),
        }),
      ),
    );
    return toOutput(DBInstance!);
  },

  async sync(tools, input, { identifier }) {
    const now = await describe(tools.aws, identifier);
    return now ? databaseChanges(tools, input, now) : [];
  },

  async ready({ aws, poll }, { identifier }, output) {
    return poll(
      { what: say("waitToBecomeAvailable", say("titleDatabase", identifier)), usualSeconds: 420 },
      async (note) => {
        const now = await describe(aws, output.identifier);
        const state = now?.DBInstanceStatus ?? "";
        const growing = state === "storage-full" && now?.PendingModifiedValues?.AllocatedStorage !== undefined;
        const stuck = hopelessStates.includes(state) || state.startsWith("incompatible-");
        if (stuck && !growing) throw hopeless(identifier, state);
        note(say("noteState", state || say("noteNotVisibleYet")));
        if (!now || !workingStates.includes(state)) return false;
        const known = toOutput(now);
        return known.endpoint !== undefined && known.secretArn !== undefined && known;
      },
    );
  },

  leaves({ identifier }, _output, at) {
    const moment = at.toISOString().replace(/\D/g, "").slice(0, 14);
    const input: DbSnapshotInput = { identifier: `${identifier}-final-${moment}`, databaseIdentifier: identifier };
    return { key: `rds.final-snapshot.${moment}`, kind: "db-snapshot", input };
  },

  async holders({ aws }, { identifier }) {
    const now = await describe(aws, identifier);
    const replicas = (now?.ReadReplicaDBInstanceIdentifiers ?? []).map((name) => say("holdsDatabase", name, "replica"));
    return [...(now?.DeletionProtection ? [say("holdsProtection")] : []), ...replicas];
  },

  async remove({ aws, poll }, { identifier }, _output, { keepData, leaving }) {
    await poll({ what: say("waitToDisappear", say("titleDatabase", identifier)), usualSeconds: 120 }, async (note) => {
      const now = await describe(aws, identifier);
      if (!now) return true;
      note(say("noteState", now.DBInstanceStatus ?? ""));
      if (now.DBInstanceStatus !== "deleting") {
        // It can be neither changed nor deleted while it is being made, changed or backed up: that passes.
        await orAbsent(
          nextStepDown(aws, now, keepData ? finalSnapshot(identifier, leaving) : undefined),
          "DBInstanceNotFoundFault",
          "InvalidDBInstanceStateFault",
        );
      }
      return false;
    });
  },
};

/** The name that `leaves` gave it. Without one the data would be lost, so nothing is deleted then. */
function finalSnapshot(identifier: string, leaving: unknown): string {
  if (leaving) return (leaving as DbSnapshotInput).identifier;
  throw new WizardError("unexpected", `Database ${identifier} is not deleted: its final snapshot has no name.`);
}

/** Deletion protection is lifted first; a stopped database can neither be changed nor leave a snapshot. */
async function nextStepDown(aws: Aws, now: DBInstance, snapshot: string | undefined): Promise<unknown> {
  const DBInstanceIdentifier = now.DBInstanceIdentifier;
  const state = now.DBInstanceStatus ?? "";
  if (snapshot && statesWithoutSnapshot.includes(state)) {
    throw new WizardError("resource-failed", `Database ${DBInstanceIdentifier} is ${state}: RDS cannot snapshot it.`, {
      hint: "If its data is not needed any more, `deploy-wizard destroy --all` removes it without a final snapshot.",
    });
  }
  if (state === "stopped" && (now.DeletionProtection || snapshot)) {
    return aws.rds(new StartDBInstanceCommand({ DBInstanceIdentifier }));
  }
  if (now.DeletionProtection) {
    const lift = { DBInstanceIdentifier, DeletionProtection: false, ApplyImmediately: true };
    return aws.rds(new ModifyDBInstanceCommand(lift));
  }
  return aws.rds(
    new DeleteDBInstanceCommand({
      DBInstanceIdentifier,
      DeleteAutomatedBackups: true,
      ...(snapshot ? { FinalDBSnapshotIdentifier: snapshot } : { SkipFinalSnapshot: true }),
    }),
  );
}

/** RDS may learn of fresh groups some seconds later. */
function notKnownYet(code: string, message: string): boolean {
  const groups = ["DBSubnetGroupNotFoundFault", "DBParameterGroupNotFoundFault", "DBSecurityGroupNotFoundFault"];
  return groups.includes(code) || isGroupNotKnown(code, message);
}

function hopeless(identifier: string, state: string): WizardError {
  const hints: Record<string, string> = {
    deleting: beingDeleted,
    "storage-full": "Raise database.storage in deploy-wizard.json by at least 10 %, then run `deploy-wizard resume`.",
  };
  const hint = hints[state] ?? "The RDS console shows the cause under Logs & events of this database.";
  return new WizardError("resource-failed", `Database ${identifier} is ${state}, which does not pass by itself.`, {
    hint,
  });
}

async function describe(aws: Aws, identifier: string): Promise<DBInstance | undefined> {
  const answer = await orAbsent(
    aws.rds(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier })),
    "DBInstanceNotFoundFault",
  );
  return answer?.DBInstances?.[0];
}

const toOutput = (found: DBInstance): DbInstanceOutput => ({
  identifier: found.DBInstanceIdentifier!,
  arn: found.DBInstanceArn!,
  endpoint: found.Endpoint?.Address,
  port: found.Endpoint?.Port,
  secretArn: found.MasterUserSecret?.SecretArn,
});
