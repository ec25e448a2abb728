import type { EC2, InternetGateway, RouteTable, Subnet, Tag, Vpc } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { fault, type Handlers } from "./scene.ts";

type Kept<Shape, Id extends keyof Shape> = Shape & { [Member in Id]-?: string } & { Tags: Tag[] };

export interface Network {
  vpcs: Kept<Vpc, "VpcId" | "CidrBlock">[];
  subnets: Kept<Subnet, "SubnetId" | "VpcId" | "CidrBlock" | "AvailabilityZone">[];
  routeTables: Kept<RouteTable, "RouteTableId" | "VpcId">[];
  internetGateways: Kept<InternetGateway, "InternetGatewayId">[];
}

const VpcId = "vpc-0de0fa0170ac0001a";
const RouteTableId = "rtb-0de0fa0170ac0001a";
const InternetGatewayId = "igw-0de0fa0170ac0001a";

/** What every account has in a region: the default VPC, with a public subnet in each of three Availability Zones. */
export function defaultNetwork(region: string): Network {
  const subnet = (letter: string, index: number) => ({
    SubnetId: `subnet-0de0fa0170ac0001${letter}`,
    VpcId,
    CidrBlock: `172.31.${index * 16}.0/20`,
    AvailabilityZone: `${region}${letter}`,
    AvailabilityZoneId: `sbx-az${index + 1}`,
    State: "available" as const,
    DefaultForAz: true,
    MapPublicIpOnLaunch: true,
    AvailableIpAddressCount: 4091,
    Tags: [],
  });
  return {
    vpcs: [{ VpcId, CidrBlock: "172.31.0.0/16", IsDefault: true, State: "available", Tags: [] }],
    subnets: ["a", "b", "c"].map(subnet),
    routeTables: [
      {
        RouteTableId,
        VpcId,
        Associations: [{ RouteTableId, RouteTableAssociationId: "rtbassoc-0de0fa0170ac0001a", Main: true }],
        Routes: [
          { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local", State: "active", Origin: "CreateRouteTable" },
          { DestinationCidrBlock: "0.0.0.0/0", GatewayId: InternetGatewayId, State: "active", Origin: "CreateRoute" },
        ],
        Tags: [],
      },
    ],
    internetGateways: [{ InternetGatewayId, Attachments: [{ VpcId, State: "attached" }], Tags: [] }],
  };
}

export const networkHandlers = {
  DescribeVpcs({ world: { ec2 } }, { VpcIds, Filters }) {
    const Vpcs = chosen(ec2.vpcs, "VpcId", VpcIds, "InvalidVpcID.NotFound");
    return { Vpcs: filtered(Vpcs, Filters, { cidr: (vpc) => vpc.CidrBlock }) };
  },

  DescribeSubnets({ world: { ec2 } }, { SubnetIds, Filters }) {
    return { Subnets: filtered(chosen(ec2.subnets, "SubnetId", SubnetIds, "InvalidSubnetID.NotFound"), Filters) };
  },

  DescribeRouteTables({ world: { ec2 } }, { RouteTableIds, Filters }) {
    const tables = chosen(ec2.routeTables, "RouteTableId", RouteTableIds, "InvalidRouteTableID.NotFound");
    const RouteTables = filtered(tables, Filters, {
      "association.main": (table) => table.Associations?.map(({ Main }) => Main ?? false),
      "association.subnet-id": (table) => table.Associations?.map(({ SubnetId }) => SubnetId),
      "route.gateway-id": (table) => table.Routes?.map(({ GatewayId }) => GatewayId),
      "route.destination-cidr-block": (table) => table.Routes?.map((route) => route.DestinationCidrBlock),
    });
    return { RouteTables };
  },

  DescribeInternetGateways({ world: { ec2 } }, { InternetGatewayIds, Filters }) {
    const code = "InvalidInternetGatewayID.NotFound";
    const InternetGateways = filtered(
      chosen(ec2.internetGateways, "InternetGatewayId", InternetGatewayIds, code),
      Filters,
      { "attachment.vpc-id": (gateway) => gateway.Attachments?.map((attachment) => attachment.VpcId) },
    );
    return { InternetGateways };
  },

  DescribeAvailabilityZones({ world: { ec2 }, region }, { ZoneNames, Filters }) {
    const zones = [...new Set(ec2.subnets.map((subnet) => subnet.AvailabilityZone))].map((ZoneName, index) => ({
      ZoneName,
      ZoneId: `sbx-az${index + 1}`,
      ZoneType: "availability-zone",
      RegionName: region,
      State: "available" as const,
      OptInStatus: "opt-in-not-required" as const,
    }));
    return { AvailabilityZones: filtered(chosen(zones, "ZoneName", ZoneNames, "InvalidParameterValue"), Filters) };
  },
} satisfies Handlers<EC2>;

/** All, or those of the given ids; the code is what AWS says about an id that does not exist. */
export function chosen<Item, Id extends keyof Item>(
  items: Item[],
  member: Id,
  ids: string[] | undefined,
  code: string,
): Item[] {
  if (!ids?.length) return items;
  return ids.map((id) => {
    const found = items.find((item) => item[member] === id);
    if (!found) throw fault(code, `The ID '${id}' does not exist`);
    return found;
  });
}
