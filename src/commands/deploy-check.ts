import type { AwsTools } from "../aws/tools.ts";
import { readProjectFile } from "../delivery/project-file.ts";
import { workflowDifferences } from "../delivery/workflow-check.ts";
import { askAgent } from "../deployments/agent.ts";
import type { Place } from "../deployments/place.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { type BucketInput, type BucketOutput, bucket } from "../resources/bucket.ts";
import {
  type DeploymentGroupInput,
  type DeploymentGroupOutput,
  deploymentGroup,
} from "../resources/deployment-group.ts";
import { describeTargets } from "../resources/target-health.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import type { Io } from "./io.ts";

/**
 * What would make a deployment fail, or hang for an hour, although its bundle is in order. Throws `preflight` (exit 2)
 * for what is certain to; what cannot be asked is a warning.
 */
export async function checkPlace(io: Io, tools: AwsTools, state: DeploymentState, place: Place): Promise<void> {
  await Promise.all([requireBucket(tools, state), requireGroup(tools, state)]);
  await warnOfWorkflow(io, tools, place);
  await requireListener(tools, place);
  for (const instanceId of place.instanceIds) await requireAgent(io, tools, instanceId);
}

async function requireBucket(tools: AwsTools, state: DeploymentState): Promise<void> {
  const { input, output } = recordOf<BucketInput, BucketOutput>(state, "s3.build-bucket");
  if (await bucket.find(tools, input, { recorded: output })) return;
  throw gone(`The build bucket ${input.name} does not exist in ${tools.region}`);
}

async function requireGroup(tools: AwsTools, state: DeploymentState): Promise<void> {
  const { input, output } = recordOf<DeploymentGroupInput, DeploymentGroupOutput>(state, "codedeploy.deployment-group");
  if (await deploymentGroup.find(tools, input, { recorded: output })) return;
  throw gone(`The deployment group ${input.name} does not exist in ${tools.region}`);
}

const gone = (what: string) =>
  new WizardError("preflight", `${what} any more.`, { hint: "`deploy-wizard resume` makes it again; then deploy." });

function recordOf<Input, Output>(state: DeploymentState, key: string): { input: Input; output: Output } {
  const entry = state.get(key);
  if (entry?.status === "created") return { input: entry.input as Input, output: entry.output as Output };
  throw new WizardError("missing-step", `${key} has not been made yet.`, { hint: "`deploy-wizard resume` goes on." });
}

/** A push that goes elsewhere than this command would be a surprise. */
async function warnOfWorkflow(io: Io, { projectFolder }: AwsTools, place: Place): Promise<void> {
  const text = await readProjectFile(projectFolder, ".github/workflows/deploy.yml");
  const differences = text === undefined ? [] : workflowDifferences(text, place);
  if (differences.length === 0) return;
  io.emit({ type: "warning", step: "codedeploy", message: say("deployWorkflowDiffers", differences.join(", ")) });
}

/** A server to which nothing is forwarded is never healthy, and a deployment would wait for that. */
async function requireListener({ aws }: AwsTools, { targetGroupArn, healthCheck }: Place): Promise<void> {
  if (targetGroupArn === null) return;
  const targets = await describeTargets(aws, targetGroupArn, healthCheck);
  if (targets.length === 0 || targets.some(({ state }) => state !== "unused")) return;
  const why = targets.map(({ id, reason }) => `${id} ${reason}`).join("; ");
  throw new WizardError("preflight", `A deployment would wait in vain: ${why}.`, {
    hint: "`deploy-wizard resume` mends it, or tells what it waits for, such as the certificate; then deploy.",
  });
}

async function requireAgent(io: Io, { aws, poll, region }: AwsTools, instanceId: string): Promise<void> {
  const answer = await askAgent(aws, poll, instanceId);
  if (answer.agent === "active") return;
  if (answer.agent === "unknown") {
    io.emit({ type: "warning", step: "codedeploy", message: say("deployAgentUnknown", instanceId, answer.why) });
    return;
  }
  throw new WizardError("preflight", `The CodeDeploy agent on ${instanceId} does not run (${answer.said}).`, {
    hint: `Start it: \`aws ssm send-command --region ${region} --instance-ids ${instanceId} --document-name AWS-RunShellScript --parameters 'commands=["systemctl restart codedeploy-agent"]'\`. A fresh server needs some minutes until it is there.`,
  });
}
