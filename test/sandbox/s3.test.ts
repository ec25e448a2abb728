import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { openedServices, tags } from "./open-services.ts";

const Bucket = "shop-prod-assets-1a2b3c";
const LocationConstraint = "ap-northeast-2" as const;

async function withBucket({ versioned = true } = {}) {
  const services = openedServices();
  await services.s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint, Tags: tags } });
  const VersioningConfiguration = { Status: "Enabled" as const };
  if (versioned) await services.s3.putBucketVersioning({ Bucket, VersioningConfiguration });
  return services;
}

test("one's own bucket cannot be made twice, except in us-east-1, and somebody else's not at all", async () => {
  const { s3, world } = await withBucket();
  const again = s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
  expect(await refusal(again)).toBe("BucketAlreadyOwnedByYou");
  world.s3.buckets[0]!.owner = "111111111111";
  const taken = s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
  expect(await refusal(taken)).toBe("BucketAlreadyExists");
  expect(await refusal(s3.headBucket({ Bucket }))).toBe("Unknown");
  expect(await refusal(s3.getBucketTagging({ Bucket }))).toBe("AccessDenied");
  const virginia = openedServices({ region: "us-east-1" });
  await virginia.s3.createBucket({ Bucket });
  await virginia.s3.createBucket({ Bucket });
});

test("is made in its own region, and us-east-1 must not be named", async () => {
  const { s3 } = openedServices();
  const elsewhere = s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } });
  expect(await refusal(elsewhere)).toBe("IllegalLocationConstraintException");
  const virginia = openedServices({ region: "us-east-1" });
  const named = { LocationConstraint: "us-east-1" as never };
  const refused = virginia.s3.createBucket({ Bucket, CreateBucketConfiguration: named });
  expect(await refusal(refused)).toBe("InvalidLocationConstraint");
});

test.each(["Shop", "xn--shop", "sh", "shop--ol-s3"])("the name %s is refused", async (name) => {
  const { s3 } = openedServices();
  const made = s3.createBucket({ Bucket: name, CreateBucketConfiguration: { LocationConstraint } });
  expect(await refusal(made)).toBe("InvalidBucketName");
});

test("only the account that owns it may look, when an owner is expected", async () => {
  const { s3 } = await withBucket();
  await s3.headBucket({ Bucket, ExpectedBucketOwner: "000000000000" });
  expect(await refusal(s3.getBucketTagging({ Bucket, ExpectedBucketOwner: "111111111111" }))).toBe("AccessDenied");
  expect(await refusal(s3.headBucket({ Bucket: "nobody-s-bucket" }))).toBe("NotFound");
  expect((await s3.getBucketTagging({ Bucket })).TagSet).toEqual(tags);
});

test("a fresh bucket is private and encrypted; what was never set does not exist", async () => {
  const { s3 } = await withBucket({ versioned: false });
  const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket });
  expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, RestrictPublicBuckets: true });
  expect((await s3.getBucketVersioning({ Bucket })).Status).toBeUndefined();
  expect(await refusal(s3.getBucketPolicy({ Bucket }))).toBe("NoSuchBucketPolicy");
  expect(await refusal(s3.getBucketLifecycleConfiguration({ Bucket }))).toBe("NoSuchLifecycleConfiguration");
  const Rules = [{ ID: "old", Status: "Enabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 90 } }];
  await s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } });
  expect((await s3.getBucketLifecycleConfiguration({ Bucket })).Rules).toEqual(Rules);
});

test("an object comes back as it was stored, and conditions are kept", async () => {
  const { s3 } = await withBucket();
  const at = { Bucket, Key: "state/prod.json" };
  const { ETag } = await s3.putObject({ ...at, Body: "one", IfNoneMatch: "*" });
  expect(await refusal(s3.putObject({ ...at, Body: "two", IfNoneMatch: "*" }))).toBe("PreconditionFailed");
  expect(await (await s3.getObject(at)).Body!.transformToString()).toBe("one");
  await s3.putObject({ ...at, Body: Buffer.from("two"), IfMatch: ETag });
  expect(await refusal(s3.putObject({ ...at, Body: "three", IfMatch: ETag }))).toBe("PreconditionFailed");
  expect(await refusal(s3.getObject({ Bucket, Key: "none" }))).toBe("NoSuchKey");
  expect((await s3.listObjectsV2({ Bucket, Prefix: "state/" })).Contents).toMatchObject([{ Key: at.Key, Size: 3 }]);
});

test("a bucket goes only when all versions and delete markers are gone", async () => {
  const { s3 } = await withBucket();
  const at = { Bucket, Key: "a.png" };
  await s3.putObject({ ...at, Body: "one" });
  await s3.putObject({ ...at, Body: "two" });
  expect((await s3.deleteObject(at)).DeleteMarker).toBe(true);
  expect((await s3.listObjectsV2({ Bucket })).Contents).toEqual([]);
  expect(await refusal(s3.getObject(at))).toBe("NoSuchKey");
  expect(await refusal(s3.deleteBucket({ Bucket }))).toBe("BucketNotEmpty");
  const first = await s3.listObjectVersions({ Bucket, MaxKeys: 2 });
  expect(first).toMatchObject({ IsTruncated: true, DeleteMarkers: [{ IsLatest: true }] });
  const rest = await s3.listObjectVersions({
    Bucket,
    KeyMarker: first.NextKeyMarker,
    VersionIdMarker: first.NextVersionIdMarker,
  });
  const all = [first, rest].flatMap(({ Versions, DeleteMarkers }) => [...Versions!, ...DeleteMarkers!]);
  expect(all).toHaveLength(3);
  const Objects = all.map(({ Key, VersionId }) => ({ Key, VersionId }));
  expect((await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } })).Deleted).toBeUndefined();
  await s3.deleteBucket({ Bucket });
  expect(await refusal(s3.deleteBucket({ Bucket }))).toBe("NoSuchBucket");
});

test("unfinished uploads are listed until they are aborted", async () => {
  const { s3 } = await withBucket();
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: "big.zip" });
  expect((await s3.listMultipartUploads({ Bucket })).Uploads).toMatchObject([{ Key: "big.zip", UploadId }]);
  await s3.abortMultipartUpload({ Bucket, Key: "big.zip", UploadId });
  expect(await refusal(s3.abortMultipartUpload({ Bucket, Key: "big.zip", UploadId }))).toBe("NoSuchUpload");
});
