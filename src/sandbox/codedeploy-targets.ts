import type { CodeDeploy, DeploymentTarget, TargetStatus } from "@aws-sdk/client-codedeploy";
import type { DeploymentRow } from "./codedeploy.ts";
import { deploymentOf } from "./codedeploy-deployments.ts";
import { lifecycleEvents, statusOf } from "./codedeploy-progress.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const deploymentTargetHandlers = {
  ListDeploymentTargets: (scene, { deploymentId }) => {
    const row = deploymentOf(scene, deploymentId);
    if (statusOf(scene, row) === "Created") {
      throw fault("DeploymentNotStartedException", "The specified deployment has not started.");
    }
    return { targetIds: row.instanceIds };
  },

  GetDeploymentTarget: (scene, { deploymentId, targetId }) => ({
    deploymentTarget: toTarget(scene, deploymentOf(scene, deploymentId), targetId!),
  }),

  BatchGetDeploymentTargets: (scene, { deploymentId, targetIds = [] }) => {
    const row = deploymentOf(scene, deploymentId);
    return { deploymentTargets: targetIds.map((id) => toTarget(scene, row, id)) };
  },
} satisfies Handlers<CodeDeploy>;

export function targetStatus(scene: Scene, row: DeploymentRow, instanceId: string): TargetStatus {
  const states = lifecycleEvents(scene, row, instanceId).map(({ status }) => status);
  if (states.includes("Failed")) return "Failed";
  if (states.every((status) => status === "Succeeded")) return "Succeeded";
  if (states.every((status) => status === "Skipped")) return "Skipped";
  if (states.every((status) => status === "Pending")) return "Pending";
  return statusOf(scene, row) === "Stopped" ? "Skipped" : "InProgress";
}

function toTarget(scene: Scene, row: DeploymentRow, instanceId: string): DeploymentTarget {
  if (!row.instanceIds.includes(instanceId)) {
    throw fault("DeploymentTargetDoesNotExistException", `No target ${instanceId} in deployment ${row.id}`);
  }
  return {
    deploymentTargetType: "InstanceTarget",
    instanceTarget: {
      deploymentId: row.id,
      targetId: instanceId,
      targetArn: `arn:aws:ec2:${scene.region}:${scene.account}:instance/${instanceId}`,
      status: targetStatus(scene, row, instanceId),
      lifecycleEvents: lifecycleEvents(scene, row, instanceId),
      lastUpdatedAt: new Date(scene.now()),
      instanceLabel: "Blue",
    },
  };
}
