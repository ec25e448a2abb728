import { certificateNames, parseDomain } from "../config/domain.ts";
import { made } from "../engine/blueprint.ts";
import { listener } from "../resources/listener.ts";
import { loadBalancer } from "../resources/load-balancer.ts";
import { recordSet } from "../resources/record-set.ts";
import { targetGroup } from "../resources/target-group.ts";
import { targetHealth } from "../resources/target-health.ts";
import { targetRegistration } from "../resources/target-registration.ts";
import type { acm } from "./acm.ts";
import type { Builder, StepContext } from "./context.ts";
import type { ec2 } from "./ec2.ts";
import type { eip } from "./eip.ts";
import type { network } from "./network.ts";
import type { route53 } from "./route53.ts";

interface Before {
  network: ReturnType<typeof network>;
  ec2: ReturnType<typeof ec2>;
  eip: ReturnType<typeof eip>;
  route53: ReturnType<typeof route53>;
  acm: ReturnType<typeof acm>;
}

/** Where the world comes in: the load balancer, or without one the domain's records that point at the server. */
export function alb(add: Builder, context: StepContext, before: Before) {
  return context.config.entry === "alb" ? balanced(add, context, before) : direct(add, context, before);
}

function balanced(add: Builder, { config, names, servesHttp }: StepContext, { network, ec2, route53, acm }: Before) {
  const { vpc, subnets, albGroup } = network;
  if (!albGroup) throw new Error("the entry alb needs its security group");
  const { issued } = acm;

  const targets = add.resource("target-group", targetGroup, { vpc }, ({ vpc }) => ({
    name: names.targetGroup,
    vpcId: vpc.vpcId,
    port: config.port,
    healthCheckPath: config.healthCheck,
  }));
  const balancer = add.resource("load-balancer", loadBalancer, { subnets, albGroup }, ({ subnets, albGroup }) => ({
    name: names.loadBalancer,
    subnetIds: subnets.subnets.map(({ subnetId }) => subnetId),
    securityGroupIds: [albGroup.groupId],
  }));
  const registered = add.resource(
    "registration",
    targetRegistration,
    { targets, server: ec2.instance },
    ({ targets, server }) => ({ targetGroupArn: targets.arn, instanceId: server.instanceId, port: config.port }),
  );
  const https =
    issued &&
    add.resource(
      "listener-https",
      listener,
      { balancer: made(balancer), targets, issued },
      ({ balancer, targets, issued }) => ({
        name: `${names.prefix}-https`,
        loadBalancerArn: balancer.arn,
        port: 443 as const,
        protocol: "HTTPS" as const,
        certificateArn: issued.arn,
        action: { targetGroupArn: targets.arn },
      }),
    );
  // A domain that is added later must not take the app offline while its certificate is pending.
  const http = add.resource(
    "listener-http",
    listener,
    { balancer: made(balancer), targets, https: servesHttp ? https : undefined },
    ({ balancer, targets }) => ({
      name: `${names.prefix}-http`,
      loadBalancerArn: balancer.arn,
      port: 80 as const,
      protocol: "HTTP" as const,
      action: config.domain ? ("redirect-to-https" as const) : { targetGroupArn: targets.arn },
    }),
  );
  for (const [what, name] of recordNames(config.domain)) {
    if (!route53.zone) break;
    // Active first: whoever followed a record to a load balancer that is still being made would see an error.
    add.resource(what, recordSet, { zone: route53.zone, balancer }, ({ zone, balancer }) => ({
      zoneId: zone.zoneId,
      name,
      type: "A" as const,
      alias: { dnsName: balancer.dnsName, hostedZoneId: balancer.canonicalHostedZoneId },
    }));
  }
  // Targets are only looked at once a listener sends traffic to their group.
  const sending = https ?? http;
  add.wait("health", targetHealth, { targets, registered, sending, server: ec2.instance }, ({ targets, server }) => ({
    targetGroupArn: targets.arn,
    instanceIds: [server.instanceId],
    path: config.healthCheck,
  }));
  return { targetGroup: targets };
}

function direct(add: Builder, { config }: StepContext, { eip, route53 }: Before) {
  const { address } = eip;
  for (const [what, name] of recordNames(config.domain)) {
    if (!route53.zone || !address) break;
    add.resource(what, recordSet, { zone: route53.zone, address }, ({ zone, address }) => ({
      zoneId: zone.zoneId,
      name,
      type: "A" as const,
      ttl: 300,
      values: [address.publicIp],
    }));
  }
  return { targetGroup: undefined };
}

/** The names that lead to the app, with the keys of their records. */
function recordNames(domain: string | null): [key: string, name: string][] {
  if (!domain) return [];
  return certificateNames(parseDomain(domain)).map((name) => [name === domain ? "record" : "record-www", name]);
}
