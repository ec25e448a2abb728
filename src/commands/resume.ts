import { type Command, locked, openDeployment, readConfig, requireConfig, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { printEnd, provisionDeployment } from "./provision.ts";

/** `resume`: goes on from wherever the last run ended, and brings in what the config changed. */
export async function resume(command: Command): Promise<CommandResult> {
  const config = requireConfig(await readConfig(command.options), command.options.config);
  const deployment = await openDeployment(command, config);
  requireState(deployment.state, deployment.store);
  const result = await locked(deployment, (state) =>
    provisionDeployment(command, deployment.session, config, requireState(state, deployment.store)),
  );
  printEnd(command.io, result.outputs as Parameters<typeof printEnd>[1]);
  return result;
}
