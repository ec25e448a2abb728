import { type DBSnapshot, DeleteDBSnapshotCommand, DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

export interface DbSnapshotInput {
  /** RDS stores it in lower case. */
  identifier: string;
  databaseIdentifier: string;
}

export interface DbSnapshotOutput {
  identifier: string;
  arn: string;
  sizeGiB?: number;
}

/** Also why `recover` records one that is found. */
export const whyItStays = say("keptSnapshot");

/**
 * The copy that a removed database leaves behind. RDS makes it while it deletes the database and gives it the
 * database's tags; it is never made by itself.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
 */
export const dbSnapshot: AwsResource<DbSnapshotInput, DbSnapshotOutput> = {
  kind: "db-snapshot",
  title: ({ identifier }) => say("titleFinalSnapshot", identifier),
  id: ({ identifier }) => identifier,

  async find({ aws, owner }, { identifier }) {
    const found = await describe(aws, identifier);
    if (!found) return undefined;
    owner.claim(`Database snapshot ${identifier}`, found.TagList);
    return { output: toOutput(found), state: found.Status };
  },

  async create(_tools, { identifier, databaseIdentifier }) {
    throw new WizardError(
      "resource-gone",
      `The final snapshot ${identifier} of database ${databaseIdentifier} does not exist.`,
      { hint: "Look in the RDS console whether it was renamed or deleted; it cannot be made again." },
    );
  },

  stays: async () => whyItStays,

  async remove({ aws, poll }, { identifier }, _output, { keepData }) {
    if (keepData) return { kept: whyItStays };
    await poll(
      { what: say("waitToDisappear", say("titleFinalSnapshot", identifier)), usualSeconds: 10 },
      async (note) => {
        const found = await describe(aws, identifier);
        if (!found) return true;
        note(say("noteState", found.Status ?? ""));
        // One that is still being written cannot be deleted yet.
        const command = new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: identifier });
        await orAbsent(aws.rds(command), "DBSnapshotNotFoundFault", "InvalidDBSnapshotStateFault");
        return false;
      },
    );
  },
};

async function describe(aws: Aws, identifier: string): Promise<DBSnapshot | undefined> {
  const answer = await orAbsent(
    aws.rds(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: identifier })),
    "DBSnapshotNotFoundFault",
  );
  return answer?.DBSnapshots?.[0];
}

const toOutput = (found: DBSnapshot): DbSnapshotOutput => ({
  identifier: found.DBSnapshotIdentifier!,
  arn: found.DBSnapshotArn!,
  sizeGiB: found.AllocatedStorage,
});
