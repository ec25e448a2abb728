import type { Config } from "../config/schema.ts";
import { say } from "../language/phrase.ts";
import { costLines, costOf } from "./cost.ts";
import {
  type Command,
  type Deployment,
  fingerprint,
  locked,
  openDeployment,
  readConfig,
  requireConfig,
  requireState,
} from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { planDeployment } from "./plan.ts";
import { planLines, planTotals } from "./plan-view.ts";
import { printEnd, provisionDeployment, refuseImpossible } from "./provision.ts";

/** `resume`: goes on from wherever the last run ended, and brings in what the config or somebody changed. */
export async function resume(command: Command): Promise<CommandResult> {
  const { options } = command;
  const config = requireConfig(await readConfig(options), options.config);
  return resumeDeployment(command, await openDeployment(command, config), config);
}

/** The same of a deployment that is open already. */
export async function resumeDeployment(
  command: Command,
  deployment: Deployment,
  config: Config,
): Promise<CommandResult> {
  const { io } = command;
  const before = requireState(deployment.state, deployment.store);
  // What the person was shown before needs no second yes; a config that was changed since, or was only brought in step
  // by step, may cost more. A run that waits for the name servers has applied nothing yet.
  const changed = (before.fixed.agreed ?? before.applied) !== fingerprint(config);
  const agree = changed ? agreeToChange : agreeToMend;
  if (!(await agree(command, deployment, config))) {
    io.say(say("nothingChanged"));
    return { status: "complete", exitCode: 0 };
  }
  const result = await locked(deployment, async (locked) => {
    const state = requireState(locked, deployment.store);
    if (changed) await state.fix({ ...state.fixed, agreed: fingerprint(config) });
    return provisionDeployment(command, deployment.session, config, state);
  });
  printEnd(io, result, config);
  return result;
}

/** Shows what a changed config does and costs; asks where something may be asked. */
async function agreeToChange(command: Command, deployment: Deployment, config: Config): Promise<boolean> {
  const { io } = command;
  const planned = await planDeployment(command, deployment, config);
  for (const line of planLines(planned.changes, io)) io.say(line);
  io.say(planTotals(planned.changes));
  for (const line of costLines(io, await costOf(command, deployment, config, planned))) io.say(line);
  refuseImpossible(planned.changes);
  return !io.interactive || io.ask.confirm(say("askChange"), true);
}

/**
 * Shows what differs of what was made once, because somebody changed or removed it, before it is put right. It is asked
 * about once all of this config was there: what an interrupted run left half-made is what the person has agreed to.
 */
async function agreeToMend(command: Command, deployment: Deployment, config: Config): Promise<boolean> {
  const { io } = command;
  const { changes } = await planDeployment(command, deployment, config);
  refuseImpossible(changes);
  const drifted = changes.filter(({ recorded, action }) => recorded && action !== "none");
  if (drifted.length === 0) return true;
  io.say(say("planDrift"));
  for (const line of planLines(drifted, io)) io.say(line);
  const wasWhole = deployment.state?.applied === fingerprint(config);
  return !wasWhole || !io.interactive || io.ask.confirm(say("askMend"), true);
}
