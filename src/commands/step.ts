import type { StepName } from "../steps/step-names.ts";
import { sayCostOfStep } from "./cost.ts";
import { type Command, locked, openDeployment, projectFolder, readConfig, requireConfig } from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import { newState } from "./init.ts";
import type { CommandResult } from "./io.ts";
import { provisionDeployment } from "./provision.ts";

/** `network` ... `codedeploy`: one step alone. What it needs of other steps is found, not made. */
export async function runStep(command: Command, step: StepName): Promise<CommandResult> {
  const { options } = command;
  const config = requireConfig(await readConfig(options), options.config);
  const deployment = await openDeployment(command, config);
  await ignoreState(projectFolder(options), options.state);
  await sayCostOfStep(command, deployment, config, step);
  return locked(deployment, async (state) =>
    provisionDeployment(
      command,
      deployment.session,
      config,
      state ?? (await newState(deployment, config, options.environment)),
      step,
    ),
  );
}
