import { inspect } from "../engine/inspect.ts";
import { delegationIfKnown } from "../resources/delegation.ts";
import type { TargetGroupInput, TargetGroupOutput } from "../resources/target-group.ts";
import { describeTargets } from "../resources/target-health.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { registry } from "../steps/registry.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import { type Command, createWorkshop, openDeployment, readConfig, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { outputsOf } from "./outputs.ts";
import { zoneOf } from "./provision.ts";
import type { Session } from "./session.ts";

/** `status`: every resource as AWS has it now, drift, delegation; changes nothing. */
export async function status(command: Command): Promise<CommandResult> {
  const { io, options } = command;
  const deployment = await openDeployment(command, await readConfig(options));
  const state = requireState(deployment.state, deployment.store);
  const workshop = createWorkshop(command, deployment.session, state, state);
  const order = (step: string) => stepNames.indexOf(step as StepName);
  const resources = (await inspect(registry, workshop)).sort((a, b) => order(a.step) - order(b.step));
  const zone = zoneOf(state);
  const delegation = zone && (await delegationIfKnown(deployment.session.dns, zone.zoneName, zone.nameServers));
  const outputs = outputsOf(state, delegation?.delegated ?? null);

  const width = Math.max(0, ...resources.map(({ key }) => key.length));
  for (const { key, state: now, id, drift, foreign } of resources) {
    io.print(`${key.padEnd(width)}  ${now}${foreign ? ", there before" : ""}  ${id}`);
    for (const difference of drift) io.print(`${" ".repeat(width)}  differs: ${difference}`);
  }
  if (zone && !delegation) io.print("DNS could not be asked for the name servers.");
  if (delegation) {
    const now = delegation.answered.join(", ") || "no name servers";
    io.print(delegation.delegated ? "The registry has the four name servers." : `The registry answers ${now}.`);
  }
  const served = await targets(deployment.session, state);
  for (const { id, state: health, reason } of served) io.print(`${id} ${reason ? `${health}: ${reason}` : health}`);
  if (outputs.url) io.print(outputs.url);
  const certificate = resources.find(({ key }) => key === "acm.certificate");
  return {
    status: "complete",
    exitCode: 0,
    outputs,
    more: {
      resources: resources.map(({ key, id, state, drift }) => ({ key, id, state, drift })),
      delegation: delegation ?? null,
      certificate: certificate ? { arn: certificate.id, state: certificate.state } : null,
      targets: served,
    },
  };
}

/** The servers behind the load balancer; empty without one. */
async function targets({ aws }: Session, state: DeploymentState) {
  const entry = state.get("alb.target-group");
  if (entry?.status !== "created") return [];
  return describeTargets(
    aws,
    (entry.output as TargetGroupOutput).arn,
    (entry.input as TargetGroupInput).healthCheckPath,
  );
}
