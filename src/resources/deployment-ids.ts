import { DescribeTagsCommand } from "@aws-sdk/client-ec2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { GetBucketTaggingCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import type { AwsTools } from "../aws/tools.ts";
import type { Names } from "../config/naming.ts";
import { roleByName } from "./role.ts";
import { zonesNamed } from "./zone-lookup.ts";

type Tags = readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined;

interface Search {
  tools: Pick<AwsTools, "aws" | "account">;
  app: string;
  environment: string;
  names: Names;
  domain: string | null;
}

/**
 * The ids of the deployments of this app and environment, each with what carries it: whatever is made early, costs money
 * or outlives the rest. One id is what one expects; none means that nothing was made, or by somebody else.
 */
export async function deploymentIds(search: Search): Promise<Map<string, string[]>> {
  const { app, environment } = search;
  const found = new Map<string, string[]>();
  for (const [what, tags] of await everythingNamed(search)) {
    const of = (key: string) => tags?.find(({ Key }) => Key === key)?.Value;
    const id = of(tagKeys.id);
    if (!id || of(tagKeys.app) !== app || of(tagKeys.environment) !== environment) continue;
    found.set(id, [...(found.get(id) ?? []), what]);
  }
  return found;
}

async function everythingNamed(search: Search): Promise<[string, Tags][]> {
  const looks = [inEc2, roles, database, buckets, zones].map((look) => look(search));
  return (await Promise.all(looks)).flat();
}

/** One look at the tags of everything that EC2 has. */
async function inEc2({ tools: { aws } }: Search): Promise<[string, Tags][]> {
  const Filters = [{ Name: "key", Values: [tagKeys.app, tagKeys.environment, tagKeys.id] }];
  const byId = new Map<string, { Key?: string; Value?: string }[]>();
  let NextToken: string | undefined;
  do {
    const page = await aws.ec2(new DescribeTagsCommand({ Filters, NextToken }));
    for (const { ResourceId, Key, Value } of page.Tags ?? []) {
      byId.set(ResourceId!, [...(byId.get(ResourceId!) ?? []), { Key, Value }]);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return [...byId];
}

async function roles({ tools: { aws }, names }: Search): Promise<[string, Tags][]> {
  const all = [names.serverRole, names.codeDeployRole, names.githubRole].map((name) => roleByName(aws, name));
  return (await Promise.all(all)).flatMap((role) => (role ? [[`role ${role.RoleName}`, role.Tags]] : []));
}

async function database({ tools: { aws }, names }: Search): Promise<[string, Tags][]> {
  const look = aws.rds(new DescribeDBInstancesCommand({ DBInstanceIdentifier: names.database }));
  const found = (await orAbsent(look, "DBInstanceNotFound", "DBInstanceNotFoundFault"))?.DBInstances ?? [];
  return found.map(({ DBInstanceIdentifier, TagList }) => [`database ${DBInstanceIdentifier}`, TagList]);
}

/** Their names begin with the deployment's, and end with its id. */
async function buckets({ tools: { aws, account }, names }: Search): Promise<[string, Tags][]> {
  const found: [string, Tags][] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await aws.s3(new ListBucketsCommand({ Prefix: `${names.prefix}-`, ContinuationToken }));
    for (const { Name } of page.Buckets ?? []) {
      const look = aws.s3(new GetBucketTaggingCommand({ Bucket: Name, ExpectedBucketOwner: account }));
      // One of another Region is none of ours.
      const tagged = await orAbsent(look, "NoSuchTagSet", "NoSuchBucket", "PermanentRedirect");
      found.push([`bucket ${Name}`, tagged?.TagSet]);
    }
    ContinuationToken = page.ContinuationToken;
  } while (ContinuationToken);
  return found;
}

async function zones({ tools: { aws }, domain }: Search): Promise<[string, Tags][]> {
  const found = domain === null ? [] : await zonesNamed(aws, domain);
  return found.map(({ zoneName, tags }) => [`hosted zone ${zoneName}`, tags]);
}
