import {
  DescribeAvailabilityZonesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  type RouteTable,
  type Subnet,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

export interface SubnetsInput {
  vpcId: string;
}

export interface SubnetChoice {
  subnetId: string;
  /** Its Availability Zone, `ap-northeast-2a`. */
  zone: string;
}

export interface SubnetsOutput {
  /** One per Availability Zone, two or three, sorted by zone. */
  subnets: SubnetChoice[];
}

/** A load balancer and a database subnet group both want two Availability Zones. */
const zonesNeeded = 2;
/** Each further zone costs a public address of the load balancer; the third is for types that one zone does not offer. */
const mostZones = 3;

/**
 * The public subnets of a VPC: those whose route table leads to an internet gateway. They are looked up and never
 * made. Throws `preflight` when they lie in fewer than two Availability Zones.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const subnets: AwsResource<SubnetsInput, SubnetsOutput> = {
  kind: "subnets",
  title: ({ vpcId }) => say("titlePublicSubnets", vpcId),
  id: ({ subnets }) => subnets.map(({ subnetId }) => subnetId).join(", "),

  async find({ aws }, { vpcId }, { recorded }) {
    const subnets = await publicSubnets(aws, vpcId, recorded?.subnets ?? []);
    return subnets.length < zonesNeeded ? undefined : { output: { subnets }, foreign: true };
  },

  async prepare({ aws }, input) {
    throw await tooFew(aws, input);
  },

  async create({ aws }, input) {
    throw await tooFew(aws, input);
  },

  async remove() {
    // They were there before us.
  },
};

/** One public subnet per Availability Zone: the one used so far, else AWS's default one, else the first by id. */
async function publicSubnets(aws: Aws, vpcId: string, used: SubnetChoice[]): Promise<SubnetChoice[]> {
  const inVpc = { Name: "vpc-id", Values: [vpcId] };
  const [{ Subnets }, { RouteTables = [] }, { AvailabilityZones = [] }] = await Promise.all([
    aws.ec2(new DescribeSubnetsCommand({ Filters: [inVpc, { Name: "state", Values: ["available"] }] })),
    aws.ec2(new DescribeRouteTablesCommand({ Filters: [inVpc] })),
    aws.ec2(new DescribeAvailabilityZonesCommand({})),
  ]);
  // Local and Wavelength Zones cannot share a load balancer with Availability Zones.
  const zones = AvailabilityZones.filter(({ ZoneType }) => (ZoneType ?? "availability-zone") === "availability-zone");
  const isUsed = (id: string) => used.some(({ subnetId }) => subnetId === id);
  const rank = ({ SubnetId, DefaultForAz }: Subnet) => (isUsed(SubnetId!) ? 0 : DefaultForAz ? 1 : 2);
  const open = (Subnets ?? [])
    .filter((subnet) => !subnet.Ipv6Native && isPublic(subnet, RouteTables))
    .sort((a, b) => rank(a) - rank(b) || a.SubnetId!.localeCompare(b.SubnetId!));
  return zones
    .map(({ ZoneName }) => ({ zone: ZoneName!, subnet: open.find((each) => each.AvailabilityZone === ZoneName) }))
    .flatMap(({ zone, subnet }) => (subnet ? [{ subnetId: subnet.SubnetId!, zone }] : []))
    .sort((a, b) => Number(isUsed(b.subnetId)) - Number(isUsed(a.subnetId)) || a.zone.localeCompare(b.zone))
    .slice(0, mostZones)
    .sort((a, b) => a.zone.localeCompare(b.zone));
}

/**
 * Whether traffic finds the internet directly. A subnet without a route table of its own follows the VPC's main one.
 * AWS makes the default subnets of a default VPC public; they count as such unless a route table leads elsewhere.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function isPublic(subnet: Subnet, tables: readonly RouteTable[]): boolean {
  const own = tables.find(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === subnet.SubnetId));
  const main = tables.find(({ Associations }) => Associations?.some(({ Main }) => Main));
  const out = (own ?? main)?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  if (out) return Boolean(out.GatewayId?.startsWith("igw-") && out.State !== "blackhole");
  return Boolean(!own && subnet.DefaultForAz && subnet.MapPublicIpOnLaunch);
}

async function tooFew(aws: Aws, { vpcId }: SubnetsInput): Promise<WizardError> {
  const zones = (await publicSubnets(aws, vpcId, [])).map(({ zone }) => zone);
  const where = zones.length === 0 ? "no Availability Zone" : `${zones.join(", ")} only`;
  return new WizardError("preflight", `${vpcId} has public subnets in ${where}; two Availability Zones are needed.`, {
    hint: "Give it subnets in two zones with a route 0.0.0.0/0 to an internet gateway, or name another: --vpc vpc-...",
  });
}
