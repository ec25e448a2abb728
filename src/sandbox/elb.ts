import type { Action, ElasticLoadBalancingV2, Tag, TargetHealth } from "@aws-sdk/client-elastic-load-balancing-v2";
import { balancerHandlers } from "./elb-balancers.ts";
import { listenerHandlers } from "./elb-listeners.ts";
import { elbTagHandlers } from "./elb-tags.ts";
import { type TargetGroupSettings, targetGroupHandlers } from "./elb-target-groups.ts";
import { targetHandlers } from "./elb-targets.ts";
import type { Handlers } from "./scene.ts";

export interface LoadBalancerRow {
  arn: string;
  name: string;
  scheme: "internet-facing" | "internal";
  subnetIds: string[];
  securityGroupIds: string[];
  attributes: Record<string, string>;
  tags: Tag[];
  createdAt: number;
  /** Why AWS gave up on it; planted by tests. */
  failure?: string;
}

export interface TargetGroupRow {
  arn: string;
  name: string;
  settings: TargetGroupSettings;
  attributes: Record<string, string>;
  tags: Tag[];
  targets: TargetRow[];
  /** What the health check finds in place of healthy targets; planted by tests. */
  finding?: TargetHealth;
}

export interface TargetRow {
  id: string;
  port: number;
  registeredAt: number;
  /** Since when (ms) it gets no new requests. */
  drainingSince?: number;
}

export interface ListenerRow {
  arn: string;
  loadBalancerArn: string;
  port: number;
  protocol: "HTTP" | "HTTPS";
  sslPolicy?: string;
  certificateArns: string[];
  actions: Action[];
  tags: Tag[];
  createdAt: number;
}

export interface ElbWorld {
  loadBalancers: LoadBalancerRow[];
  targetGroups: TargetGroupRow[];
  listeners: ListenerRow[];
  /** When (ms) the last listener let go of a certificate, by its ARN. */
  releasedCertificates: Record<string, number>;
}

export const emptyElb = (): ElbWorld => ({
  loadBalancers: [],
  targetGroups: [],
  listeners: [],
  releasedCertificates: {},
});

export const elbHandlers = {
  ...balancerHandlers,
  ...targetGroupHandlers,
  ...targetHandlers,
  ...listenerHandlers,
  ...elbTagHandlers,

  DescribeAccountLimits: () => ({
    Limits: [
      { Name: "application-load-balancers", Max: "50" },
      { Name: "target-groups", Max: "3000" },
    ],
  }),
} satisfies Handlers<ElasticLoadBalancingV2>;
