import type { S3 } from "@aws-sdk/client-s3";
import { bucketOf } from "./s3-buckets.ts";
import { fault, type Handlers } from "./scene.ts";

/** Uploads in parts that somebody began and did not finish: the wizard aborts them, and makes none. */
export const uploadHandlers = {
  CreateMultipartUpload: (scene, input) => {
    const upload = { key: input.Key!, id: scene.newId(""), startedAt: scene.now() };
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
