import type {
  CreateTargetGroupCommandInput,
  ElasticLoadBalancingV2,
  TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { TargetGroupRow } from "./elb.ts";
import { elbFault } from "./query-fault.ts";
import { checkElbName, checkHealthCheck, required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";

const healthCheckDefaults = {
  HealthCheckProtocol: "HTTP",
  HealthCheckPort: "traffic-port",
  HealthCheckEnabled: true,
  HealthCheckIntervalSeconds: 30,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 5,
  UnhealthyThresholdCount: 2,
  HealthCheckPath: "/",
  Matcher: { HttpCode: "200" },
} satisfies TargetGroup;

type HealthCheck = { [Member in keyof typeof healthCheckDefaults]: NonNullable<TargetGroup[Member]> };

export interface TargetGroupSettings extends HealthCheck {
  Protocol: NonNullable<TargetGroup["Protocol"]>;
  ProtocolVersion: string;
  Port: number;
  VpcId: string;
  TargetType: NonNullable<TargetGroup["TargetType"]>;
  IpAddressType: NonNullable<TargetGroup["IpAddressType"]>;
}

const defaultAttributes: Record<string, string> = {
  "deregistration_delay.timeout_seconds": "300",
  "load_balancing.algorithm.anomaly_mitigation": "off",
  "load_balancing.algorithm.type": "round_robin",
  "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
  "slow_start.duration_seconds": "0",
  "stickiness.app_cookie.cookie_name": "",
  "stickiness.app_cookie.duration_seconds": "86400",
  "stickiness.enabled": "false",
  "stickiness.lb_cookie.duration_seconds": "86400",
  "stickiness.type": "lb_cookie",
  "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
  "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
};

export const targetGroupHandlers = {
  CreateTargetGroup: (scene, input) => {
    required("ValidationError", input, "Name", "Protocol", "Port", "VpcId");
    checkElbName("target group", input.Name!);
    const row = newTargetGroup(scene, input);
    checkHealthCheck(row.settings.HealthCheckIntervalSeconds, row.settings.HealthCheckTimeoutSeconds);
    if (!scene.world.ec2.vpcs.some(({ VpcId }) => VpcId === row.settings.VpcId)) {
      throw elbFault("ValidationError", `The VPC ID '${row.settings.VpcId}' is not found`);
    }
    const before = scene.world.elb.targetGroups.find(({ name }) => name === row.name);
    if (before) {
      const same = (each: TargetGroupRow) => JSON.stringify([each.settings, each.tags]);
      if (same(before) === same(row)) return { TargetGroups: [toTargetGroup(scene, before)] };
      const message = `A target group with the same name '${row.name}' exists, but with different settings`;
      throw elbFault("DuplicateTargetGroupName", message);
    }
    scene.world.elb.targetGroups.push(row);
    return { TargetGroups: [toTargetGroup(scene, row)] };
  },

  DescribeTargetGroups: (scene, { TargetGroupArns, Names, LoadBalancerArn }) => {
    const rows = scene.world.elb.targetGroups;
    if (Names?.some((name) => !rows.some((row) => row.name === name))) {
      throw elbFault("TargetGroupNotFound", "One or more target groups not found");
    }
    const wanted = TargetGroupArns?.map((arn) => targetGroupOf(scene, arn)) ?? rows;
    return {
      TargetGroups: wanted
        .filter(({ name }) => Names?.includes(name) ?? true)
        .map((row) => toTargetGroup(scene, row))
        .filter((group) => !LoadBalancerArn || group.LoadBalancerArns?.includes(LoadBalancerArn)),
    };
  },

  ModifyTargetGroup: (scene, input) => {
    const row = targetGroupOf(scene, input.TargetGroupArn);
    const settings = { ...row.settings, ...healthCheck({ ...row.settings, ...input }) };
    checkHealthCheck(settings.HealthCheckIntervalSeconds, settings.HealthCheckTimeoutSeconds);
    row.settings = settings;
    return { TargetGroups: [toTargetGroup(scene, row)] };
  },

  DescribeTargetGroupAttributes: (scene, { TargetGroupArn }) => ({
    Attributes: toAttributes(targetGroupOf(scene, TargetGroupArn)),
  }),

  ModifyTargetGroupAttributes: (scene, { TargetGroupArn, Attributes = [] }) => {
    const row = targetGroupOf(scene, TargetGroupArn);
    const unknown = Attributes.find(({ Key }) => !(Key! in defaultAttributes));
    if (unknown) throw elbFault("ValidationError", `Target group attribute key '${unknown.Key}' is not recognized`);
    for (const { Key, Value } of Attributes) row.attributes[Key!] = Value!;
    return { Attributes: toAttributes(row) };
  },

  /** One that is gone already is a success. */
  DeleteTargetGroup: (scene, { TargetGroupArn }) => {
    const { elb } = scene.world;
    if (usingBalancers(scene, TargetGroupArn!).length > 0) {
      throw elbFault("ResourceInUse", `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`);
    }
    elb.targetGroups = elb.targetGroups.filter(({ arn }) => arn !== TargetGroupArn);
    return {};
  },
} satisfies Handlers<ElasticLoadBalancingV2>;

export function targetGroupOf(scene: Scene, arn: string | undefined): TargetGroupRow {
  const row = scene.world.elb.targetGroups.find((each) => each.arn === arn);
  if (!row) throw elbFault("TargetGroupNotFound", "One or more target groups not found");
  return row;
}

/** The ARNs of the load balancers that have a listener which forwards to this group. */
export function usingBalancers({ world }: Scene, targetGroupArn: string): string[] {
  const using = world.elb.listeners.filter(({ actions }) =>
    actions.some((each) => each.TargetGroupArn === targetGroupArn),
  );
  return [...new Set(using.map(({ loadBalancerArn }) => loadBalancerArn))];
}

function newTargetGroup(scene: Scene, input: CreateTargetGroupCommandInput): TargetGroupRow {
  const id = scene.newId("").slice(1);
  return {
    arn: `arn:aws:elasticloadbalancing:${scene.region}:${scene.account}:targetgroup/${input.Name}/${id}`,
    name: input.Name!,
    settings: {
      Protocol: input.Protocol!,
      ProtocolVersion: input.ProtocolVersion ?? "HTTP1",
      Port: input.Port!,
      VpcId: input.VpcId!,
      TargetType: input.TargetType ?? "instance",
      IpAddressType: input.IpAddressType ?? "ipv4",
      ...healthCheck(input),
    },
    attributes: { ...defaultAttributes },
    tags: input.Tags ?? [],
    targets: [],
  };
}

const healthCheck = (given: Partial<TargetGroup>): HealthCheck => ({
  HealthCheckProtocol: given.HealthCheckProtocol ?? healthCheckDefaults.HealthCheckProtocol,
  HealthCheckPort: given.HealthCheckPort ?? healthCheckDefaults.HealthCheckPort,
  HealthCheckEnabled: given.HealthCheckEnabled ?? healthCheckDefaults.HealthCheckEnabled,
  HealthCheckIntervalSeconds: given.HealthCheckIntervalSeconds ?? healthCheckDefaults.HealthCheckIntervalSeconds,
  HealthCheckTimeoutSeconds: given.HealthCheckTimeoutSeconds ?? healthCheckDefaults.HealthCheckTimeoutSeconds,
  HealthyThresholdCount: given.HealthyThresholdCount ?? healthCheckDefaults.HealthyThresholdCount,
  UnhealthyThresholdCount: given.UnhealthyThresholdCount ?? healthCheckDefaults.UnhealthyThresholdCount,
  HealthCheckPath: given.HealthCheckPath ?? healthCheckDefaults.HealthCheckPath,
  Matcher: given.Matcher ?? healthCheckDefaults.Matcher,
});

const toAttributes = ({ attributes }: TargetGroupRow) =>
  Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));

const toTargetGroup = (scene: Scene, { arn, name, settings }: TargetGroupRow): TargetGroup => ({
  TargetGroupArn: arn,
  TargetGroupName: name,
  ...settings,
  LoadBalancerArns: usingBalancers(scene, arn),
});
