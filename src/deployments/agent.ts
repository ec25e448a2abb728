import { GetCommandInvocationCommand, SendCommandCommand } from "@aws-sdk/client-ssm";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";
import type { Poll } from "../engine/poll.ts";
import { say } from "../language/phrase.ts";

/** Whether the CodeDeploy agent of a server runs; `unknown` with the reason why nobody can tell. */
export type AgentAnswer = { agent: "active" } | { agent: "inactive"; said: string } | { agent: "unknown"; why: string };

/** A server answers within seconds or not at all. */
const patienceSeconds = 20;

/**
 * Asks a server, through Systems Manager, whether its CodeDeploy agent runs: without one a deployment hangs for up to an
 * hour. The command is fixed and changes nothing.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html
 */
export async function askAgent(aws: Aws, poll: Poll, instanceId: string): Promise<AgentAnswer> {
  try {
    const { Command } = await aws.ssm(
      new SendCommandCommand({
        DocumentName: "AWS-RunShellScript",
        InstanceIds: [instanceId],
        Comment: "deploy-wizard asks whether the CodeDeploy agent runs",
        TimeoutSeconds: 30,
        Parameters: { commands: ["systemctl is-active codedeploy-agent || true"] },
      }),
    );
    const question = new GetCommandInvocationCommand({ CommandId: Command!.CommandId!, InstanceId: instanceId });
    const answer = await poll(
      { what: say("waitAgent", instanceId), usualSeconds: 3, everySeconds: 1, timeoutSeconds: patienceSeconds },
      async () => {
        // Right after it was sent, a command is not known on its server yet.
        const { Status, StandardOutputContent } = (await orAbsent(aws.ssm(question), "InvocationDoesNotExist")) ?? {};
        if (Status === undefined || Status === "Pending" || Status === "InProgress" || Status === "Delayed")
          return undefined;
        return { status: Status, said: (StandardOutputContent ?? "").trim() };
      },
    );
    if (answer.said === "active") return { agent: "active" };
    if (answer.status === "Success" && answer.said !== "") return { agent: "inactive", said: answer.said };
    return { agent: "unknown", why: `Systems Manager says ${answer.status}` };
  } catch (error) {
    if (!(error instanceof WizardError) || error.code === "interrupted" || error.code === "session-expired")
      throw error;
    return { agent: "unknown", why: error.message };
  }
}
