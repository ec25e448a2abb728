import type { Config } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { appsWithParameters, type LostConfig, type ParametersOfApp, readLostConfig } from "../recover/lost-config.ts";
import { back } from "./asks.ts";
import type { Command } from "./deployment.ts";
import type { Session } from "./session.ts";

/** Finds the answers in the account when the config is gone, too, and shows them. Throws `usage` when it cannot. */
export async function findLostConfig(command: Command, session: Session): Promise<LostConfig> {
  const { io, options } = command;
  const lost = await readLostConfig(session.aws, await chooseApp(command, session), session.region);
  io.say(say("recoverConfig", options.config));
  for (const line of JSON.stringify(inOrder(lost.config), undefined, 2).split("\n")) io.say(line);
  return lost;
}

const inOrder = ({ $schema: _, ...answers }: Config) => answers;

/** The one that --app names, or the only one of this environment; of several the person says which. */
async function chooseApp({ io, options }: Command, session: Session): Promise<ParametersOfApp> {
  const { environment, flags, config } = options;
  const all = await appsWithParameters(session.aws);
  const candidates = all.filter((each) => each.environment === environment && (!flags.app || each.app === flags.app));
  const [only, ...others] = candidates;
  if (!only) {
    const there = all.map((each) => `${each.app}/${each.environment}`);
    const instead = there.length > 0 ? `there is ${there.join(", ")}` : "there is no other either";
    const wanted = `${flags.app ?? "any app"}/${environment}`;
    const where = `${session.region} of account ${session.account}`;
    throw new WizardError(
      "usage",
      `There is no config at ${config}, and no trace of ${wanted} in ${where}; ${instead}.`,
      {
        hint: "Give --app, --env and --region, take the config from git, or write it with the answers that you gave.",
      },
    );
  }
  if (others.length === 0) return only;
  const names = candidates.map(({ app }) => app);
  if (!io.interactive) {
    throw new WizardError("usage", `There is no config at ${config}, and several apps are here: ${names.join(", ")}.`, {
      hint: `Give --app, for example \`deploy-wizard recover --app ${only.app}\`.`,
    });
  }
  const answer = await io.ask.choose<ParametersOfApp>({
    message: say("recoverWhichApp"),
    choices: candidates.map((each) => ({ value: each, name: each.app })),
    default: only,
  });
  if (answer === back) throw new WizardError("usage", say("nothingChanged"));
  return answer;
}
