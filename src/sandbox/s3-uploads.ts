import { createHash } from "node:crypto";
import type { S3 } from "@aws-sdk/client-s3";
import type { BucketRow, UploadRow } from "./s3.ts";
import { bucketOf } from "./s3-buckets.ts";
import { keptBytes, storeObject } from "./s3-objects.ts";
import { fault, type Handlers } from "./scene.ts";

/** Uploads in parts: a part counts when it has arrived, the object when all are put together. */
export const uploadHandlers = {
  CreateMultipartUpload: (scene, input) => {
    const upload = { key: input.Key!, id: scene.newId(""), startedAt: scene.now(), bytes: 0 };
    bucketOf(scene, input).uploads.push(upload);
    return { Bucket: input.Bucket, Key: input.Key, UploadId: upload.id };
  },

  ListMultipartUploads: (scene, input) => ({
    Bucket: input.Bucket,
    IsTruncated: false,
    Uploads: bucketOf(scene, input).uploads.map(({ key, id, startedAt }) => ({
      Key: key,
      UploadId: id,
      Initiated: new Date(startedAt),
    })),
  }),

  UploadPart: (scene, input) => {
    const upload = uploadOf(bucketOf(scene, input), input.UploadId);
    const bytes = input.Body instanceof Uint8Array ? input.Body : new Uint8Array();
    upload.bytes = (upload.bytes ?? 0) + bytes.length;
    if (upload.bytes > keptBytes) upload.parts = undefined;
    else upload.parts = { ...upload.parts, [input.PartNumber!]: Buffer.from(bytes).toString("base64") };
    return { ETag: `"${createHash("md5").update(bytes).digest("hex")}"` };
  },

  CompleteMultipartUpload: (scene, input) => {
    const bucket = bucketOf(scene, input);
    const upload = uploadOf(bucket, input.UploadId);
    const parts = input.MultipartUpload?.Parts ?? [];
    if (parts.length === 0) throw fault("MalformedXML", "The XML you provided was not well-formed", 400);
    bucket.uploads = bucket.uploads.filter((each) => each !== upload);
    const { key, bytes: size = 0, parts: kept } = upload;
    // Keys that are whole numbers come in their order.
    const whole = kept && Buffer.concat(Object.values(kept).map((part) => Buffer.from(part, "base64")));
    const row = { key, size, etag: `"${scene.newId("")}-${parts.length}"`, body: whole?.toString("base64") };
    storeObject(scene, bucket, row);
    return { Bucket: bucket.name, Key: upload.key, ETag: row.etag };
  },

  AbortMultipartUpload: (scene, input) => {
    const bucket = bucketOf(scene, input);
    const others = bucket.uploads.filter(({ id }) => id !== input.UploadId);
    if (others.length === bucket.uploads.length) {
      throw fault("NoSuchUpload", "The specified multipart upload does not exist.", 404);
    }
    bucket.uploads = others;
    return {};
  },
} satisfies Handlers<S3>;

function uploadOf({ uploads }: BucketRow, id: string | undefined): UploadRow {
  const found = uploads.find((each) => each.id === id);
  if (!found) throw fault("NoSuchUpload", "The specified multipart upload does not exist.", 404);
  return found;
}
