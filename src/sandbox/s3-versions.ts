import type { S3 } from "@aws-sdk/client-s3";
import type { VersionRow } from "./s3.ts";
import { bucketOf } from "./s3-buckets.ts";
import type { Handlers } from "./scene.ts";

export const versionHandlers = {
  ListObjectVersions: (scene, { Prefix = "", MaxKeys = 1000, KeyMarker, VersionIdMarker, ...input }) => {
    const bucket = bucketOf(scene, input);
    const newest = new Set<VersionRow>();
    for (const row of bucket.versions) if (![...newest].some(({ key }) => key === row.key)) newest.add(row);
    // Stable, so that the versions of a key stay newest first.
    const sorted = [...bucket.versions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const marked = sorted.findIndex((row) => row.key === KeyMarker && row.versionId === VersionIdMarker);
    const rest = sorted
      .slice(marked + 1)
      .filter(({ key }) => key.startsWith(Prefix) && (KeyMarker === undefined || marked >= 0 || key > KeyMarker));
    const page = rest.slice(0, MaxKeys);
    const last = rest.length > page.length ? page.at(-1) : undefined;
    const entry = (row: VersionRow) => ({
      Key: row.key,
      VersionId: row.versionId,
      IsLatest: newest.has(row),
      LastModified: new Date(row.storedAt),
    });
    return {
      Name: bucket.name,
      MaxKeys,
      IsTruncated: last !== undefined,
      NextKeyMarker: last?.key,
      NextVersionIdMarker: last?.versionId,
      Versions: page
        .filter(({ deleteMarker }) => !deleteMarker)
        .map((row) => ({ ...entry(row), Size: row.size, ETag: row.etag, StorageClass: "STANDARD" as const })),
      DeleteMarkers: page.filter(({ deleteMarker }) => deleteMarker).map(entry),
    };
  },
} satisfies Handlers<S3>;
