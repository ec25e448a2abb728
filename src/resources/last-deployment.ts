import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  type DeploymentInfo,
  GetDeploymentCommand,
  type LifecycleEvent,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";

/** Where deployments go. */
export interface DeploymentPlace {
  application: string;
  group: string;
}

export interface LastDeployment {
  id: string;
  /** As CodeDeploy words it: `Created`, `InProgress`, `Succeeded`, `Failed`, `Stopped`. */
  status: string;
  /** ISO 8601. */
  createdAt: string | null;
  /** The bundle's key in the build bucket; a push names it after its commit. */
  revision: string | null;
  /** What its author said of it: `owner/name@commit` for a push. */
  description: string | null;
  failure: DeploymentFailure | null;
  /** The deployment that put the revision before it back. */
  rolledBackBy: { id: string; status: string } | null;
}

export interface DeploymentFailure {
  /** CodeDeploy's code for the whole: `HEALTH_CONSTRAINTS`, `NO_INSTANCES`. It rarely says why. */
  code: string | null;
  message: string | null;
  /** The first lifecycle event that failed, which does; null when no server began. */
  event: FailedEvent | null;
}

export interface FailedEvent {
  instanceId: string;
  /** `ApplicationStart` */
  name: string;
  script: string | null;
  message: string | null;
  /** The end of what the script printed. */
  logTail: string | null;
}

/** That many can be asked for in one call, both deployments and targets. */
const atOnce = 25;

/**
 * The deployment that was asked for last, with its failure and with the rollback that followed; undefined when there
 * has been none, or no such deployment group.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html
 */
export async function lastDeployment(
  aws: Aws,
  { application, group }: DeploymentPlace,
): Promise<LastDeployment | undefined> {
  const listed = await orAbsent(
    aws.codedeploy(new ListDeploymentsCommand({ applicationName: application, deploymentGroupName: group })),
    "ApplicationDoesNotExistException",
    "DeploymentGroupDoesNotExistException",
  );
  const deploymentIds = listed?.deployments?.slice(0, atOnce) ?? [];
  if (deploymentIds.length === 0) return undefined;
  const answer = await aws.codedeploy(new BatchGetDeploymentsCommand({ deploymentIds }));
  const [newest] = (answer.deploymentsInfo ?? []).sort((one, other) => startOf(other) - startOf(one));
  if (!newest) return undefined;
  const undone = newest.rollbackInfo?.rollbackTriggeringDeploymentId;
  return undone ? describe(aws, await byId(aws, undone), newest) : describe(aws, newest);
}

const startOf = ({ createTime }: DeploymentInfo) => createTime?.getTime() ?? 0;

async function byId(aws: Aws, deploymentId: string): Promise<DeploymentInfo> {
  const { deploymentInfo } = await aws.codedeploy(new GetDeploymentCommand({ deploymentId }));
  return deploymentInfo!;
}

async function describe(aws: Aws, info: DeploymentInfo, rollback?: DeploymentInfo): Promise<LastDeployment> {
  const id = info.deploymentId!;
  return {
    id,
    status: info.status ?? "unknown",
    createdAt: info.createTime?.toISOString() ?? null,
    revision: info.revision?.s3Location?.key ?? info.revision?.gitHubLocation?.commitId ?? null,
    description: info.description ?? null,
    failure:
      info.status === "Failed"
        ? {
            code: info.errorInformation?.code ?? null,
            message: info.errorInformation?.message ?? null,
            event: await failedEvent(aws, id),
          }
        : null,
    rolledBackBy: rollback ? { id: rollback.deploymentId!, status: rollback.status ?? "unknown" } : null,
  };
}

/**
 * The lifecycle event on which a deployment failed, with what its script left behind; null when no server has one.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_Diagnostics.html
 */
export async function failedEvent(aws: Aws, deploymentId: string): Promise<FailedEvent | null> {
  const list = aws.codedeploy(new ListDeploymentTargetsCommand({ deploymentId }));
  const targetIds = (await orAbsent(list, "DeploymentNotStartedException"))?.targetIds?.slice(0, atOnce) ?? [];
  if (targetIds.length === 0) return null;
  const answer = await aws.codedeploy(new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }));
  for (const { instanceTarget } of answer.deploymentTargets ?? []) {
    const failed = instanceTarget?.lifecycleEvents?.find(({ status }) => status === "Failed");
    if (failed) return toEvent(instanceTarget?.targetId ?? "", failed);
  }
  return null;
}

const toEvent = (instanceId: string, { lifecycleEventName, diagnostics }: LifecycleEvent): FailedEvent => ({
  instanceId,
  name: lifecycleEventName ?? "unknown",
  script: diagnostics?.scriptName || null,
  message: diagnostics?.message || null,
  logTail: diagnostics?.logTail || null,
});
