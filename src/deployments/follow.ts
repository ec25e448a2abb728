import {
  BatchGetDeploymentTargetsCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  type LifecycleEvent,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { Poll } from "../engine/poll.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** A lifecycle event that has ended on one server. */
export interface EndedEvent {
  instanceId: string;
  /** `ApplicationStart` */
  name: string;
  status: "Succeeded" | "Failed";
  seconds: number;
}

/** What one server has done and is doing. */
export interface TargetProgress {
  instanceId: string;
  events: LifecycleEvent[];
}

const ended = new Set(["Succeeded", "Failed", "Stopped"]);

/** With traffic control and one server: what its events take together, with a JVM that starts in half a minute. */
const usualSeconds = 110;

/**
 * Waits until a deployment has ended and tells of each lifecycle event that ends on a server, in order. Returns the
 * deployment as it ended; it does not throw when that is badly.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export async function followDeployment(
  aws: Aws,
  poll: Poll,
  deploymentId: string,
  tell: (event: EndedEvent) => void,
): Promise<DeploymentInfo> {
  const told = new Set<string>();
  const wait = {
    what: say("waitDeployment", deploymentId),
    usualSeconds,
    everySeconds: 2,
    hint: say("deployGoesOn", deploymentId),
  };
  return poll(wait, async (note) => {
    const { deploymentInfo } = await aws.codedeploy(new GetDeploymentCommand({ deploymentId }));
    const targets = await targetsOf(aws, deploymentId);
    for (const event of targets.flatMap(endedEvents)) {
      const name = `${event.instanceId} ${event.name}`;
      if (told.has(name)) continue;
      told.add(name);
      tell(event);
    }
    note(doing(targets));
    return ended.has(deploymentInfo!.status!) && deploymentInfo;
  });
}

/** That many can be asked for in one call. */
const atOnce = 25;

/** What each server of a deployment has done so far; empty before CodeDeploy has chosen them. */
export async function targetsOf(aws: Aws, deploymentId: string): Promise<TargetProgress[]> {
  const list = aws.codedeploy(new ListDeploymentTargetsCommand({ deploymentId }));
  const { targetIds = [] } = (await orAbsent(list, "DeploymentNotStartedException")) ?? {};
  const found: TargetProgress[] = [];
  for (let at = 0; at < targetIds.length; at += atOnce) {
    const command = new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: targetIds.slice(at, at + atOnce) });
    const { deploymentTargets = [] } = await aws.codedeploy(command);
    for (const { instanceTarget } of deploymentTargets) {
      if (!instanceTarget) continue;
      found.push({ instanceId: instanceTarget.targetId!, events: instanceTarget.lifecycleEvents ?? [] });
    }
  }
  return found;
}

function endedEvents({ instanceId, events }: TargetProgress): EndedEvent[] {
  return events.flatMap(({ lifecycleEventName, status, startTime, endTime }) => {
    if (status !== "Succeeded" && status !== "Failed") return [];
    const seconds = startTime && endTime ? (endTime.getTime() - startTime.getTime()) / 1000 : 0;
    return [{ instanceId, name: lifecycleEventName ?? "unknown", status, seconds }];
  });
}

/** What the servers are at, or that none has begun. */
function doing(targets: readonly TargetProgress[]): Saying {
  const running = targets.flatMap(({ instanceId, events }) =>
    events
      .filter(({ status }) => status === "InProgress")
      .map((event) => say("deployAt", event.lifecycleEventName!, instanceId)),
  );
  if (running.length > 0) return say("several", ...running);
  const begun = targets.some(({ events }) => events.some(({ status }) => status !== "Pending"));
  return begun ? say("deployBetween") : say("deployNotBegun");
}
