import { BatchGetDeploymentsCommand, type DeploymentInfo, ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import type { DeploymentPlace } from "../resources/last-deployment.ts";
import { isStored, type Revision } from "./revision.ts";

/** A revision that was deployed with success. */
export interface GoodRevision extends Revision {
  /** The deployment that brought it. */
  deploymentId: string;
  deployedAt: Date;
}

export interface Past {
  /** What the servers run: the revision of the last deployment that succeeded. */
  current: GoodRevision | undefined;
  /** What led to the current one, newest first: what has been gone back from is none of it. */
  former: GoodRevision[];
  /** The newest deployment of all, when it did not succeed: what came after the current revision. */
  failed: DeploymentInfo | undefined;
}

/** That many can be asked for in one call, and nobody goes back further. */
const looked = 25;

/**
 * What was deployed before, from CodeDeploy's own list.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListDeployments.html
 */
export async function readPast(aws: Aws, { application, group }: DeploymentPlace): Promise<Past> {
  const list = async (only?: "Succeeded"[]) => {
    const { deployments = [] } = await aws.codedeploy(
      new ListDeploymentsCommand({
        applicationName: application,
        deploymentGroupName: group,
        ...(only && { includeOnlyStatuses: only }),
      }),
    );
    const deploymentIds = deployments.slice(0, looked);
    if (deploymentIds.length === 0) return [];
    const { deploymentsInfo = [] } = await aws.codedeploy(new BatchGetDeploymentsCommand({ deploymentIds }));
    return deploymentsInfo.toSorted((a, b) => (b.createTime?.getTime() ?? 0) - (a.createTime?.getTime() ?? 0));
  };
  const good = (await list(["Succeeded"])).flatMap(toRevision);
  const [newest] = await list();
  const [current, ...former] = way(good.toReversed()).toReversed();
  return {
    current,
    former,
    failed: newest?.status === "Failed" || newest?.status === "Stopped" ? newest : undefined,
  };
}

/** The first of them whose bundle is still in its bucket. */
export async function firstStored(aws: Aws, revisions: readonly GoodRevision[]): Promise<GoodRevision | undefined> {
  for (const revision of revisions) if (await isStored(aws, revision)) return revision;
  return undefined;
}

/** The revisions, oldest first, that lead to the last one; one that was there before is a way back to it. */
function way(good: readonly GoodRevision[]): GoodRevision[] {
  const trail: GoodRevision[] = [];
  for (const revision of good) {
    const at = trail.findIndex((each) => isSame(each, revision));
    if (at < 0) trail.push(revision);
    else trail.splice(at + 1);
  }
  return trail;
}

const isSame = (a: Revision, b: Revision) => a.bucket === b.bucket && a.key === b.key;

function toRevision({ deploymentId, revision, createTime }: DeploymentInfo): GoodRevision[] {
  const { bucket, key } = revision?.s3Location ?? {};
  if (!bucket || !key || !deploymentId) return [];
  return [{ bucket, key, deploymentId, deployedAt: createTime ?? new Date(0) }];
}
