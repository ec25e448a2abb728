import type { Inspected } from "../../src/engine/inspect.ts";
import type { Saying } from "../../src/engine/saying.ts";
import type { LastDeployment } from "../../src/resources/last-deployment.ts";
import type { HealthFacts, TargetFacts } from "../../src/status/facts.ts";

export const resource = (key: string, state = "present", more: Partial<Inspected> = {}): Inspected => ({
  key,
  step: key.split(".")[0]!,
  title: `the ${key}`,
  id: `id of ${key}`,
  state,
  foreign: false,
  drift: [],
  ...more,
});

const states: Record<string, string> = {
  "ec2.instance": "running",
  "rds.instance": "available",
  "alb.load-balancer": "active",
  "acm.certificate": "ISSUED",
};

export const balanced = [
  "ec2.instance",
  "rds.instance",
  "route53.zone",
  "acm.certificate",
  "alb.target-group",
  "alb.load-balancer",
  "alb.registration",
  "alb.listener-https",
  "alb.listener-http",
  "alb.record",
  "network.https-in",
  "network.http-in",
  "network.app-from-alb",
];
export const direct = ["ec2.instance", "eip.address", "eip.association", "route53.zone", "alb.record"];

export const target = (state: string, reason: Saying | null = null): TargetFacts => ({
  id: "i-1",
  port: 8080,
  state,
  reason,
});

export const deployment = (status: string, more: Partial<LastDeployment> = {}): LastDeployment => ({
  id: "d-1",
  status,
  createdAt: "2026-01-05T08:00:00.000Z",
  revision: "abc.zip",
  description: null,
  failure: null,
  rolledBackBy: null,
  ...more,
});

/** A deployment with everything in place, but for `change`d states (null takes a resource away) and `more` facts. */
export function facts(change: Record<string, string | null> = {}, more: Partial<HealthFacts> = {}): HealthFacts {
  const keys = more.entry === "direct" ? direct : balanced;
  const resources = keys
    .filter((key) => change[key] !== null)
    .map((key) => resource(key, change[key] ?? states[key] ?? "present"));
  return {
    entry: "alb",
    domain: "example.com",
    url: "https://example.com",
    completed: true,
    resources,
    targets: [target("healthy")],
    certificate: null,
    delegation: { delegated: true, said: "delegated" },
    outside: null,
    deployment: null,
    ...more,
  };
}

export const elsewhere = { delegated: false, said: "example.com points at ns1.gandi.net now." };
