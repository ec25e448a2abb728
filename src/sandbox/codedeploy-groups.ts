import { randomUUID } from "node:crypto";
import type {
  CodeDeploy,
  CreateDeploymentGroupCommandInput,
  DeploymentGroupInfo,
  DeploymentStatus,
} from "@aws-sdk/client-codedeploy";
import type { DeploymentGroupRow } from "./codedeploy.ts";
import { applicationOf, checkedName } from "./codedeploy-applications.ts";
import { deployments, endOf, statusOf } from "./codedeploy-progress.ts";
import { isRoleKnown } from "./iam-roles.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const deploymentGroupHandlers = {
  CreateDeploymentGroup: (scene, input) => {
    const { groups } = applicationOf(scene, input.applicationName);
    const name = checkedName("deploymentGroup", input.deploymentGroupName);
    if (groups.some((row) => row.name === name)) {
      throw fault("DeploymentGroupAlreadyExistsException", `Deployment group name already exists: ${name}`);
    }
    if (!input.serviceRoleArn) throw fault("RoleRequiredException", "The role ARN is required");
    checkRole(scene, input.serviceRoleArn);
    const row: DeploymentGroupRow = {
      id: randomUUID(),
      name,
      settings: { ...defaults, ...given(input) },
      tags: input.tags ?? [],
    };
    groups.push(row);
    return { deploymentGroupId: row.id };
  },

  GetDeploymentGroup: (scene, { applicationName, deploymentGroupName }) => ({
    deploymentGroupInfo: toInfo(scene, applicationName!, groupOf(scene, applicationName, deploymentGroupName)),
  }),

  BatchGetDeploymentGroups: (scene, { applicationName, deploymentGroupNames = [] }) => ({
    deploymentGroupsInfo: applicationOf(scene, applicationName)
      .groups.filter(({ name }) => deploymentGroupNames.includes(name))
      .map((row) => toInfo(scene, applicationName!, row)),
  }),

  ListDeploymentGroups: (scene, { applicationName }) => ({
    applicationName,
    deploymentGroups: applicationOf(scene, applicationName).groups.map(({ name }) => name),
  }),

  /** Replaces whatever members are sent, and leaves the others. */
  UpdateDeploymentGroup: (scene, input) => {
    const row = groupOf(scene, input.applicationName, input.currentDeploymentGroupName);
    if (input.serviceRoleArn) checkRole(scene, input.serviceRoleArn);
    row.settings = { ...row.settings, ...given(input) };
    row.name = input.newDeploymentGroupName ?? row.name;
    return { hooksNotCleanedUp: [] };
  },

  /** One that is gone already is a success: the API names no error for it. */
  DeleteDeploymentGroup: (scene, { applicationName, deploymentGroupName }) => {
    const row = scene.world.codedeploy.applications.find(({ name }) => name === applicationName);
    if (row) row.groups = row.groups.filter(({ name }) => name !== deploymentGroupName);
    return { hooksNotCleanedUp: [] };
  },
} satisfies Handlers<CodeDeploy>;

export function groupOf(scene: Scene, application: string | undefined, name: string | undefined): DeploymentGroupRow {
  const row = applicationOf(scene, application).groups.find((each) => each.name === name);
  if (!row) throw fault("DeploymentGroupDoesNotExistException", `No Deployment Group found for name: ${name}`);
  return row;
}

const defaults = {
  deploymentConfigName: "CodeDeployDefault.OneAtATime",
  deploymentStyle: { deploymentType: "IN_PLACE", deploymentOption: "WITHOUT_TRAFFIC_CONTROL" },
  autoRollbackConfiguration: { enabled: false, events: [] },
  computePlatform: "Server",
  outdatedInstancesStrategy: "UPDATE",
  terminationHookEnabled: false,
} satisfies DeploymentGroupInfo;

/** The settings among an input's members. Auto Scaling groups come as names and go as structures. */
function given(input: Omit<Partial<CreateDeploymentGroupCommandInput>, "tags">): DeploymentGroupRow["settings"] {
  return {
    ...(input.deploymentConfigName && { deploymentConfigName: input.deploymentConfigName }),
    ...(input.ec2TagFilters && { ec2TagFilters: input.ec2TagFilters }),
    ...(input.ec2TagSet && { ec2TagSet: input.ec2TagSet }),
    ...(input.autoScalingGroups && {
      autoScalingGroups: input.autoScalingGroups.map((name) => ({ name, hook: name })),
    }),
    ...(input.serviceRoleArn && { serviceRoleArn: input.serviceRoleArn }),
    ...(input.deploymentStyle && { deploymentStyle: input.deploymentStyle }),
    ...(input.loadBalancerInfo && { loadBalancerInfo: input.loadBalancerInfo }),
    ...(input.autoRollbackConfiguration && { autoRollbackConfiguration: input.autoRollbackConfiguration }),
    ...(input.outdatedInstancesStrategy && { outdatedInstancesStrategy: input.outdatedInstancesStrategy }),
  };
}

/** A role that is fresh, or absent, is one that CodeDeploy cannot assume. */
function checkRole(scene: Scene, arn: string): void {
  if (isRoleKnown(scene, arn)) return;
  const message = `AWS CodeDeploy does not have the permissions required to assume the role ${arn}.`;
  throw fault("InvalidRoleException", message);
}

function toInfo(scene: Scene, application: string, { id, name, settings }: DeploymentGroupRow): DeploymentGroupInfo {
  const mine = deployments(scene).filter((row) => row.application === application && row.group === name);
  const last = (wanted?: DeploymentStatus) => {
    const row = mine.findLast((each) => !wanted || statusOf(scene, each) === wanted);
    const end = row && endOf(scene, row);
    return (
      row && {
        deploymentId: row.id,
        status: statusOf(scene, row),
        createTime: new Date(row.createdAt),
        endTime: end !== undefined && end <= scene.now() ? new Date(end) : undefined,
      }
    );
  };
  return {
    applicationName: application,
    deploymentGroupId: id,
    deploymentGroupName: name,
    ...settings,
    targetRevision: mine.findLast((row) => statusOf(scene, row) === "Succeeded")?.revision,
    lastSuccessfulDeployment: last("Succeeded"),
    lastAttemptedDeployment: last(),
  };
}
