import type { RDS, Tag } from "@aws-sdk/client-rds";
import { databaseHandlers } from "./rds-instances.ts";
import { rdsOfferHandlers } from "./rds-offers.ts";
import { parameterGroupHandlers } from "./rds-parameter-groups.ts";
import { snapshotHandlers } from "./rds-snapshots.ts";
import type { DatabaseRow } from "./rds-states.ts";
import { subnetGroupHandlers } from "./rds-subnet-groups.ts";
import { rdsTagHandlers } from "./rds-tags.ts";
import type { Handlers } from "./scene.ts";

export interface SubnetGroupRow {
  name: string;
  arn: string;
  description: string;
  subnetIds: string[];
  tags: Tag[];
}

export interface ParameterGroupRow {
  name: string;
  arn: string;
  family: string;
  description: string;
  /** The values in force, by the parameter's name. */
  parameters: Record<string, { value: string; method: "immediate" | "pending-reboot" }>;
  tags: Tag[];
}

export interface SnapshotRow {
  identifier: string;
  arn: string;
  databaseIdentifier: string;
  engine: string;
  engineVersion: string;
  sizeGiB: number;
  type: "manual" | "automated";
  createdAt: number;
  /** Since when (ms) it is being deleted. */
  deletedAt?: number;
  tags: Tag[];
}

export interface RdsWorld {
  databases: DatabaseRow[];
  subnetGroups: SubnetGroupRow[];
  parameterGroups: ParameterGroupRow[];
  snapshots: SnapshotRow[];
}

export const emptyRds = (): RdsWorld => ({ databases: [], subnetGroups: [], parameterGroups: [], snapshots: [] });

export const rdsHandlers = {
  ...databaseHandlers,
  ...subnetGroupHandlers,
  ...parameterGroupHandlers,
  ...snapshotHandlers,
  ...rdsOfferHandlers,
  ...rdsTagHandlers,
} satisfies Handlers<RDS>;
