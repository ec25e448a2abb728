import type { DeploymentStatus, LifecycleEvent, LifecycleEventStatus } from "@aws-sdk/client-codedeploy";
import type { DeploymentGroupRow, DeploymentRow } from "./codedeploy.ts";
import { startDeployment } from "./codedeploy-start.ts";
import type { Scene } from "./scene.ts";
import { takes } from "./times.ts";

interface Stage {
  event: string;
  start: number;
  end: number;
}

/** In the order in which the agent runs them; the traffic's own need a load balancer. */
const blocking = ["BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic"];
const installing = ["ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall"];
const starting = ["ApplicationStart", "ValidateService"];
const allowing = ["BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"];

/** Every deployment, with the rollbacks that have followed by now. */
export function deployments(scene: Scene): DeploymentRow[] {
  const { codedeploy } = scene.world;
  for (const row of codedeploy.deployments) {
    if (row.settled || !isEnded(scene, row)) continue;
    row.settled = true;
    if (statusOf(scene, row) === "Failed") rollBack(scene, row);
  }
  return codedeploy.deployments;
}

export function statusOf(scene: Scene, row: DeploymentRow): DeploymentStatus {
  if (row.stoppedAt !== undefined) return "Stopped";
  if (row.instanceIds.length === 0) return "Failed";
  if (isEnded(scene, row)) return row.failure ? "Failed" : "Succeeded";
  return scene.now() < row.beginsAt ? "Created" : "InProgress";
}

/** When (ms) it ends, by itself or because it was stopped. */
export function endOf(scene: Scene, row: DeploymentRow): number {
  if (row.stoppedAt !== undefined) return row.stoppedAt;
  if (row.instanceIds.length === 0) return row.createdAt;
  const failed = stages(scene, row, 0).find(({ event }) => event === row.failure?.event);
  if (failed) return failed.end;
  return stages(scene, row, row.instanceIds.length - 1).at(-1)!.end;
}

const isEnded = (scene: Scene, row: DeploymentRow) => endOf(scene, row) <= scene.now();

/** What one server has to tell. A failure stops the first one; the others are not begun. */
export function lifecycleEvents(scene: Scene, row: DeploymentRow, instanceId: string): LifecycleEvent[] {
  const index = row.instanceIds.indexOf(instanceId);
  const { failure } = row;
  const end = endOf(scene, row);
  return stages(scene, row, index).map(({ event, start, end: until }) => {
    const fails = index === 0 && failure?.event === event;
    // Nothing begins when a failure or a stop has ended it; the last event of a whole one may take no time.
    const cut = failure !== undefined || row.stoppedAt !== undefined;
    const begun = start <= scene.now() && (cut ? start < end : start <= end);
    const over = until <= scene.now();
    const after = isEnded(scene, row) ? "Skipped" : "Pending";
    const status: LifecycleEventStatus = !begun ? after : !over ? "InProgress" : fails ? "Failed" : "Succeeded";
    return {
      lifecycleEventName: event,
      status,
      startTime: begun ? new Date(start) : undefined,
      endTime: begun && over ? new Date(until) : undefined,
      diagnostics:
        status === "Failed" && failure
          ? {
              errorCode: event === "DownloadBundle" ? "UnknownError" : "ScriptFailed",
              scriptName: failure.scriptName,
              message: failure.message,
              logTail: failure.logTail,
            }
          : undefined,
    };
  });
}

/** One server after the other; the traffic's part takes as long as the health check of the target group asks for. */
function stages(scene: Scene, row: DeploymentRow, index: number): Stage[] {
  const inside = [...installing, ...starting];
  const each = Math.floor(takes(scene, "deployment") / inside.length);
  const { traffic } = row;
  const timed = (events: string[], slow: string) =>
    traffic ? events.map((event) => ({ event, time: event === slow ? traffic : 0 })) : [];
  const all = [
    ...timed(blocking, "BlockTraffic"),
    ...inside.map((event) => ({ event, time: each })),
    ...timed(allowing, "AllowTraffic"),
  ];
  const whole = all.reduce((sum, { time }) => sum + time, 0);
  let at = row.beginsAt + index * whole;
  return all.map(({ event, time }) => {
    const start = at;
    at += time;
    return { event, start, end: at };
  });
}

function groupRow(scene: Scene, row: DeploymentRow): DeploymentGroupRow | undefined {
  const application = scene.world.codedeploy.applications.find(({ name }) => name === row.application);
  return application?.groups.find(({ name }) => name === row.group);
}

/** The last good revision again, when the group asks for that. */
function rollBack(scene: Scene, failed: DeploymentRow): void {
  const { enabled, events } = groupRow(scene, failed)?.settings.autoRollbackConfiguration ?? {};
  if (!enabled || !events?.includes("DEPLOYMENT_FAILURE") || failed.creator === "codeDeployRollback") return;
  const good = scene.world.codedeploy.deployments.findLast(
    (row) =>
      row.application === failed.application && row.group === failed.group && statusOf(scene, row) === "Succeeded",
  );
  if (!good || failed.instanceIds.length === 0) return;
  startDeployment(scene, {
    application: failed.application,
    group: failed.group,
    revision: good.revision,
    creator: "codeDeployRollback",
    rollsBack: failed.id,
    instanceIds: failed.instanceIds,
    createdAt: endOf(scene, failed),
  });
}
