import type { AwsTools } from "../aws/tools.ts";
import type { Config } from "../config/schema.ts";
import { causeOf } from "../deployments/cause.ts";
import { readFailure } from "../deployments/failure.ts";
import { type EndedEvent, followDeployment } from "../deployments/follow.ts";
import type { Place } from "../deployments/place.ts";
import type { Revision } from "../deployments/revision.ts";
import { followRollback } from "../deployments/rollback.ts";
import { startDeployment } from "../deployments/start.ts";
import type { Clock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { failureLines } from "./deploy-screen.ts";
import { type Command, createWorkshop, type Deployment, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { outputsOf } from "./outputs.ts";
import { newToken } from "./token.ts";

/** What `deploy` and `rollback` work with. */
export interface DeploySite {
  state: DeploymentState;
  place: Place;
  tools: AwsTools;
  clock: Clock;
}

const node = { key: "codedeploy.deployment", step: "codedeploy" };

/** Where deployments of this environment go. Throws `missing-step` (exit 2) when a step has to be made first. */
export function deploySite(command: Command, { session, store, state: found }: Deployment, config: Config): DeploySite {
  const state = requireState(found, store);
  const { codeDeploy, buckets, servers, loadBalancer } = outputsOf(state, null);
  const missing = !servers.instanceIds.length
    ? "ec2"
    : !buckets.build
      ? "s3"
      : !codeDeploy?.deploymentGroup
        ? "codedeploy"
        : undefined;
  if (missing) {
    throw new WizardError("missing-step", `There is nothing to deploy to yet: the step ${missing} comes first.`, {
      hint: "`deploy-wizard resume` makes what is missing.",
    });
  }
  const workshop = createWorkshop(command, session, state, state);
  return {
    state,
    clock: session.clock,
    tools: workshop.tools(node, workshop.poll(node, workshop.signal)),
    place: {
      application: codeDeploy!.application!,
      group: codeDeploy!.deploymentGroup!,
      region: session.region,
      bucket: buckets.build!,
      instanceIds: servers.instanceIds,
      targetGroupArn: loadBalancer?.targetGroupArn ?? null,
      port: config.port,
      healthCheck: config.healthCheck,
    },
  };
}

/** Creates the deployment and follows it to its end; a failed one is explained, and its rollback followed, too. */
export async function runDeployment(
  command: Command,
  { state, place, tools, clock }: DeploySite,
  revision: Revision,
  about: string,
): Promise<CommandResult> {
  const { io, options } = command;
  const { aws, poll } = tools;
  const outputs = outputsOf(state, null);
  const remember = (id: string | undefined) => command.remember?.(() => outputs, { id });
  const id = await startDeployment(aws, place, revision, {
    token: newToken(),
    about,
    ignoreStopFailures: options.ignoreStopFailures,
    onUnclear: () => remember(undefined),
  });
  remember(id);
  io.say(say("deployStarted", id));
  const described = { id, revision: revision.key };
  if (!options.follow) {
    io.print(id);
    io.say(say("deployNotFollowed"));
    return { status: "complete", exitCode: 0, outputs, more: { deployment: { ...described, status: "Created" } } };
  }
  const events: EndedEvent[] = [];
  const tell = (event: EndedEvent) => {
    events.push(event);
    io.emit({ type: "lifecycle", ...node, ...event });
  };
  const started = clock.now();
  const info = await followDeployment(aws, poll, id, tell);
  const seconds = (clock.now() - started) / 1000;
  if (info.status === "Succeeded") {
    io.emit({ type: "step", step: node.step, status: "done", seconds, message: "" });
    io.print(id);
    return {
      status: "complete",
      exitCode: 0,
      outputs,
      more: { deployment: { ...described, status: info.status, events } },
    };
  }
  io.emit({ type: "step", step: node.step, status: "failed", seconds, message: say("deployEnded", id, info.status!) });
  const failure = await readFailure(tools, place, info);
  const cause = causeOf(failure);
  // Of the way back only what fails is told by the event: the reason for it is what the person is after.
  const tellFailed = (event: EndedEvent) =>
    event.status === "Failed" && io.emit({ type: "lifecycle", ...node, ...event });
  const rollback = await followRollback(
    tools,
    info,
    (rollbackId) => io.say(say("deployRollingBack", rollbackId)),
    tellFailed,
  );
  for (const line of failureLines(failure)) io.say(line);
  io.emit({
    type: "error",
    code: "resource-failed",
    message: say("deployFailed", id, failure.event?.name ?? info.status!, cause.why),
    hint: say(
      "deployMend",
      cause.mend,
      rollback ? say("deployRolledBack", rollback.id, rollback.status) : say("deployNoRollback"),
    ),
  });
  return {
    status: "failed",
    exitCode: 1,
    outputs,
    more: {
      deployment: {
        ...described,
        status: info.status,
        events,
        failure: {
          event: failure.event?.name ?? null,
          instanceId: failure.event?.instanceId ?? null,
          script: failure.event?.diagnostics.scriptName ?? null,
          logTail: failure.event?.diagnostics.logTail ?? null,
          cause: cause.why,
          mend: cause.mend,
        },
        rolledBackBy: rollback ?? null,
      },
    },
  };
}
