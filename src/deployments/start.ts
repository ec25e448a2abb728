import {
  BatchGetDeploymentsCommand,
  BundleType,
  CreateDeploymentCommand,
  ListDeploymentsCommand,
} from "@aws-sdk/client-codedeploy";
import type { Aws } from "../aws/clients.ts";
import { awsCode } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";
import type { DeploymentPlace } from "../resources/last-deployment.ts";
import type { Revision } from "./revision.ts";

export interface StartSettings {
  /** Drawn once for this deployment: by it a deployment is found whose answer was lost. */
  token: string;
  /** What the description says before that. */
  about: string;
  /** Go on although the script that stops the former revision fails. */
  ignoreStopFailures: boolean;
  /** Called when no clear answer came: from now on the deployment may have begun. */
  onUnclear?(): void;
}

/**
 * Creates one deployment and returns its id. The call has no idempotency token, so after an unclear answer the newest
 * deployments are looked through for ours before it is sent once more.
 * Throws `refused` when another deployment is under way.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html
 */
export async function startDeployment(
  aws: Aws,
  { application, group }: DeploymentPlace,
  { bucket, key }: Revision,
  { token, about, ignoreStopFailures, onUnclear }: StartSettings,
): Promise<string> {
  const description = `${about} [${token}]`;
  const create = async () => {
    const { deploymentId } = await aws.codedeploy(
      new CreateDeploymentCommand({
        applicationName: application,
        deploymentGroupName: group,
        revision: { revisionType: "S3", s3Location: { bucket, key, bundleType: BundleType.Zip } },
        description,
        ignoreApplicationStopFailures: ignoreStopFailures,
      }),
    );
    return deploymentId!;
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      const isBusy = awsCode(error) === "DeploymentLimitExceededException";
      const isUnclear = error instanceof WizardError && error.code === "no-answer";
      if (!isBusy && !isUnclear) throw error;
      if (isUnclear) onUnclear?.();
      // After an unclear answer the one that is under way may be ours.
      const ours = isUnclear || attempt > 1 ? await find(aws, { application, group }, description) : undefined;
      if (ours) return ours;
      if (isBusy) throw busy(error);
      if (attempt === tries) throw error;
    }
  }
}

const tries = 2;

/** Newest come first; nobody starts more than that many between two of our calls. */
const looked = 10;

async function find(aws: Aws, { application, group }: DeploymentPlace, description: string) {
  const { deployments = [] } = await aws.codedeploy(
    new ListDeploymentsCommand({ applicationName: application, deploymentGroupName: group }),
  );
  const deploymentIds = deployments.slice(0, looked);
  if (deploymentIds.length === 0) return undefined;
  const { deploymentsInfo = [] } = await aws.codedeploy(new BatchGetDeploymentsCommand({ deploymentIds }));
  return deploymentsInfo.find((each) => each.description === description)?.deploymentId;
}

function busy(error: unknown): WizardError {
  const said = error instanceof Error ? error.message : "";
  const [other] = /\bd-[A-Z0-9]+\b/.exec(said) ?? [];
  return new WizardError(
    "refused",
    `Another deployment${other ? ` (${other})` : ""} is under way, and one goes after the other.`,
    {
      hint: "`deploy-wizard status --watch` shows when it has ended; then deploy again.",
      cause: error,
    },
  );
}
