import type { CodeDeploy, DeploymentInfo, EC2TagFilter } from "@aws-sdk/client-codedeploy";
import type { DeploymentGroupRow, DeploymentRow } from "./codedeploy.ts";
import { applicationOf } from "./codedeploy-applications.ts";
import { groupOf } from "./codedeploy-groups.ts";
import { deployments, endOf, statusOf } from "./codedeploy-progress.ts";
import { startDeployment } from "./codedeploy-start.ts";
import { targetStatus } from "./codedeploy-targets.ts";
import { runningSince } from "./ec2-instances.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

const running = ["Created", "Queued", "InProgress", "Baking", "Ready"];

export const deploymentHandlers = {
  CreateDeployment: (scene, { applicationName, deploymentGroupName, revision, description }) => {
    const group = groupOf(scene, applicationName, deploymentGroupName);
    if (!revision) throw fault("RevisionRequiredException", "The revision is required");
    const active = deploymentsOf(scene, applicationName!, group.name).find((row) =>
      running.includes(statusOf(scene, row)),
    );
    if (active) {
      const message = `The Deployment Group '${group.name}' already has an active Deployment '${active.id}'`;
      throw fault("DeploymentLimitExceededException", message);
    }
    const { failNext } = scene.world.codedeploy;
    delete scene.world.codedeploy.failNext;
    const row = startDeployment(scene, {
      application: applicationName!,
      group: group.name,
      revision,
      description,
      creator: "user",
      instanceIds: matching(scene, group),
      createdAt: scene.now(),
      failure: failNext ?? scene.deploymentFailure,
    });
    return { deploymentId: row.id };
  },

  GetDeployment: (scene, { deploymentId }) => ({ deploymentInfo: toInfo(scene, deploymentOf(scene, deploymentId)) }),

  BatchGetDeployments: (scene, { deploymentIds = [] }) => ({
    deploymentsInfo: deployments(scene)
      .filter(({ id }) => deploymentIds.includes(id))
      .map((row) => toInfo(scene, row)),
  }),

  /** Newest first. */
  ListDeployments: (scene, { applicationName, deploymentGroupName, includeOnlyStatuses }) => {
    if (applicationName) applicationOf(scene, applicationName);
    if (deploymentGroupName) groupOf(scene, applicationName, deploymentGroupName);
    const wanted = deployments(scene)
      .filter(({ application }) => !applicationName || application === applicationName)
      .filter(({ group }) => !deploymentGroupName || group === deploymentGroupName)
      .filter((row) => includeOnlyStatuses?.includes(statusOf(scene, row)) ?? true);
    return { deployments: wanted.map(({ id }) => id).reverse() };
  },

  StopDeployment: (scene, { deploymentId }) => {
    const row = deploymentOf(scene, deploymentId);
    if (!running.includes(statusOf(scene, row))) {
      throw fault("DeploymentAlreadyCompletedException", `The deployment has ended: ${row.id}`);
    }
    row.stoppedAt = scene.now();
    return { status: "Succeeded", statusMessage: "No more lifecycle events will be scheduled" };
  },
} satisfies Handlers<CodeDeploy>;

export function deploymentOf(scene: Scene, id: string | undefined): DeploymentRow {
  const row = deployments(scene).find((each) => each.id === id);
  if (!row) throw fault("DeploymentDoesNotExistException", `The deployment ${id} could not be found`);
  return row;
}

const deploymentsOf = (scene: Scene, application: string, group: string) =>
  deployments(scene).filter((row) => row.application === application && row.group === group);

/** The running instances that have a tag of every list. */
function matching(scene: Scene, { settings }: DeploymentGroupRow): string[] {
  const lists = settings.ec2TagSet?.ec2TagSetList ?? (settings.ec2TagFilters ? [settings.ec2TagFilters] : []);
  const fits = (tags: { Key?: string; Value?: string }[], { Key, Value, Type }: EC2TagFilter) =>
    tags.some((tag) => (Type === "VALUE_ONLY" || tag.Key === Key) && (Type === "KEY_ONLY" || tag.Value === Value));
  return scene.world.ec2.instances
    .filter(({ id }) => runningSince(scene, id) !== undefined)
    .filter(({ tags }) => lists.length > 0 && lists.every((list) => list.some((filter) => fits(tags, filter))))
    .map(({ id }) => id);
}

function errorOf(row: DeploymentRow): DeploymentInfo["errorInformation"] {
  if (row.instanceIds.length > 0) {
    return {
      code: "HEALTH_CONSTRAINTS",
      message:
        "The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.",
    };
  }
  return {
    code: "NO_INSTANCES",
    message:
      "The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.",
  };
}

function toInfo(scene: Scene, row: DeploymentRow): DeploymentInfo {
  const status = statusOf(scene, row);
  const targets = row.instanceIds.map((id) => targetStatus(scene, row, id));
  const count = (wanted: string) => targets.filter((each) => each === wanted).length;
  const before = deployments(scene);
  const rollback = before.find(({ rollsBack }) => rollsBack === row.id);
  const end = endOf(scene, row);
  return {
    applicationName: row.application,
    deploymentGroupName: row.group,
    deploymentId: row.id,
    deploymentConfigName: "CodeDeployDefault.OneAtATime",
    revision: row.revision,
    status,
    description: row.description,
    creator: row.creator,
    createTime: new Date(row.createdAt),
    completeTime: running.includes(status) ? undefined : new Date(end),
    computePlatform: "Server",
    deploymentOverview: {
      Pending: count("Pending"),
      InProgress: count("InProgress"),
      Succeeded: count("Succeeded"),
      Failed: count("Failed"),
      Skipped: count("Skipped"),
      Ready: 0,
    },
    errorInformation: status === "Failed" ? errorOf(row) : undefined,
    rollbackInfo:
      rollback || row.rollsBack
        ? { rollbackDeploymentId: rollback?.id, rollbackTriggeringDeploymentId: row.rollsBack }
        : undefined,
  };
}
