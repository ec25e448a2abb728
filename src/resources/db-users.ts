import { type DBInstance, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** The databases of this Region that use something: a subnet group, a parameter group. */
export async function databasesThat(aws: Aws, use: (database: DBInstance) => boolean | undefined): Promise<Saying[]> {
  const users: Saying[] = [];
  let Marker: string | undefined;
  do {
    const page = await aws.rds(new DescribeDBInstancesCommand({ Marker }));
    for (const database of (page.DBInstances ?? []).filter(use)) {
      users.push(say("holdsDatabase", database.DBInstanceIdentifier!, database.DBInstanceStatus ?? ""));
    }
    Marker = page.Marker;
  } while (Marker);
  return users;
}
