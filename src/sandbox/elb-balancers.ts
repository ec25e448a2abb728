import type {
  CreateLoadBalancerCommandInput,
  ElasticLoadBalancingV2,
  LoadBalancer,
  LoadBalancerAttribute,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { placeInterfaces, releaseInterfaces } from "./ec2-interfaces.ts";
import type { LoadBalancerRow } from "./elb.ts";
import { dropListener } from "./elb-listeners.ts";
import { elbFault } from "./query-fault.ts";
import { checkElbName, required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";
import { isOver, takes } from "./times.ts";

/** The attributes of an Application Load Balancer, as AWS sets them when nothing is said. */
const defaultAttributes: Record<string, string> = {
  "access_logs.s3.bucket": "",
  "access_logs.s3.enabled": "false",
  "access_logs.s3.prefix": "",
  "client_keep_alive.seconds": "3600",
  "deletion_protection.enabled": "false",
  "idle_timeout.timeout_seconds": "60",
  "load_balancing.cross_zone.enabled": "true",
  "routing.http.desync_mitigation_mode": "defensive",
  "routing.http.drop_invalid_header_fields.enabled": "false",
  "routing.http.preserve_host_header.enabled": "false",
  "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
  "routing.http.xff_client_port.enabled": "false",
  "routing.http.xff_header_processing.mode": "append",
  "routing.http2.enabled": "true",
  "waf.fail_open.enabled": "false",
};

export const balancerHandlers = {
  CreateLoadBalancer: (scene, input) => {
    required("ValidationError", input, "Name");
    checkElbName("load balancer", input.Name!);
    const subnetIds = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId }) => SubnetId!) ?? [];
    checkSubnets(scene, subnetIds);
    checkGroups(scene, input.SecurityGroups);
    const row = newBalancer(scene, input, subnetIds);
    const before = scene.world.elb.loadBalancers.find(({ name }) => name === row.name);
    if (before) {
      if (settings(before) === settings(row)) return { LoadBalancers: [toLoadBalancer(scene, before)] };
      const message = `A load balancer with the same name '${row.name}' exists, but with different settings`;
      throw elbFault("DuplicateLoadBalancerName", message);
    }
    scene.world.elb.loadBalancers.push(row);
    placeBalancer(scene, row);
    return { LoadBalancers: [toLoadBalancer(scene, row)] };
  },

  DescribeLoadBalancers: (scene, { LoadBalancerArns, Names }) => {
    const rows = scene.world.elb.loadBalancers;
    if (Names?.some((name) => !rows.some((row) => row.name === name))) {
      throw elbFault("LoadBalancerNotFound", `Load balancers '[${Names}]' not found`);
    }
    const wanted = LoadBalancerArns?.map((arn) => balancerOf(scene, arn)) ?? rows;
    return {
      LoadBalancers: wanted
        .filter(({ name }) => Names?.includes(name) ?? true)
        .map((row) => toLoadBalancer(scene, row)),
    };
  },

  DescribeLoadBalancerAttributes: (scene, { LoadBalancerArn }) => ({
    Attributes: toAttributes(balancerOf(scene, LoadBalancerArn)),
  }),

  ModifyLoadBalancerAttributes: (scene, { LoadBalancerArn, Attributes = [] }) => {
    const row = balancerOf(scene, LoadBalancerArn);
    const unknown = Attributes.find(({ Key }) => !(Key! in defaultAttributes));
    if (unknown) throw elbFault("ValidationError", `Load balancer attribute key '${unknown.Key}' is not recognized`);
    for (const { Key, Value } of Attributes) row.attributes[Key!] = Value!;
    return { Attributes: toAttributes(row) };
  },

  SetSecurityGroups: (scene, { LoadBalancerArn, SecurityGroups = [] }) => {
    const row = balancerOf(scene, LoadBalancerArn);
    checkGroups(scene, SecurityGroups);
    row.securityGroupIds = SecurityGroups;
    placeBalancer(scene, row);
    return { SecurityGroupIds: SecurityGroups };
  },

  SetSubnets: (scene, { LoadBalancerArn, Subnets = [] }) => {
    const row = balancerOf(scene, LoadBalancerArn);
    checkSubnets(scene, Subnets);
    row.subnetIds = Subnets;
    placeBalancer(scene, row);
    return { AvailabilityZones: toLoadBalancer(scene, row).AvailabilityZones };
  },

  /** One that is gone already is a success. */
  DeleteLoadBalancer: (scene, { LoadBalancerArn }) => {
    const { elb } = scene.world;
    const row = elb.loadBalancers.find(({ arn }) => arn === LoadBalancerArn);
    if (!row) return {};
    if (row.attributes["deletion_protection.enabled"] === "true") {
      const message = `Load balancer '${row.arn}' cannot be deleted because deletion protection is enabled`;
      throw elbFault("OperationNotPermitted", message);
    }
    for (const { arn, loadBalancerArn } of elb.listeners) if (loadBalancerArn === row.arn) dropListener(scene, arn);
    elb.loadBalancers = elb.loadBalancers.filter(({ arn }) => arn !== row.arn);
    releaseInterfaces(scene, row.arn, takes(scene, "interfacesGone"));
    return {};
  },
} satisfies Handlers<ElasticLoadBalancingV2>;

export function balancerOf(scene: Scene, arn: string | undefined): LoadBalancerRow {
  const row = scene.world.elb.loadBalancers.find((each) => each.arn === arn);
  if (!row) throw elbFault("LoadBalancerNotFound", `Load balancer '${arn}' not found`);
  return row;
}

function newBalancer(scene: Scene, input: CreateLoadBalancerCommandInput, subnetIds: string[]): LoadBalancerRow {
  const id = scene.newId("").slice(1);
  return {
    arn: `arn:aws:elasticloadbalancing:${scene.region}:${scene.account}:loadbalancer/app/${input.Name}/${id}`,
    name: input.Name!,
    scheme: input.Scheme ?? "internet-facing",
    subnetIds,
    securityGroupIds: input.SecurityGroups ?? [],
    attributes: { ...defaultAttributes },
    tags: input.Tags ?? [],
    createdAt: scene.now(),
  };
}

/** What a replay has to agree in. */
const settings = ({ scheme, subnetIds, securityGroupIds, tags }: LoadBalancerRow) =>
  JSON.stringify([
    scheme,
    [...subnetIds].sort(),
    [...securityGroupIds].sort(),
    tags.map(({ Key, Value }) => `${Key}=${Value}`).sort(),
  ]);

/** An interface in each subnet; its description is what an undeletable security group is traced by. */
function placeBalancer(scene: Scene, { arn, subnetIds, securityGroupIds }: LoadBalancerRow): void {
  const description = `ELB ${arn.slice(arn.indexOf("app/"))}`;
  placeInterfaces(scene, { owner: arn, description, subnetIds, groupIds: securityGroupIds });
}

function checkSubnets({ world: { ec2 } }: Scene, subnetIds: string[]): void {
  const subnets = subnetIds.map((id) => {
    const subnet = ec2.subnets.find(({ SubnetId }) => SubnetId === id);
    if (!subnet) throw elbFault("SubnetNotFound", `The subnet ID '${id}' does not exist`);
    return subnet;
  });
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  if (zones.size < 2) {
    throw elbFault("ValidationError", "At least two subnets in two different Availability Zones must be specified");
  }
  if (zones.size < subnets.length) {
    throw elbFault(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  }
}

function checkGroups(scene: Scene, groupIds: string[] = []): void {
  for (const groupId of groupIds) {
    const group = scene.world.ec2.groups.find(({ id }) => id === groupId);
    if (!group || !isOver(scene, group.createdAt, "groupKnown")) {
      throw elbFault("InvalidSecurityGroup", `Security group '${groupId}' does not exist`);
    }
  }
}

const toAttributes = ({ attributes }: LoadBalancerRow): LoadBalancerAttribute[] =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

/** Of ap-northeast-2; here it serves all regions, since nothing but the alias record looks at it. */
const canonicalHostedZoneId = "ZWKZPGTI48KDX";

function toLoadBalancer(scene: Scene, row: LoadBalancerRow): LoadBalancer {
  const { subnets } = scene.world.ec2;
  const placed = row.subnetIds.map((id) => subnets.find(({ SubnetId }) => SubnetId === id));
  const active = isOver(scene, row.createdAt, "loadBalancerActive");
  return {
    LoadBalancerArn: row.arn,
    LoadBalancerName: row.name,
    DNSName: `${row.name}-${Number.parseInt(row.arn.slice(-8), 16)}.${scene.region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: canonicalHostedZoneId,
    CreatedTime: new Date(row.createdAt),
    Scheme: row.scheme,
    Type: "application",
    IpAddressType: "ipv4",
    VpcId: placed[0]?.VpcId,
    State: row.failure ? { Code: "failed", Reason: row.failure } : { Code: active ? "active" : "provisioning" },
    AvailabilityZones: placed.map((subnet) => ({ ZoneName: subnet?.AvailabilityZone, SubnetId: subnet?.SubnetId })),
    SecurityGroups: row.securityGroupIds,
  };
}
