import { parseDomain } from "../config/domain.ts";
import { loadConfigFile, writeConfigFile } from "../config/load.ts";
import { mergeAnswers } from "../config/merge.ts";
import { type Config, parseConfig } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { createDeploymentState, type DeploymentState } from "../state/deployment-state.ts";
import { type Command, type Deployment, locked, openDeployment, projectFolder } from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import type { CommandResult } from "./io.ts";
import { planDeployment, sayPlan } from "./plan.ts";
import { printEnd, provisionDeployment, refuseOther } from "./provision.ts";

/** `init`: takes the answers, writes the config, shows the plan and provisions. Over an existing state it goes on. */
export async function init(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const answered = await answers(command);
  const deployment = await openDeployment(command, answered);
  const config: Config = { ...answered, region: deployment.session.region };
  if (deployment.state) refuseOther(deployment.state, config);
  await writeConfigFile(options.config, config);
  if (!options.state.startsWith("s3://")) await ignoreState(projectFolder(options), options.state);

  const domain = config.domain && parseDomain(config.domain);
  if (domain && domain.display !== domain.ascii) io.say(`Domain: ${domain.display}`);
  const changes = await planDeployment(command, deployment, config);
  sayPlan(io, changes);
  if (!options.provision) {
    io.say(`Nothing was made. The answers are in ${options.config}; \`deploy-wizard init\` goes on with them.`);
    return { status: "complete", exitCode: 0, more: { changes } };
  }
  if (io.interactive && !(await io.confirm("Make this on AWS now?"))) {
    io.say(`Nothing was made. The answers are in ${options.config}; change them and run init again.`);
    return { status: "complete", exitCode: 0, more: { changes } };
  }

  const result = await locked(deployment, async (state) =>
    provisionDeployment(
      command,
      deployment.session,
      config,
      state ?? (await newState(deployment, config, options.environment)),
    ),
  );
  printEnd(io, result.outputs as Parameters<typeof printEnd>[1]);
  return result;
}

/** Each answer from flag, config file or default; whatever is missing is named with its flag. */
async function answers({ options }: Command): Promise<Config> {
  const file = await loadConfigFile(options.config);
  const { answers, missing, originOf } = mergeAnswers({ flags: options.flags, file });
  if (missing.length > 0) {
    const named = missing.map(({ path, flag }) => (flag ? `${flag} (${path} in the config)` : path));
    throw new WizardError("missing-answer", `Not answered: ${named.join(", ")}.`, {
      hint: `Give ${missing.length === 1 ? "it" : "them"}, for example: deploy-wizard init --app shop --domain example.com`,
    });
  }
  return parseConfig(answers, options.config, originOf);
}

export function newState(
  { session, store }: Deployment,
  config: Config,
  environment: string,
): Promise<DeploymentState> {
  return createDeploymentState(store, {
    app: config.app,
    environment,
    account: session.account,
    region: session.region,
    fixed: { entry: config.entry, domain: config.domain },
  });
}
