import { isDeepStrictEqual } from "node:util";
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { orAbsent } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import type { BucketInput } from "./bucket.ts";
import { differences } from "./differences.ts";
import { toPairs, toRecord } from "./key-values.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

type Setting = (
  tools: AwsTools,
  where: { Bucket: string; ExpectedBucketOwner: string },
  input: BucketInput,
) => Promise<Change[]>;

/**
 * What differs from a bucket that an auditor has nothing to say about. A fresh bucket may not be known to every part of
 * S3 for a few seconds; and S3 refuses a change of settings while another one is going on.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export async function bucketSettings(tools: AwsTools, input: BucketInput): Promise<Change[]> {
  const where = { Bucket: input.name, ExpectedBucketOwner: tools.account };
  const wait = { what: say("waitToTakeSettings", say("titleBucket", input.name)), ...settling };
  const patiently = <T>(attempt: () => Promise<T>) =>
    untilAccepted(tools.poll, wait, refusedWith("NoSuchBucket", "OperationAborted"), attempt);
  const changes = await Promise.all(settings.map((setting) => patiently(() => setting(tools, where, input))));
  return changes.flat().map(({ detail, apply }) => ({ detail, apply: apply && (() => patiently(apply)) }));
}

const publicAccess: Setting = async ({ aws }, where) => {
  const wanted = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const answer = await orAbsent(aws.s3(new GetPublicAccessBlockCommand(where)), "NoSuchPublicAccessBlockConfiguration");
  return differences(wanted, { ...answer?.PublicAccessBlockConfiguration }, () => async () => {
    await aws.s3(new PutPublicAccessBlockCommand({ ...where, PublicAccessBlockConfiguration: wanted }));
  });
};

/** Access control lists switched off: what is in the bucket belongs to its owner, whoever wrote it. */
const ownership: Setting = async ({ aws }, where) => {
  const answer = await orAbsent(aws.s3(new GetBucketOwnershipControlsCommand(where)), "OwnershipControlsNotFoundError");
  const now = { ObjectOwnership: answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership };
  const wanted = { ObjectOwnership: "BucketOwnerEnforced" } as const;
  return differences(wanted, now, () => async () => {
    await aws.s3(new PutBucketOwnershipControlsCommand({ ...where, OwnershipControls: { Rules: [wanted] } }));
  });
};

/** S3's own keys; a KMS key that somebody put in place is left alone, being the stricter choice. */
const encryption: Setting = async ({ aws }, where) => {
  const answer = await orAbsent(
    aws.s3(new GetBucketEncryptionCommand(where)),
    "ServerSideEncryptionConfigurationNotFoundError",
  );
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0];
  const { SSEAlgorithm } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm?.startsWith("aws:kms")) return [];
  const wanted = { SSEAlgorithm: "AES256", BucketKeyEnabled: true } as const;
  return differences(wanted, { SSEAlgorithm, BucketKeyEnabled: rule?.BucketKeyEnabled }, () => async () => {
    const { SSEAlgorithm, BucketKeyEnabled } = wanted;
    const changed = { ...rule, ApplyServerSideEncryptionByDefault: { SSEAlgorithm }, BucketKeyEnabled };
    await aws.s3(new PutBucketEncryptionCommand({ ...where, ServerSideEncryptionConfiguration: { Rules: [changed] } }));
  });
};

const versioning: Setting = async ({ aws }, where) => {
  const { Status } = await aws.s3(new GetBucketVersioningCommand(where));
  return differences({ versioning: "Enabled" }, { versioning: Status }, () => async () => {
    await aws.s3(new PutBucketVersioningCommand({ ...where, VersioningConfiguration: { Status: "Enabled" } }));
  });
};

const ruleId = "deploy-wizard";

/** Unfinished uploads and old versions cost money and show up nowhere. Rules of somebody else's stay. */
const lifecycle: Setting = async ({ aws }, where, { purpose }) => {
  const answer = await orAbsent(
    aws.s3(new GetBucketLifecycleConfigurationCommand(where)),
    "NoSuchLifecycleConfiguration",
  );
  const rules = answer?.Rules ?? [];
  const wanted: LifecycleRule = {
    ID: ruleId,
    Status: "Enabled",
    Filter: { Prefix: "" },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    // With days, S3 clears away the delete markers itself.
    Expiration: purpose === "build" ? { Days: 365 } : { ExpiredObjectDeleteMarker: true },
  };
  const now = ruleInWords(rules.find(({ ID }) => ID === ruleId));
  return differences({ lifecycle: ruleInWords(wanted) }, { lifecycle: now }, () => async () => {
    const Rules = [...rules.filter(({ ID }) => ID !== ruleId), wanted];
    await aws.s3(new PutBucketLifecycleConfigurationCommand({ ...where, LifecycleConfiguration: { Rules } }));
  });
};

function ruleInWords(rule: LifecycleRule | undefined): string {
  if (!rule) return "none";
  const { Status, Filter, AbortIncompleteMultipartUpload, NoncurrentVersionExpiration, Expiration } = rule;
  const days = (count: number | undefined) => (count === undefined ? "kept" : `${count} days`);
  return [
    `${Status}${Filter?.Prefix ? ` below ${Filter.Prefix}` : ""}`,
    `unfinished uploads ${days(AbortIncompleteMultipartUpload?.DaysAfterInitiation)}`,
    `old versions ${days(NoncurrentVersionExpiration?.NoncurrentDays)}`,
    `objects ${days(Expiration?.Days)}`,
  ].join(", ");
}

const tags: Setting = async ({ aws, owner }, where) => {
  const answer = await orAbsent(aws.s3(new GetBucketTaggingCommand(where)), "NoSuchTagSet");
  const now = toRecord(answer?.TagSet);
  const wanted = toRecord(owner.tags(where.Bucket));
  return differences(wanted, now, () => async () => {
    await aws.s3(new PutBucketTaggingCommand({ ...where, Tagging: { TagSet: toPairs({ ...now, ...wanted }) } }));
  });
};

interface Policy {
  Version: string;
  Statement: { Sid?: string }[];
}

/** Nothing over plain http. Statements of somebody else's stay. */
const tlsOnly: Setting = async ({ aws, partition }, where) => {
  const arn = `arn:${partition}:s3:::${where.Bucket}`;
  const wanted = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const answer = await orAbsent(aws.s3(new GetBucketPolicyCommand(where)), "NoSuchBucketPolicy");
  const policy: Policy = answer?.Policy ? JSON.parse(answer.Policy) : { Version: "2012-10-17", Statement: [] };
  const statements = [policy.Statement].flat();
  const now = statements.find(({ Sid }) => Sid === wanted.Sid);
  if (isDeepStrictEqual(now, wanted)) return [];
  const others = statements.filter((statement) => statement !== now);
  const Policy = JSON.stringify({ ...policy, Statement: [...others, wanted] });
  return [
    {
      detail: `policy TlsOnly: ${now ? "differs" : "unset"} -> no access over plain http`,
      apply: async () => {
        await aws.s3(new PutBucketPolicyCommand({ ...where, Policy }));
      },
    },
  ];
};

const settings: Setting[] = [publicAccess, ownership, encryption, versioning, lifecycle, tags, tlsOnly];
