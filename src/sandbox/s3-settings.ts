import type { S3 } from "@aws-sdk/client-s3";
import { bucketOf } from "./s3-buckets.ts";
import { fault, type Handlers } from "./scene.ts";

/** Each setting is kept as it was put; one that was never put, or was deleted, has its own "does not exist". */
export const bucketSettingHandlers = {
  GetBucketTagging: (scene, input) => {
    const { tags } = bucketOf(scene, input);
    if (tags.length === 0) throw fault("NoSuchTagSet", "The TagSet does not exist", 404);
    return { TagSet: tags };
  },
  PutBucketTagging: (scene, input) => {
    bucketOf(scene, input).tags = input.Tagging?.TagSet ?? [];
    return {};
  },
  DeleteBucketTagging: (scene, input) => {
    bucketOf(scene, input).tags = [];
    return {};
  },

  GetPublicAccessBlock: (scene, input) => ({
    PublicAccessBlockConfiguration: there(
      bucketOf(scene, input).publicAccess,
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found",
    ),
  }),
  PutPublicAccessBlock: (scene, input) => {
    bucketOf(scene, input).publicAccess = input.PublicAccessBlockConfiguration;
    return {};
  },
  DeletePublicAccessBlock: (scene, input) => {
    delete bucketOf(scene, input).publicAccess;
    return {};
  },

  GetBucketOwnershipControls: (scene, input) => ({
    OwnershipControls: there(
      bucketOf(scene, input).ownership,
      "OwnershipControlsNotFoundError",
      "The bucket ownership controls were not found",
    ),
  }),
  PutBucketOwnershipControls: (scene, input) => {
    bucketOf(scene, input).ownership = input.OwnershipControls;
    return {};
  },

  GetBucketEncryption: (scene, input) => ({
    ServerSideEncryptionConfiguration: there(
      bucketOf(scene, input).encryption,
      "ServerSideEncryptionConfigurationNotFoundError",
      "The server side encryption configuration was not found",
    ),
  }),
  PutBucketEncryption: (scene, input) => {
    bucketOf(scene, input).encryption = input.ServerSideEncryptionConfiguration;
    return {};
  },

  GetBucketVersioning: (scene, input) => ({ Status: bucketOf(scene, input).versioning }),
  PutBucketVersioning: (scene, input) => {
    bucketOf(scene, input).versioning = input.VersioningConfiguration?.Status;
    return {};
  },

  GetBucketLifecycleConfiguration: (scene, input) => ({
    Rules: there(
      bucketOf(scene, input).lifecycle,
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist",
    ),
    TransitionDefaultMinimumObjectSize: "all_storage_classes_128K" as const,
  }),
  PutBucketLifecycleConfiguration: (scene, input) => {
    const rules = input.LifecycleConfiguration?.Rules ?? [];
    if (rules.length === 0 || rules.some(({ Status }) => !Status)) {
      throw fault("MalformedXML", "The XML you provided was not well-formed or did not validate against our schema");
    }
    bucketOf(scene, input).lifecycle = rules;
    return {};
  },
  DeleteBucketLifecycle: (scene, input) => {
    delete bucketOf(scene, input).lifecycle;
    return {};
  },

  GetBucketPolicy: (scene, input) => ({
    Policy: there(bucketOf(scene, input).policy, "NoSuchBucketPolicy", "The bucket policy does not exist"),
  }),
  PutBucketPolicy: (scene, input) => {
    const bucket = bucketOf(scene, input);
    const policy = input.Policy ?? "";
    if (!/"Statement"/.test(policy) || !policy.includes(`arn:aws:s3:::${bucket.name}`)) {
      throw fault("MalformedPolicy", "Policy has invalid resource");
    }
    bucket.policy = policy;
    return {};
  },
  DeleteBucketPolicy: (scene, input) => {
    delete bucketOf(scene, input).policy;
    return {};
  },
} satisfies Handlers<S3>;

function there<T>(setting: T | undefined, code: string, message: string): T {
  if (setting === undefined) throw fault(code, message, 404);
  return setting;
}
