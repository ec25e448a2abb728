import type { DeploymentPlace } from "../resources/last-deployment.ts";

/** Where the deployments of an environment go, and what is needed to check and explain them. */
export interface Place extends DeploymentPlace {
  region: string;
  /** The build bucket. */
  bucket: string;
  instanceIds: readonly string[];
  /** Null without a load balancer. */
  targetGroupArn: string | null;
  port: number;
  healthCheck: string;
}
