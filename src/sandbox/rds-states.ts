import type { Tag } from "@aws-sdk/client-rds";
import type { Scene } from "./scene.ts";
import { isOver, takes } from "./times.ts";

/** What ModifyDBInstance can change. */
export interface DatabaseSettings {
  class: string;
  storageGiB: number;
  multiAz: boolean;
  backupDays: number;
  minorUpgrades: boolean;
  copyTags: boolean;
  protected: boolean;
  public: boolean;
  parameterGroup: string;
  securityGroupIds: string[];
}

export interface DatabaseRow {
  identifier: string;
  arn: string;
  engine: string;
  /** With the minor version that AWS chose. */
  engineVersion: string;
  storageType: string;
  encrypted: boolean;
  subnetGroup: string;
  databaseName?: string;
  port: number;
  adminName: string;
  /** Undefined when the password was given instead. */
  secretArn?: string;
  settings: DatabaseSettings;
  /** What takes its time, and since when (ms); without `since` it waits for the maintenance window. */
  pending?: { settings: Partial<DatabaseSettings>; since?: number };
  createdAt: number;
  /** Stopped or started again by hand, and when (ms). */
  phase?: "stopped" | "started";
  phaseAt?: number;
  deletedAt?: number;
  /** A state that it does not leave by itself (`storage-full`); planted by tests. */
  failure?: string;
  tags: Tag[];
}

/** Those that still exist, with the changes that are through by now. */
export function databases(scene: Scene): DatabaseRow[] {
  const { rds } = scene.world;
  rds.databases = rds.databases.filter(
    ({ deletedAt }) => deletedAt === undefined || !isOver(scene, deletedAt, "databaseDeleted"),
  );
  for (const row of rds.databases) {
    if (row.pending?.since === undefined || !isOver(scene, row.pending.since, "databaseModified")) continue;
    Object.assign(row.settings, row.pending.settings);
    delete row.pending;
  }
  return rds.databases;
}

/** How much of its creation is done, 0 to 1. The secret is told early, the endpoint late, a first backup ends it. */
export const made = (scene: Scene, { createdAt }: DatabaseRow): number =>
  Math.min(1, (scene.now() - createdAt) / takes(scene, "databaseCreated"));

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
export function statusOf(scene: Scene, row: DatabaseRow): string {
  if (row.deletedAt !== undefined) return "deleting";
  if (row.failure) return row.failure;
  if (made(scene, row) < 0.9) return "creating";
  if (made(scene, row) < 1) return row.settings.backupDays > 0 ? "backing-up" : "creating";
  const settled = isOver(scene, row.phaseAt ?? 0, "databaseStarted");
  if (row.phase === "stopped") return settled ? "stopped" : "stopping";
  if (row.phase === "started" && !settled) return "starting";
  return row.pending?.since === undefined ? "available" : "modifying";
}
