import { DescribeAddressesCommand, DescribeInstancesCommand, DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { DescribeDBInstancesCommand, DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
import { GetBucketTaggingCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import type { Aws } from "../aws/clients.ts";
import { awsCode, orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import { createNames, type Names } from "../config/naming.ts";
import { WizardError } from "../engine/errors.ts";
import { loadBalancingTags } from "../resources/load-balancing-tags.ts";
import { zonesNamed } from "../resources/zone-lookup.ts";

/** Something in the account that carries the tags of an app's environment. */
export interface Holding {
  /** As the resource's own `id` has it. */
  id: string;
  /** For people: `instance i-0123`. */
  what: string;
  deploymentId: string;
  /** What it was made as. */
  key: string;
}

export interface Whose {
  app: string;
  environment: string;
  domain: string | null;
  account: string;
}

type Tags = readonly { Key?: string | undefined; Value?: string | undefined }[];
type Seen = { id: string; what: string; tags: Tags | undefined };

/**
 * What an app's environment has in the account, whichever deployment made it. EC2 finds by tags alone; elsewhere the
 * names are known beforehand, and a bucket's name but for its end.
 */
export async function holdingsOf(aws: Aws, whose: Whose): Promise<Holding[]> {
  // Names of buckets end in the id that is looked for; all others do without it.
  const names = createNames(whose.app, whose.environment, "");
  const looks = [
    instances(aws, whose),
    securityGroups(aws, whose),
    addresses(aws, whose),
    ...[names.serverRole, names.codeDeployRole, names.githubRole].map((name) => role(aws, name)),
    database(aws, names),
    snapshots(aws, names),
    loadBalancer(aws, names),
    zones(aws, whose),
    buckets(aws, whose, [names.buildBucket, names.assetsBucket]),
  ];
  const seen = (await Promise.all(looks)).flat();
  return seen.flatMap(({ id, what, tags }) => {
    const value = (key: string) => tags?.find(({ Key }) => Key === key)?.Value;
    const deploymentId = value(tagKeys.id);
    if (!deploymentId || value(tagKeys.app) !== whose.app || value(tagKeys.environment) !== whose.environment)
      return [];
    return [{ id, what: `${what} ${id}`, deploymentId, key: value(tagKeys.resource) ?? "" }];
  });
}

const tagged = ({ app, environment }: Whose) => [
  { Name: `tag:${tagKeys.app}`, Values: [app] },
  { Name: `tag:${tagKeys.environment}`, Values: [environment] },
];

async function instances(aws: Aws, whose: Whose): Promise<Seen[]> {
  const live = { Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] };
  const { Reservations } = await aws.ec2(new DescribeInstancesCommand({ Filters: [...tagged(whose), live] }));
  return (Reservations ?? [])
    .flatMap(({ Instances }) => Instances ?? [])
    .map(({ InstanceId, Tags }) => ({ id: InstanceId!, what: "instance", tags: Tags }));
}

async function securityGroups(aws: Aws, whose: Whose): Promise<Seen[]> {
  const { SecurityGroups } = await aws.ec2(new DescribeSecurityGroupsCommand({ Filters: tagged(whose) }));
  return (SecurityGroups ?? []).map(({ GroupId, Tags }) => ({ id: GroupId!, what: "security group", tags: Tags }));
}

async function addresses(aws: Aws, whose: Whose): Promise<Seen[]> {
  const { Addresses } = await aws.ec2(new DescribeAddressesCommand({ Filters: tagged(whose) }));
  return (Addresses ?? []).map(({ AllocationId, Tags }) => ({ id: AllocationId!, what: "Elastic IP", tags: Tags }));
}

async function role(aws: Aws, name: string): Promise<Seen[]> {
  const found = await orAbsent(
    aws.iam(new GetRoleCommand({ RoleName: name })),
    "NoSuchEntity",
    "NoSuchEntityException",
  );
  return found?.Role ? [{ id: found.Role.Arn!, what: "role", tags: found.Role.Tags }] : [];
}

async function database(aws: Aws, { database: DBInstanceIdentifier }: Names): Promise<Seen[]> {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier });
  const found = await orAbsent(aws.rds(command), "DBInstanceNotFound", "DBInstanceNotFoundFault");
  return (found?.DBInstances ?? []).map((each) => ({
    id: each.DBInstanceIdentifier!,
    what: "database",
    tags: each.TagList,
  }));
}

async function snapshots(aws: Aws, { database: DBInstanceIdentifier }: Names): Promise<Seen[]> {
  const command = new DescribeDBSnapshotsCommand({ DBInstanceIdentifier, SnapshotType: "manual" });
  const found = await orAbsent(aws.rds(command), "DBInstanceNotFound", "DBInstanceNotFoundFault");
  return (found?.DBSnapshots ?? []).map((each) => ({
    id: each.DBSnapshotIdentifier!,
    what: "database snapshot",
    tags: each.TagList,
  }));
}

async function loadBalancer(aws: Aws, names: Names): Promise<Seen[]> {
  const command = new DescribeLoadBalancersCommand({ Names: [names.loadBalancer] });
  const found = await orAbsent(aws.elb(command), "LoadBalancerNotFound", "LoadBalancerNotFoundException");
  const [arn] = (found?.LoadBalancers ?? []).map(({ LoadBalancerArn }) => LoadBalancerArn!);
  return arn ? [{ id: arn, what: "load balancer", tags: await loadBalancingTags(aws, arn) }] : [];
}

async function zones(aws: Aws, { domain }: Whose): Promise<Seen[]> {
  const found = domain ? await zonesNamed(aws, domain) : [];
  return found.map(({ zoneId, tags }) => ({ id: zoneId, what: "hosted zone", tags }));
}

async function buckets(aws: Aws, { account }: Whose, prefixes: readonly string[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const Prefix of prefixes) {
    const { Buckets } = await aws.s3(new ListBucketsCommand({ Prefix }));
    for (const { Name } of Buckets ?? []) {
      // Not every S3 knows the prefix.
      if (!Name?.startsWith(Prefix)) continue;
      const command = new GetBucketTaggingCommand({ Bucket: Name, ExpectedBucketOwner: account });
      const answer = await orAbsent(aws.s3(command), "NoSuchTagSet", "NoSuchBucket").catch(explainRegion(Name));
      seen.push({ id: Name, what: "bucket", tags: answer?.TagSet });
    }
  }
  return seen;
}

/** Buckets of all Regions are listed, and each answers in its own only. */
const explainRegion =
  (name: string) =>
  (cause: unknown): never => {
    if (!["PermanentRedirect", "AuthorizationHeaderMalformed"].includes(awsCode(cause))) throw cause;
    throw new WizardError("usage", `Bucket ${name} is in another Region.`, {
      hint: "Give the deployment's own Region: --region, or region in the config.",
      cause,
    });
  };
