import {
  DescribeTargetHealthCommand,
  type TargetHealthDescription,
  TargetHealthReasonEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsWaiting } from "../aws/tools.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

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
  title: ({ path }) => say("titleAnsweringServers", path),
  advisory: true,

  async until({ aws, poll }, { targetGroupArn, instanceIds, path }) {
    const describe = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
    return poll({ what: say("waitServersToAnswer", path), usualSeconds: 90 }, async (note) => {
      const answer = await orAbsent(aws.elb(describe), "HealthUnavailableException");
      if (!answer) {
        note(say("healthUnknown"));
        return undefined;
      }
      const all = answer.TargetHealthDescriptions ?? [];
      const ids = instanceIds.length > 0 ? instanceIds : all.map(({ Target }) => Target!.Id!);
      if (ids.length === 0) note(say("healthNoneRegistered"));
      const sick = ids.map((id) => sickness(id, all, path)).filter((reason) => reason !== undefined);
      if (sick.length > 0) note(say("several", ...sick));
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
function sickness(instanceId: string, all: TargetHealthDescription[], path: string): Saying | undefined {
  const targets = all.filter(({ Target }) => Target?.Id === instanceId);
  if (targets.some(({ TargetHealth }) => TargetHealth?.State === "healthy")) return undefined;
  const [target] = targets;
  return say("healthOf", instanceId, target ? inWords(target, path) : say("healthNotRegistered"));
}

const reason = TargetHealthReasonEnum;

function inWords({ Target, TargetHealth }: TargetHealthDescription, path: string): Saying {
  const { Reason, Description, State = "unknown" } = TargetHealth ?? {};
  switch (Reason) {
    case reason.RESPONSE_CODE_MISMATCH:
      return say("healthAnswers", path, answered(Description));
    case reason.TIMEOUT:
      return say("healthTimeout", path);
    case reason.FAILED_HEALTH_CHECKS:
      return say("healthRefuses", Target!.Port!);
    case reason.REGISTRATION_IN_PROGRESS:
    case reason.INITIAL_HEALTH_CHECKING:
      return say("healthFirstCheck");
    case reason.NOT_IN_USE:
      return say("healthNotInUse");
    case reason.INVALID_STATE:
      return say("healthStopped");
    case reason.DEREGISTRATION_IN_PROGRESS:
      return say("healthLeaving");
    default:
      return say("healthState", State, Description ?? Reason ?? say("healthNoReason"));
  }
}

/** The usual causes of each answer. AWS's description reads `Health checks failed with these codes: [404]`. */
function answered(description: string | undefined): Saying {
  const code = description?.match(/\[(\d{3})/)?.[1];
  if (!code) return say("healthNot200", description ?? say("healthNoReason"));
  if (code === "401" || code === "403") return say("healthLogin", code);
  if (code === "404") return say("healthNothingThere");
  if (code.startsWith("3")) return say("healthRedirect", code);
  if (code.startsWith("5")) return say("healthAppError", code);
  return say("healthOtherCode", code);
}
