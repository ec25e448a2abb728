import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import { awsCode, orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { emptyBucket, holdsData, versionsIn } from "./bucket-contents.ts";
import { bucketSettings } from "./bucket-settings.ts";
import { fewOf } from "./few.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

export interface BucketInput {
  /** 3 to 63 lower-case letters, digits and hyphens, unique among all buckets of all accounts. */
  name: string;
  /** What is deployed (`build`, thrown away at teardown), or what the app stores (`assets`, the person's data). */
  purpose: "build" | "assets";
}

export interface BucketOutput {
  name: string;
  arn: string;
}

/**
 * Private S3 bucket. Everything that makes it safe is a setting (`bucket-settings.ts`), so that a bucket whose making
 * was cut short ends up the same.
 * Throws `not-ours` if the name is taken, in this account or in another.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export const bucket: AwsResource<BucketInput, BucketOutput> = {
  kind: "bucket",
  title: ({ name, purpose }) => say(purpose === "build" ? "titleBuildBucket" : "titleAssetsBucket", name),
  id: ({ name }) => name,

  async find(tools, { name }) {
    const tags = await tagsOf(tools, name);
    if (!tags) return undefined;
    tools.owner.claim(`Bucket ${name}`, tags);
    return { output: toOutput(tools, name) };
  },

  async create(tools, { name }) {
    const { aws, owner, poll, region } = tools;
    // us-east-1 is where a bucket is made when nothing is said, and must not be said.
    const LocationConstraint = region === "us-east-1" ? undefined : (region as BucketLocationConstraint);
    const command = new CreateBucketCommand({
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint, Tags: owner.tags(name) },
    });
    try {
      // After a bucket was deleted its name stays locked for a while.
      const wait = { what: say("waitNameToBeFree", name), hint: "Run `deploy-wizard resume` in an hour." };
      await untilAccepted(poll, wait, refusedWith("OperationAborted"), () =>
        orAbsent(aws.s3(command), "BucketAlreadyOwnedByYou"),
      );
    } catch (error) {
      if (awsCode(error) === "BucketAlreadyExists") throw taken(name, "in another AWS account", error);
      throw error;
    }
    const tags = await poll({ what: say("waitToAppear", say("titleBucket", name)), ...settling }, () =>
      tagsOf(tools, name),
    );
    owner.claim(`Bucket ${name}`, tags);
    return toOutput(tools, name);
  },

  sync: bucketSettings,

  async stays(tools, { name, purpose }) {
    return purpose === "assets" && (await holdsData(tools, name)) ? say("keptAssets") : undefined;
  },

  async holders(tools, { name }) {
    const left = await versionsIn(tools, name);
    return fewOf(left.map(({ Key, VersionId }) => say("holdsVersion", Key!, VersionId!)));
  },

  async remove(tools, input, output, { keepData }) {
    const { name } = input;
    const kept = keepData ? await bucket.stays?.(tools, input, output) : undefined;
    if (kept) return { kept };
    const { aws, account, poll } = tools;
    const command = new DeleteBucketCommand({ Bucket: name, ExpectedBucketOwner: account });
    await untilAccepted(
      poll,
      { what: say("waitToBeEmpty", say("titleBucket", name)), everySeconds: 2 },
      // Something may have been stored since it was emptied; or a setting is still being changed.
      refusedWith("BucketNotEmpty", "OperationAborted"),
      async () => {
        await emptyBucket(tools, name);
        return orAbsent(aws.s3(command), "NoSuchBucket");
      },
    );
    await poll(
      { what: say("waitToDisappear", say("titleBucket", name)), everySeconds: 2 },
      async () => !(await tagsOf(tools, name)),
    );
  },
};

/**
 * The tags of the bucket; undefined when there is no such bucket. It stands for HeadBucket, whose answers have no body
 * and so cannot tell a bucket of somebody else's from an expired session.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
async function tagsOf({ aws, account }: AwsTools, name: string): Promise<Tag[] | undefined> {
  try {
    const command = new GetBucketTaggingCommand({ Bucket: name, ExpectedBucketOwner: account });
    return (await aws.s3(command)).TagSet ?? [];
  } catch (error) {
    switch (awsCode(error)) {
      case "NoSuchBucket":
        return undefined;
      case "NoSuchTagSet":
        return [];
      case "AccessDenied":
        throw taken(name, "in another AWS account (or this one lacks the permission s3:GetBucketTagging)", error);
      case "PermanentRedirect":
      case "AuthorizationHeaderMalformed":
        throw taken(name, "in another Region", error);
      default:
        throw error;
    }
  }
}

function taken(name: string, where: string, cause: unknown): WizardError {
  return new WizardError("not-ours", `Bucket ${name} exists already, ${where}.`, {
    hint: "Bucket names are shared by everybody: choose another --app or --env.",
    cause,
  });
}

const toOutput = ({ partition }: AwsTools, name: string): BucketOutput => ({
  name,
  arn: `arn:${partition}:s3:::${name}`,
});
