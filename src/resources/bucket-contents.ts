import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { orAbsent } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

/** Refusals of a single deletion that pass by themselves: the next look finds the object again. */
const passing = ["InternalError", "SlowDown", "ServiceUnavailable", "OperationAborted"];

/** Whether anything is stored, be it an old version only. */
export async function holdsData({ aws, account }: AwsTools, name: string): Promise<boolean> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const command = new ListObjectVersionsCommand({ Bucket: name, ExpectedBucketOwner: account, ...from });
    const page = await orAbsent(aws.s3(command), "NoSuchBucket");
    if (page?.Versions?.length) return true;
    if (!page?.IsTruncated) return false;
    from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

/** The first page of versions and delete markers. */
export async function versionsIn({ aws, account }: AwsTools, name: string) {
  const command = new ListObjectVersionsCommand({ Bucket: name, ExpectedBucketOwner: account });
  const page = await orAbsent(aws.s3(command), "NoSuchBucket");
  return [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key, VersionId }));
}

/**
 * Deletes every version, delete marker and unfinished upload; a bucket that does not exist is empty. Throws
 * `resource-failed` when an object may not be deleted.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html
 */
export async function emptyBucket(tools: AwsTools, name: string): Promise<void> {
  let deleted = 0;
  // Each look takes away a page of a thousand; only refusals make it worth a pause.
  await tools.poll(
    { what: say("waitToBeEmptied", say("titleBucket", name)), everySeconds: 0.2, timeoutSeconds: 3600 },
    async (note) => {
      const gone = await deletePage(tools, name);
      deleted += gone ?? 0;
      note(say("noteVersionsDeleted", deleted));
      return gone === undefined;
    },
  );
  await tools.poll(
    { what: say("waitUploadsToBeAborted", say("titleBucket", name)), everySeconds: 0.2, timeoutSeconds: 3600 },
    () => abortPage(tools, name),
  );
}

/** Deletes the first page of versions and delete markers, and says how many went; undefined when there are none. */
async function deletePage(tools: AwsTools, name: string): Promise<number | undefined> {
  const { aws, account } = tools;
  const where = { Bucket: name, ExpectedBucketOwner: account };
  const Objects = await versionsIn(tools, name);
  if (Objects.length === 0) return undefined;
  const answer = await aws.s3(new DeleteObjectsCommand({ ...where, Delete: { Objects, Quiet: true } }));
  const refused = answer.Errors ?? [];
  const final = refused.find(({ Code }) => !passing.includes(Code ?? ""));
  if (final) {
    throw new WizardError("resource-failed", `Bucket ${name} cannot be emptied: ${final.Key}: ${final.Message}.`, {
      hint: "Allow s3:DeleteObjectVersion (a bucket policy or an object lock may forbid it), then run the same again.",
    });
  }
  return Objects.length - refused.length;
}

/** Aborts the first page of unfinished uploads; true when there are none. */
async function abortPage({ aws, account }: AwsTools, name: string): Promise<boolean> {
  const where = { Bucket: name, ExpectedBucketOwner: account };
  const page = await orAbsent(aws.s3(new ListMultipartUploadsCommand(where)), "NoSuchBucket");
  const uploads = page?.Uploads ?? [];
  for (const { Key, UploadId } of uploads) {
    await orAbsent(aws.s3(new AbortMultipartUploadCommand({ ...where, Key, UploadId })), "NoSuchUpload");
  }
  return uploads.length === 0;
}
