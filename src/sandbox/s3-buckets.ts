import type { BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { checkBucketName } from "./rules.ts";
import type { BucketRow } from "./s3.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const bucketHandlers = {
  CreateBucket: (scene, { Bucket: name = "", CreateBucketConfiguration }) => {
    checkBucketName(name);
    const { LocationConstraint, Tags = [] } = CreateBucketConfiguration ?? {};
    checkLocation(scene, LocationConstraint);
    const { buckets } = scene.world.s3;
    const before = buckets.find((bucket) => bucket.name === name);
    if (before?.owner) throw fault("BucketAlreadyExists", "The requested bucket name is not available.", 409);
    if (before && scene.region !== "us-east-1") {
      const message = "Your previous request to create the named bucket succeeded and you already own it.";
      throw fault("BucketAlreadyOwnedByYou", message, 409);
    }
    if (!before) buckets.push(newBucket(scene, name, Tags));
    return { Location: `/${name}`, BucketArn: `arn:aws:s3:::${name}` };
  },

  /** An answer to HEAD has no body, so the SDK finds no code in a refusal. */
  HeadBucket: (scene, { Bucket, ExpectedBucketOwner }) => {
    const bucket = scene.world.s3.buckets.find(({ name }) => name === Bucket);
    if (!bucket) throw fault("NotFound", "UnknownError", 404);
    if (isForbidden(scene, bucket, ExpectedBucketOwner)) throw fault("Unknown", "UnknownError", 403);
    return { BucketRegion: scene.region, BucketArn: `arn:aws:s3:::${Bucket}` };
  },

  GetBucketLocation: (scene, input) => {
    bucketOf(scene, input);
    return {
      LocationConstraint: scene.region === "us-east-1" ? undefined : (scene.region as BucketLocationConstraint),
    };
  },

  ListBuckets: (scene, { Prefix = "" }) => ({
    Buckets: scene.world.s3.buckets
      .filter(({ name, owner }) => !owner && name.startsWith(Prefix))
      .map(({ name, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: scene.region,
        BucketArn: `arn:aws:s3:::${name}`,
      })),
  }),

  DeleteBucket: (scene, input) => {
    const bucket = bucketOf(scene, input);
    if (bucket.versions.length > 0) {
      const message = "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
      throw fault("BucketNotEmpty", message, 409);
    }
    scene.world.s3.buckets = scene.world.s3.buckets.filter((each) => each !== bucket);
    return {};
  },
} satisfies Handlers<S3>;

/** What nearly every S3 command names. */
export interface BucketInput {
  Bucket: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

export function bucketOf(scene: Scene, { Bucket, ExpectedBucketOwner }: BucketInput): BucketRow {
  const bucket = scene.world.s3.buckets.find(({ name }) => name === Bucket);
  if (!bucket) throw fault("NoSuchBucket", "The specified bucket does not exist", 404);
  if (isForbidden(scene, bucket, ExpectedBucketOwner)) throw fault("AccessDenied", "Access Denied", 403);
  return bucket;
}

const isForbidden = ({ account }: Scene, { owner = account }: BucketRow, expected = account) =>
  owner !== account || expected !== owner;

/** us-east-1 is where a bucket is made when nothing is said, and must not be said. */
function checkLocation({ region }: Scene, constraint: string | undefined): void {
  if (region === "us-east-1" && constraint === region) {
    throw fault("InvalidLocationConstraint", "The specified location-constraint is not valid");
  }
  if ((constraint ?? "us-east-1") === region) return;
  const message = `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`;
  throw fault("IllegalLocationConstraintException", message);
}

/** Every bucket is private, owner enforced and encrypted from the start, as on AWS since 2023. */
function newBucket(scene: Scene, name: string, tags: BucketRow["tags"]): BucketRow {
  return {
    name,
    createdAt: scene.now(),
    tags,
    publicAccess: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    encryption: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    },
    versions: [],
    uploads: [],
  };
}
