import type { DeploymentInfo } from "@aws-sdk/client-codedeploy";
import type { AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { describeTargets } from "../resources/target-health.ts";
import { asked, knownOr } from "../status/asked.ts";
import { askAgent } from "./agent.ts";
import type { FailureFacts } from "./cause.ts";
import { targetsOf } from "./follow.ts";
import type { Place } from "./place.ts";

/** Everything that can be found out about a failed deployment: its events, the servers' health, and the agent's own word. */
export async function readFailure({ aws, poll }: AwsTools, place: Place, info: DeploymentInfo): Promise<FailureFacts> {
  const targets = await targetsOf(aws, info.deploymentId!);
  const stages = targets.flatMap(({ instanceId, events }) => events.map((event) => ({ instanceId, ...event })));
  const failed = stages.find(({ status }) => status === "Failed");
  const begun = stages.some(({ status }) => status !== undefined && status !== "Pending" && status !== "Skipped");
  const instanceId = failed?.instanceId ?? targets[0]?.instanceId ?? place.instanceIds[0];
  const health = place.targetGroupArn
    ? await asked(describeTargets(aws, place.targetGroupArn, place.healthCheck))
    : { known: [] };
  const agent = !begun && instanceId ? await askAgent(aws, poll, instanceId) : undefined;
  return {
    status: info.status,
    code: info.errorInformation?.code,
    message: info.errorInformation?.message,
    event: failed && {
      instanceId: failed.instanceId,
      name: failed.lifecycleEventName ?? "unknown",
      diagnostics: failed.diagnostics ?? {},
    },
    begun,
    health: knownOr(health, []).flatMap(({ id, reason }) => (reason === null ? [] : [say("healthOf", id, reason)])),
    agent,
    // The rest of the failure is told all the same.
    unasked: [...("unknown" in health ? [health.unknown] : []), ...(agent?.agent === "unknown" ? [agent.why] : [])],
    instanceId,
    region: place.region,
    port: place.port,
    healthCheck: place.healthCheck,
  };
}
