import type { RDS, Tag } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import { databases } from "./rds-states.ts";
import type { Handlers, Scene } from "./scene.ts";

/** `arn:aws:rds:<region>:<account>:<kind>:<name>`; kinds are `db`, `subgrp`, `pg` and `snapshot`. */
export const rdsArn = ({ region, account }: Scene, kind: "db" | "subgrp" | "pg" | "snapshot", name: string) =>
  `arn:aws:rds:${region}:${account}:${kind}:${name}`;

/** What AWS says when there is none of that kind. */
const absent: Record<string, string> = {
  db: "DBInstanceNotFound",
  subgrp: "DBSubnetGroupNotFoundFault",
  pg: "DBParameterGroupNotFound",
  snapshot: "DBSnapshotNotFound",
};

export const rdsTagHandlers = {
  ListTagsForResource: (scene, { ResourceName }) => ({ TagList: tagged(scene, ResourceName!).tags }),

  AddTagsToResource: (scene, { ResourceName, Tags = [] }) => {
    const row = tagged(scene, ResourceName!);
    const added = new Set(Tags.map(({ Key }) => Key));
    row.tags = [...row.tags.filter(({ Key }) => !added.has(Key)), ...Tags];
    return {};
  },

  RemoveTagsFromResource: (scene, { ResourceName, TagKeys = [] }) => {
    const row = tagged(scene, ResourceName!);
    row.tags = row.tags.filter(({ Key }) => !TagKeys.includes(Key!));
    return {};
  },
} satisfies Handlers<RDS>;

function tagged(scene: Scene, arn: string): { tags: Tag[] } {
  const { subnetGroups, parameterGroups, snapshots } = scene.world.rds;
  const row = [...databases(scene), ...subnetGroups, ...parameterGroups, ...snapshots].find((each) => each.arn === arn);
  if (row) return row;
  const kind = arn.split(":")[5] ?? "";
  throw rdsFault(absent[kind] ?? "InvalidParameterValue", `${arn} not found`);
}
