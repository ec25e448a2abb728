import {
  DescribeTargetHealthCommand,
  type TargetHealthDescription,
  TargetHealthReasonEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsWaiting } from "../aws/tools.ts";

export interface TargetHealthInput {
  targetGroupArn: string;
  /** All of them have to be healthy; when empty, whatever is registered, and at least one. */
  instanceIds: string[];
  /** The health check's path, for the message. */
  path: string;
}

export interface TargetHealthOutput {
  healthy: true;
}

/**
 * Servers that answer the load balancer's health check. Why they do not is passed on in words.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export const targetHealth: AwsWaiting<TargetHealthInput, TargetHealthOutput> = {
  kind: "target-health",
  title: ({ path }) => `servers that answer ${path}`,
  advisory: true,

  async until({ aws, poll }, { targetGroupArn, instanceIds, path }) {
    const describe = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
    return poll({ what: `servers to answer ${path}`, usualSeconds: 90 }, async (note) => {
      const answer = await orAbsent(aws.elb(describe), "HealthUnavailableException");
      if (!answer) {
        note("AWS cannot tell the health of the servers at the moment");
        return undefined;
      }
      const all = answer.TargetHealthDescriptions ?? [];
      const ids = instanceIds.length > 0 ? instanceIds : all.map(({ Target }) => Target!.Id!);
      if (ids.length === 0) note("no server is registered with the target group");
      const sick = ids.map((id) => sickness(id, all, path)).filter((reason) => reason !== undefined);
      if (sick.length > 0) note(sick.join("; "));
      return ids.length > 0 && sick.length === 0 ? { healthy: true } : undefined;
    });
  },
};

/** Every registered server with its health, for `status`; `reason` in words when it is not healthy. */
export async function describeTargets(aws: Aws, targetGroupArn: string, path: string) {
  const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
  const answer = await orAbsent(aws.elb(command), "TargetGroupNotFoundException");
  return (answer?.TargetHealthDescriptions ?? []).map((target) => {
    const state = target.TargetHealth?.State ?? "unknown";
    return {
      id: target.Target!.Id!,
      port: target.Target!.Port,
      state,
      reason: state === "healthy" ? null : inWords(target, path),
    };
  });
}

/** Why the instance is not healthy; undefined when it is, on whatever port. */
function sickness(instanceId: string, all: TargetHealthDescription[], path: string): string | undefined {
  const targets = all.filter(({ Target }) => Target?.Id === instanceId);
  if (targets.some(({ TargetHealth }) => TargetHealth?.State === "healthy")) return undefined;
  const [target] = targets;
  return `${instanceId} ${target ? inWords(target, path) : "is not registered with the target group"}`;
}

const reason = TargetHealthReasonEnum;

function inWords({ Target, TargetHealth }: TargetHealthDescription, path: string): string {
  const { Reason, Description, State } = TargetHealth ?? {};
  switch (Reason) {
    case reason.RESPONSE_CODE_MISMATCH:
      return `answers ${path} with ${answered(Description)}`;
    case reason.TIMEOUT:
      return `does not answer ${path} in time: the app is busy, or a security group keeps the load balancer out`;
    case reason.FAILED_HEALTH_CHECKS:
      return `refuses connections: nothing is listening on port ${Target?.Port} yet`;
    case reason.REGISTRATION_IN_PROGRESS:
    case reason.INITIAL_HEALTH_CHECKING:
      return "is being checked for the first time";
    case reason.NOT_IN_USE:
      return "gets no traffic: no listener forwards to it yet, or its Availability Zone is not the load balancer's";
    case reason.INVALID_STATE:
      return "is stopped or terminated";
    case reason.DEREGISTRATION_IN_PROGRESS:
      return "is being taken out of the target group: a deployment may be under way";
    default:
      return `is ${State}: ${Description ?? Reason ?? "AWS gave no reason"}`;
  }
}

/** The usual causes of each answer. AWS's description reads `Health checks failed with these codes: [404]`. */
function answered(description: string | undefined): string {
  const code = description?.match(/\[(\d{3})/)?.[1];
  if (!code) return `something other than 200: ${description ?? "AWS gave no reason"}`;
  if (code === "401" || code === "403") return `${code}: that path must be open without a login`;
  if (code === "404") return `404: there is nothing at that path; set "healthCheck" to one that answers 200`;
  if (code.startsWith("3")) return `${code}, a redirect; set "healthCheck" to a path that answers 200 itself`;
  if (code.startsWith("5")) return `${code}: the app reports an error`;
  return `${code} instead of 200`;
}
