import type { DBSnapshot, RDS } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import type { SnapshotRow } from "./rds.ts";
import type { DatabaseRow } from "./rds-states.ts";
import { rdsArn } from "./rds-tags.ts";
import { checkRdsIdentifier } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";
import { isOver, takes } from "./times.ts";

export const snapshotHandlers = {
  DescribeDBSnapshots: (scene, { DBSnapshotIdentifier, DBInstanceIdentifier, SnapshotType }) => {
    const wanted = DBSnapshotIdentifier ? [snapshotOf(scene, DBSnapshotIdentifier)] : snapshots(scene);
    return {
      DBSnapshots: wanted
        .filter((row) => !DBInstanceIdentifier || row.databaseIdentifier === DBInstanceIdentifier.toLowerCase())
        .filter((row) => !SnapshotType || row.type === SnapshotType)
        .map((row) => toSnapshot(scene, row)),
    };
  },

  DeleteDBSnapshot: (scene, { DBSnapshotIdentifier }) => {
    const row = snapshotOf(scene, DBSnapshotIdentifier!);
    const { Status } = toSnapshot(scene, row);
    if (Status !== "available") {
      throw rdsFault("InvalidDBSnapshotState", `Cannot delete the snapshot because it is in ${Status} state`);
    }
    row.deletedAt = scene.now();
    return { DBSnapshot: toSnapshot(scene, row) };
  },
} satisfies Handlers<RDS>;

/** Takes a last snapshot of a database. Throws `DBSnapshotAlreadyExists` if the identifier is taken. */
export function takeSnapshot(scene: Scene, database: DatabaseRow, name: string): void {
  const identifier = name.toLowerCase();
  checkRdsIdentifier("FinalDBSnapshotIdentifier", identifier);
  if (snapshots(scene).some((row) => row.identifier === identifier)) {
    throw rdsFault(
      "DBSnapshotAlreadyExists",
      `Cannot create the snapshot because one with the identifier ${identifier} already exists.`,
    );
  }
  scene.world.rds.snapshots.push({
    identifier,
    arn: rdsArn(scene, "snapshot", identifier),
    databaseIdentifier: database.identifier,
    engine: database.engine,
    engineVersion: database.engineVersion,
    sizeGiB: database.settings.storageGiB,
    type: "manual",
    createdAt: scene.now(),
    tags: database.settings.copyTags ? [...database.tags] : [],
  });
}

function snapshots(scene: Scene): SnapshotRow[] {
  const { rds } = scene.world;
  rds.snapshots = rds.snapshots.filter(
    ({ deletedAt }) => deletedAt === undefined || !isOver(scene, deletedAt, "snapshotDeleted"),
  );
  return rds.snapshots;
}

function snapshotOf(scene: Scene, identifier: string): SnapshotRow {
  const row = snapshots(scene).find((each) => each.identifier === identifier.toLowerCase());
  if (!row) throw rdsFault("DBSnapshotNotFound", `DBSnapshot ${identifier} not found.`);
  return row;
}

/** A final snapshot is there in half the time that its database takes to go. */
function toSnapshot(scene: Scene, row: SnapshotRow): DBSnapshot {
  const done = Math.min(1, (scene.now() - row.createdAt) / (takes(scene, "databaseDeleted") / 2));
  return {
    DBSnapshotIdentifier: row.identifier,
    DBSnapshotArn: row.arn,
    DBInstanceIdentifier: row.databaseIdentifier,
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    AllocatedStorage: row.sizeGiB,
    SnapshotType: row.type,
    Status: row.deletedAt !== undefined ? "deleting" : done < 1 ? "creating" : "available",
    PercentProgress: Math.floor(done * 100),
    SnapshotCreateTime: new Date(row.createdAt),
    Encrypted: true,
    TagList: row.tags,
  };
}
