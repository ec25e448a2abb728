import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeSecurityGroupsCommand,
} from "@aws-sdk/client-ec2";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeAccountAttributesCommand } from "@aws-sdk/client-rds";
import { GetAccountLimitCommand } from "@aws-sdk/client-route-53";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import type { Aws } from "../aws/clients.ts";
import { WizardError } from "../engine/errors.ts";

/** How much of a quota is used, and the quota itself where the service says it in the same breath. */
export interface Room {
  used: number;
  most?: number;
}

export async function addresses(aws: Aws): Promise<Room> {
  const { Addresses = [] } = await aws.ec2(new DescribeAddressesCommand({}));
  return { used: Addresses.length };
}

export async function securityGroups(aws: Aws): Promise<Room> {
  return {
    used: await counted(async (NextToken) => {
      const answer = await aws.ec2(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken }));
      return { items: answer.SecurityGroups, next: answer.NextToken };
    }),
  };
}

export async function loadBalancers(aws: Aws): Promise<Room> {
  return {
    used: await counted(async (Marker) => {
      const answer = await aws.elb(new DescribeLoadBalancersCommand({ Marker }));
      const items = answer.LoadBalancers?.filter(({ Type }) => (Type ?? "application") === "application");
      return { items, next: answer.NextMarker };
    }),
  };
}

export async function buckets(aws: Aws): Promise<Room> {
  return {
    used: await counted(async (ContinuationToken) => {
      const answer = await aws.s3(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken }));
      return { items: answer.Buckets, next: answer.ContinuationToken };
    }),
  };
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeAccountAttributes.html */
export async function databases(aws: Aws): Promise<Room> {
  const { AccountQuotas } = await aws.rds(new DescribeAccountAttributesCommand({}));
  const found = AccountQuotas?.find(({ AccountQuotaName }) => AccountQuotaName === "DBInstances");
  if (!found) throw new WizardError("no-answer", "RDS does not say how many databases there may be");
  return { used: found.Used ?? 0, most: found.Max ?? 0 };
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetAccountLimit.html */
export async function hostedZones(aws: Aws): Promise<Room> {
  const { Count, Limit } = await aws.route53(new GetAccountLimitCommand({ Type: "MAX_HOSTED_ZONES_BY_OWNER" }));
  return { used: Count ?? 0, most: Limit?.Value ?? 0 };
}

/**
 * The vCPUs that count for the quota of standard instances: those of `types`, or of all that run now. Other families
 * (accelerated, large memory) and Spot instances have quotas of their own.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html
 */
export async function standardVcpus(aws: Aws, types?: readonly string[]): Promise<number> {
  const standard = (types ?? (await runningTypes(aws))).filter((type) => standardFamily.test(type));
  if (standard.length === 0) return 0;
  const filter = { Name: "instance-type", Values: [...new Set(standard)] };
  const { InstanceTypes = [] } = await aws.ec2(new DescribeInstanceTypesCommand({ Filters: [filter] }));
  const vcpus = new Map(
    InstanceTypes.map(({ InstanceType, VCpuInfo }): [string, number] => [InstanceType!, VCpuInfo?.DefaultVCpus ?? 0]),
  );
  return standard.reduce((sum, type) => sum + (vcpus.get(type) ?? 0), 0);
}

/** A, C, D, H, I, M, R, T and Z; but not `hpc`, `inf`, `mac`, `trn`, nor the large memory of `u`. */
const standardFamily = /^(a|c|d|h|i|im|is|m|r|t|z)\d/;

async function runningTypes(aws: Aws): Promise<string[]> {
  const types: string[] = [];
  await counted(async (NextToken) => {
    const filter = { Name: "instance-state-name", Values: ["pending", "running"] };
    const answer = await aws.ec2(new DescribeInstancesCommand({ Filters: [filter], MaxResults: 1000, NextToken }));
    const instances = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    types.push(...instances.filter((each) => !each.InstanceLifecycle).map(({ InstanceType }) => InstanceType!));
    return { items: instances, next: answer.NextToken };
  });
  return types;
}

/** How many items there are on all pages. */
async function counted(
  page: (next: string | undefined) => Promise<{ items: readonly unknown[] | undefined; next: string | undefined }>,
): Promise<number> {
  let count = 0;
  let next: string | undefined;
  do {
    const answer = await page(next);
    count += answer.items?.length ?? 0;
    next = answer.next;
  } while (next);
  return count;
}
