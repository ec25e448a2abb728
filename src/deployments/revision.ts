import { open } from "node:fs/promises";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { Bundle } from "../delivery/bundle.ts";

/** A bundle in the build bucket, as CodeDeploy calls it. */
export interface Revision {
  bucket: string;
  key: string;
}

/**
 * 8 MiB a call: on a slow line each part still ends before its request times out, and a lost one costs little. All but
 * the last have to be at least 5 MiB.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const partBytes = 8 * 1024 * 1024;

/** Named after its content: the same bundle is uploaded once. */
export const revisionOf = (bucket: string, { sha256 }: Bundle): Revision => ({ bucket, key: `${sha256}.zip` });

/**
 * Whether the revision is in its bucket; with `bytes`, whether it is whole. It is looked up in the list, because answers to
 * HEAD have no body: they cannot tell an expired session or a missing permission from anything else.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function isStored(aws: Aws, { bucket, key }: Revision, bytes?: number): Promise<boolean> {
  // In alphabetical order, so that the very key comes before longer ones.
  const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 });
  const found = (await orAbsent(aws.s3(command), "NoSuchBucket"))?.Contents?.find(({ Key }) => Key === key);
  return found !== undefined && (bytes === undefined || found.Size === bytes);
}

/** Uploads a bundle in parts; `onProgress` is told how many bytes have arrived. A failed upload is taken back. */
export async function uploadRevision(
  aws: Aws,
  { bucket, key }: Revision,
  { file, bytes }: Bundle,
  onProgress: (sent: number) => void,
): Promise<void> {
  const place = { Bucket: bucket, Key: key };
  const { UploadId } = await aws.s3(new CreateMultipartUploadCommand({ ...place, ContentType: "application/zip" }));
  const handle = await open(file);
  try {
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let sent = 0; sent < bytes || parts.length === 0; ) {
      onProgress(sent);
      const part = Buffer.alloc(Math.min(partBytes, bytes - sent));
      await handle.read(part, 0, part.length, sent);
      const PartNumber = parts.length + 1;
      const { ETag } = await aws.s3(new UploadPartCommand({ ...place, UploadId, PartNumber, Body: part }));
      parts.push({ PartNumber, ETag });
      sent += part.length;
    }
    await aws.s3(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: parts } }));
    onProgress(bytes);
  } catch (error) {
    // Whatever cannot be taken back now, the bucket's own lifecycle rule aborts within days.
    await aws.s3(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}
