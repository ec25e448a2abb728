import { type DeploymentInfo, GetDeploymentCommand } from "@aws-sdk/client-codedeploy";
import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { type EndedEvent, followDeployment } from "./follow.ts";

export interface Rollback {
  id: string;
  /** As CodeDeploy words it: `Succeeded`, `Failed`. */
  status: string;
}

/** CodeDeploy begins a rollback within seconds of a failure, or not at all. */
const beginsWithinSeconds = 30;

/**
 * The rollback that CodeDeploy begins by itself after a failed deployment, followed to its end; undefined when there is
 * nothing to go back to, or when it was itself a rollback.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export async function followRollback(
  { aws, poll }: AwsTools,
  { deploymentId, status }: DeploymentInfo,
  onBegin: (id: string) => void,
  tell: (event: EndedEvent) => void,
): Promise<Rollback | undefined> {
  if (status !== "Failed") return undefined;
  const wait = { what: say("waitRollback"), usualSeconds: 5, everySeconds: 2, timeoutSeconds: beginsWithinSeconds };
  let id: string | undefined;
  try {
    id = await poll(wait, async () => {
      const { deploymentInfo } = await aws.codedeploy(new GetDeploymentCommand({ deploymentId: deploymentId! }));
      return deploymentInfo?.rollbackInfo?.rollbackDeploymentId;
    });
  } catch (error) {
    if (error instanceof WizardError && error.code === "timeout") return undefined;
    throw error;
  }
  onBegin(id);
  const info = await followDeployment(aws, poll, id, tell);
  return { id, status: info.status ?? "unknown" };
}
