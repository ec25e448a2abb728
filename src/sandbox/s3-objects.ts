import { createHash } from "node:crypto";
import type { PutObjectCommandInput, S3 } from "@aws-sdk/client-s3";
import type { BucketRow, VersionRow } from "./s3.ts";
import { objectBody } from "./s3-body.ts";
import { bucketOf } from "./s3-buckets.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

/** Bodies up to this many bytes are kept. */
export const keptBytes = 1024 * 1024;

export const objectHandlers = {
  PutObject: (scene, input) => {
    const bucket = bucketOf(scene, input);
    checkConditions(bucket, input);
    const bytes = bytesOf(input.Body);
    const size = bytes?.length ?? input.ContentLength ?? 0;
    const row: VersionRow = {
      key: input.Key!,
      versionId: versionIdFor(scene, bucket),
      size,
      etag: `"${createHash("md5")
        .update(bytes ?? scene.newId(""))
        .digest("hex")}"`,
      body: bytes && size <= keptBytes ? Buffer.from(bytes).toString("base64") : undefined,
      contentType: input.ContentType,
      metadata: input.Metadata,
      storedAt: scene.now(),
    };
    store(bucket, row);
    return { ETag: row.etag, VersionId: told(row), ServerSideEncryption: "AES256" as const };
  },

  GetObject: (scene, input) => {
    const row = versionOf(bucketOf(scene, input), input.Key, input.VersionId, "NoSuchKey");
    if (row.body === undefined && row.size > 0) {
      const gap = new Error(`the sandbox has not kept the ${row.size} bytes of ${row.key}`);
      throw Object.assign(gap, { name: "SandboxGap" });
    }
    return { ...toHead(row), Body: objectBody(Buffer.from(row.body ?? "", "base64")) };
  },

  DeleteObject: (scene, input) => remove(scene, bucketOf(scene, input), input.Key!, input.VersionId),

  DeleteObjects: (scene, input) => {
    const bucket = bucketOf(scene, input);
    const Deleted = (input.Delete?.Objects ?? []).map(({ Key, VersionId }) => {
      const { DeleteMarker, VersionId: made } = remove(scene, bucket, Key!, VersionId);
      return { Key, VersionId, DeleteMarker, DeleteMarkerVersionId: DeleteMarker ? made : undefined };
    });
    return input.Delete?.Quiet ? {} : { Deleted };
  },

  ListObjectsV2: (scene, { Prefix = "", MaxKeys = 1000, ContinuationToken, StartAfter = "", ...input }) => {
    const bucket = bucketOf(scene, input);
    const after = ContinuationToken ?? StartAfter;
    const rows = current(bucket).filter(({ key }) => key.startsWith(Prefix) && key > after);
    const page = rows.slice(0, MaxKeys);
    const IsTruncated = rows.length > page.length;
    return {
      Name: bucket.name,
      Prefix,
      MaxKeys,
      KeyCount: page.length,
      IsTruncated,
      NextContinuationToken: IsTruncated ? page.at(-1)?.key : undefined,
      Contents: page.map((row) => ({
        Key: row.key,
        Size: row.size,
        ETag: row.etag,
        LastModified: new Date(row.storedAt),
        StorageClass: "STANDARD" as const,
      })),
    };
  },
} satisfies Handlers<S3>;

/** Puts an object into a bucket. */
export function storeObject(scene: Scene, bucket: BucketRow, row: Omit<VersionRow, "versionId" | "storedAt">): void {
  store(bucket, { ...row, versionId: versionIdFor(scene, bucket), storedAt: scene.now() });
}

/** A stream cannot be read here: an object that came as one has its size and no content. */
function bytesOf(body: PutObjectCommandInput["Body"]): Uint8Array | undefined {
  if (typeof body === "string") return Buffer.from(body);
  return body instanceof Uint8Array ? body : undefined;
}

const versionIdFor = (scene: Scene, { versioning }: BucketRow) => (versioning === "Enabled" ? scene.newId("") : "null");

/** What was stored without versioning is replaced by what comes without it. */
function store(bucket: BucketRow, row: VersionRow): void {
  const replaced = (each: VersionRow) => each.key === row.key && each.versionId === "null" && row.versionId === "null";
  bucket.versions = [row, ...bucket.versions.filter((each) => !replaced(each))];
}

function remove(scene: Scene, bucket: BucketRow, key: string, versionId: string | undefined) {
  if (versionId !== undefined) {
    const gone = bucket.versions.find((row) => row.key === key && row.versionId === versionId);
    bucket.versions = bucket.versions.filter((row) => row !== gone);
    return { VersionId: versionId, DeleteMarker: gone?.deleteMarker };
  }
  if (bucket.versioning === undefined) {
    bucket.versions = bucket.versions.filter((row) => row.key !== key);
    return {};
  }
  const marker = { key, versionId: versionIdFor(scene, bucket), deleteMarker: true, size: 0, etag: "" };
  store(bucket, { ...marker, storedAt: scene.now() });
  return { VersionId: marker.versionId, DeleteMarker: true };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkConditions(bucket: BucketRow, { Key, IfNoneMatch, IfMatch }: PutObjectCommandInput): void {
  const now = current(bucket).find(({ key }) => key === Key);
  if (IfMatch !== undefined && !now) throw fault("NoSuchKey", "The specified key does not exist.", 404);
  if (
    (IfNoneMatch === "*" && now) ||
    (IfMatch !== undefined && now?.etag.replaceAll('"', "") !== IfMatch.replaceAll('"', ""))
  ) {
    throw fault("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412);
  }
}

/** The newest version of each object that is not deleted, by key. */
function current({ versions }: BucketRow): VersionRow[] {
  const newest = new Map<string, VersionRow>();
  for (const row of versions) if (!newest.has(row.key)) newest.set(row.key, row);
  return [...newest.values()].filter(({ deleteMarker }) => !deleteMarker).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function versionOf(
  bucket: BucketRow,
  key: string | undefined,
  versionId: string | undefined,
  code: string,
): VersionRow {
  const rows = versionId ? bucket.versions.filter((row) => row.versionId === versionId) : current(bucket);
  const row = rows.find((each) => each.key === key && !each.deleteMarker);
  if (!row) throw fault(code, code === "NoSuchKey" ? "The specified key does not exist." : "UnknownError", 404);
  return row;
}

const told = ({ versionId }: VersionRow) => (versionId === "null" ? undefined : versionId);

const toHead = (row: VersionRow) => ({
  ContentLength: row.size,
  ContentType: row.contentType ?? "application/octet-stream",
  ETag: row.etag,
  VersionId: told(row),
  Metadata: row.metadata ?? {},
  LastModified: new Date(row.storedAt),
  ServerSideEncryption: "AES256" as const,
});
