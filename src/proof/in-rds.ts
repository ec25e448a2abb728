import {
  type DBInstance,
  type DBSnapshot,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
} from "@aws-sdk/client-rds";
import { say } from "../language/phrase.ts";
import type { Engine } from "../prices/price-item.ts";
import type { Search, Stray } from "./stray.ts";

/** Databases and snapshots of them: RDS copies a database's tags to every snapshot, also to those taken by hand. */
export async function straysInRds(search: Search): Promise<Stray[]> {
  const { aws, owner, region } = search.tools;
  const isStray = (tags: DBInstance["TagList"], id: string) => owner.owns(tags) && !search.known.has(id);
  const strays: Stray[] = [];
  let Marker: string | undefined;
  do {
    const page = await aws.rds(new DescribeDBInstancesCommand({ Marker }));
    for (const database of page.DBInstances ?? []) {
      const id = database.DBInstanceIdentifier!;
      if (database.DBInstanceStatus === "deleting" || !isStray(database.TagList, id)) continue;
      const command = `aws rds delete-db-instance --db-instance-identifier ${id} --skip-final-snapshot`;
      const removeWith = `${command} --region ${region}`;
      strays.push({ title: say("strayDatabase", id), id, removeWith, standing: standingOfDatabase(database) });
    }
    Marker = page.Marker;
  } while (Marker);
  for (const { DBSnapshotIdentifier, AllocatedStorage, TagList } of await snapshots(search)) {
    const id = DBSnapshotIdentifier!;
    if (!isStray(TagList, id)) continue;
    const removeWith = `aws rds delete-db-snapshot --db-snapshot-identifier ${id} --region ${region}`;
    strays.push({ title: say("straySnapshot", id), id, removeWith, standing: { snapshotGiB: AllocatedStorage } });
  }
  return strays;
}

const standingOfDatabase = ({ Engine, DBInstanceClass, AllocatedStorage, MultiAZ }: DBInstance) => ({
  database: {
    engine: Engine as Engine,
    class: String(DBInstanceClass),
    storageGiB: AllocatedStorage ?? 0,
    multiAz: MultiAZ ?? false,
  },
  secrets: 1,
});

/** Those that stay until somebody deletes them; automated ones go with their database. */
async function snapshots({ tools: { aws } }: Search): Promise<DBSnapshot[]> {
  const all: DBSnapshot[] = [];
  let Marker: string | undefined;
  do {
    const page = await aws.rds(new DescribeDBSnapshotsCommand({ SnapshotType: "manual", Marker }));
    all.push(...(page.DBSnapshots ?? []));
    Marker = page.Marker;
  } while (Marker);
  return all.filter(({ Status }) => Status !== "deleting");
}
