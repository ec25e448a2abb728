import type { Inspected } from "../engine/inspect.ts";
import type { Saying } from "../engine/saying.ts";
import type { LastDeployment } from "../resources/last-deployment.ts";
import type { Outside } from "./outside.ts";

/** A server behind the load balancer. */
export interface TargetFacts {
  id: string;
  port: number | undefined;
  /** As AWS words it: `healthy`, `unhealthy`, `initial`, `unused`, `draining`. */
  state: string;
  /** Null when it is healthy. */
  reason: Saying | null;
}

export interface CertificateFacts {
  arn: string;
  /** As ACM words it: `PENDING_VALIDATION`, `ISSUED`. */
  state: string;
  names: string[];
  /** When it expires, ISO 8601; null before it is issued. */
  notAfter: string | null;
  /** Whole days until then. */
  daysLeft: number | null;
  /** Whether ACM is going to renew it: `ELIGIBLE`, `INELIGIBLE`. */
  renewal: string | null;
}

/** Everything that decides whether visitors reach the app. */
export interface HealthFacts {
  entry: "alb" | "direct";
  domain: string | null;
  url: string | null;
  /** All of it was in its final state once: what is missing now was there. */
  completed: boolean;
  resources: readonly Inspected[];
  /** Null when their health could not be asked. */
  targets: readonly TargetFacts[] | null;
  certificate: CertificateFacts | null;
  /** `said` is the verdict in words. Null without a hosted zone. */
  delegation: { delegated: boolean; said: Saying } | "unknown" | null;
  /** What a visitor finds at the server's own address; null where nobody asked (a rehearsal, a load balancer). */
  outside: Outside | null;
  /** Null when there has been none, or none could be asked for. */
  deployment: LastDeployment | null;
}
