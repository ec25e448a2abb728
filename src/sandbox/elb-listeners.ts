import type {
  Action,
  Certificate,
  CreateListenerCommandInput,
  ElasticLoadBalancingV2,
  Listener,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { certificateRow } from "./acm.ts";
import type { ListenerRow } from "./elb.ts";
import { balancerOf } from "./elb-balancers.ts";
import { targetGroupOf, usingBalancers } from "./elb-target-groups.ts";
import { elbFault } from "./query-fault.ts";
import { required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";
import { isOver } from "./times.ts";

const defaultPolicy = "ELBSecurityPolicy-2016-08";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const knownPolicies =
  /^ELBSecurityPolicy-(?:2016-08|FS-.+|TLS-1-[012]-.+|TLS13-1-[0123]-(?:(?:Res|Ext[0-2]?)-)?(?:FIPS-)?(?:PQ-2025-09|202[13]-0[46]))$/;

export const listenerHandlers = {
  CreateListener: (scene, input) => {
    required("ValidationError", input, "LoadBalancerArn", "Port", "Protocol", "DefaultActions");
    const balancer = balancerOf(scene, input.LoadBalancerArn);
    const row = newListener(scene, input);
    checkListener(scene, row);
    const beside = scene.world.elb.listeners.filter(({ loadBalancerArn }) => loadBalancerArn === balancer.arn);
    const before = beside.find(({ port }) => port === row.port);
    if (before) {
      if (settings(before) === settings(row)) return { Listeners: [toListener(before)] };
      throw elbFault("DuplicateListener", "A listener already exists on this port for this load balancer");
    }
    scene.world.elb.listeners.push(row);
    return { Listeners: [toListener(row)] };
  },

  DescribeListeners: (scene, { LoadBalancerArn, ListenerArns }) => {
    if (!LoadBalancerArn && !ListenerArns) {
      throw elbFault("ValidationError", "You must specify either listener ARNs or a load balancer ARN");
    }
    if (ListenerArns) return { Listeners: ListenerArns.map((arn) => toListener(listenerOf(scene, arn))) };
    balancerOf(scene, LoadBalancerArn);
    const rows = scene.world.elb.listeners.filter(
      ({ loadBalancerArn, createdAt }) =>
        loadBalancerArn === LoadBalancerArn && isOver(scene, createdAt, "listenerKnown"),
    );
    return { Listeners: rows.map(toListener) };
  },

  ModifyListener: (scene, input) => {
    const row = listenerOf(scene, input.ListenerArn);
    const wanted: ListenerRow = {
      ...row,
      port: input.Port ?? row.port,
      protocol: (input.Protocol as ListenerRow["protocol"] | undefined) ?? row.protocol,
      sslPolicy: input.SslPolicy ?? row.sslPolicy,
      certificateArns: input.Certificates ? certificateArns(input.Certificates) : row.certificateArns,
      actions: input.DefaultActions?.map(completed) ?? row.actions,
    };
    checkListener(scene, wanted);
    release(
      scene,
      row.certificateArns.filter((arn) => !wanted.certificateArns.includes(arn)),
    );
    Object.assign(row, wanted);
    return { Listeners: [toListener(row)] };
  },

  DeleteListener: (scene, { ListenerArn }) => {
    dropListener(scene, listenerOf(scene, ListenerArn).arn);
    return {};
  },
} satisfies Handlers<ElasticLoadBalancingV2>;

/** A fresh one is not known for a moment. */
export function listenerOf(scene: Scene, arn: string | undefined): ListenerRow {
  const row = scene.world.elb.listeners.find((each) => each.arn === arn);
  if (row && isOver(scene, row.createdAt, "listenerKnown")) return row;
  throw elbFault("ListenerNotFound", `One or more listeners not found: '${arn}'`);
}

export function dropListener(scene: Scene, arn: string): void {
  const { elb } = scene.world;
  const gone = elb.listeners.find((each) => each.arn === arn);
  elb.listeners = elb.listeners.filter((each) => each !== gone);
  release(scene, gone?.certificateArns ?? []);
}

function release(scene: Scene, certificates: string[]): void {
  for (const arn of certificates) scene.world.elb.releasedCertificates[arn] = scene.now();
}

function newListener(scene: Scene, input: CreateListenerCommandInput): ListenerRow {
  const https = input.Protocol === "HTTPS";
  return {
    arn: `${input.LoadBalancerArn!.replace(":loadbalancer/", ":listener/")}/${scene.newId("").slice(1)}`,
    loadBalancerArn: input.LoadBalancerArn!,
    port: input.Port!,
    protocol: https ? "HTTPS" : "HTTP",
    sslPolicy: https ? (input.SslPolicy ?? defaultPolicy) : undefined,
    certificateArns: certificateArns(input.Certificates),
    actions: input.DefaultActions!.map(completed),
    tags: input.Tags ?? [],
    createdAt: scene.now(),
  };
}

const certificateArns = (certificates: Certificate[] = []) => certificates.map(({ CertificateArn }) => CertificateArn!);

function checkListener(scene: Scene, { protocol, sslPolicy, certificateArns, actions, loadBalancerArn }: ListenerRow) {
  if (protocol === "HTTPS") {
    if (!knownPolicies.test(sslPolicy!)) throw elbFault("SSLPolicyNotFound", `SSL policy '${sslPolicy}' not found`);
    if (certificateArns.length === 0) {
      throw elbFault("ValidationError", "A certificate must be specified for HTTPS listeners");
    }
  } else if (certificateArns.length > 0) {
    throw elbFault("ValidationError", "Certificates cannot be specified for HTTP listeners");
  }
  for (const arn of certificateArns) {
    const certificate = certificateRow(scene, arn);
    if (!certificate) throw elbFault("CertificateNotFound", `Certificate ARN '${arn}' is not valid`);
    if (certificate.status !== "ISSUED") {
      const message = "must have a fully-qualified domain name, a supported signature, and a supported key size";
      throw elbFault("UnsupportedCertificate", `The certificate '${arn}' ${message}.`);
    }
  }
  for (const { TargetGroupArn } of actions) {
    if (!TargetGroupArn) continue;
    const { arn } = targetGroupOf(scene, TargetGroupArn);
    if (usingBalancers(scene, arn).some((user) => user !== loadBalancerArn)) {
      const message = `The following target groups cannot be associated with more than one load balancer: ${arn}`;
      throw elbFault("TargetGroupAssociationLimit", message);
    }
  }
}

/** An action with what AWS fills in: it answers with all members of a redirect, and with both forms of a forward. */
function completed(action: Action): Action {
  if (action.Type === "redirect") {
    const anywhere = { Protocol: "#{protocol}", Port: "#{port}", Host: "#{host}", Path: "/#{path}", Query: "#{query}" };
    return { ...action, RedirectConfig: { StatusCode: undefined, ...anywhere, ...action.RedirectConfig } };
  }
  if (action.Type !== "forward") return action;
  const TargetGroupArn = action.TargetGroupArn ?? action.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
  return {
    Type: "forward",
    TargetGroupArn,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  };
}

const settings = ({ protocol, sslPolicy, certificateArns, actions }: ListenerRow) =>
  JSON.stringify([protocol, sslPolicy, certificateArns, actions]);

const toListener = (row: ListenerRow): Listener => ({
  ListenerArn: row.arn,
  LoadBalancerArn: row.loadBalancerArn,
  Port: row.port,
  Protocol: row.protocol,
  SslPolicy: row.sslPolicy,
  Certificates: row.certificateArns.map((CertificateArn) => ({ CertificateArn })),
  DefaultActions: row.actions,
});
