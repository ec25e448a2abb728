import type { Config } from "../config/schema.ts";
import type { Outputs } from "../engine/blueprint.ts";
import { emptyJournal } from "../engine/journal.ts";
import { type PlannedChange, plan } from "../engine/plan.ts";
import { say } from "../language/phrase.ts";
import { newDeploymentId } from "../state/deployment-state.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import { costLines, costOf } from "./cost.ts";
import {
  type Command,
  createStepContext,
  createWorkshop,
  type Deployment,
  openDeployment,
  readConfig,
  requireConfig,
} from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { planLines, planTotals } from "./plan-view.ts";

/** `plan`: what would be made, changed, left and removed, and what it costs; changes nothing. */
export async function planCommand(command: Command): Promise<CommandResult> {
  const { options } = command;
  const config = requireConfig(await readConfig(options), options.config);
  return showPlan(command, await openDeployment(command, config), config);
}

/** Shows the plan of a config over what is there. */
export async function showPlan(command: Command, deployment: Opened, config: Config): Promise<CommandResult> {
  const { io } = command;
  const planned = await planDeployment(command, deployment, config);
  const { changes } = planned;
  for (const line of planLines(changes, io)) io.say(line);
  io.say(planTotals(changes));
  for (const { action, title, detail, instead } of changes) {
    if (action !== "none" && !io.oneScreen) {
      io.print(`${action} ${io.text(title)}${detail.length > 0 ? ` (${detail.join("; ")})` : ""}`);
    }
    if (instead && !io.oneScreen)
      io.print(`  ${io.text(say(action === "unknown" ? "planRefused" : "planStuck", instead))}`);
  }
  const cost = await costOf(command, deployment, config, planned);
  // Part of the result, unless there is nothing to do: then the result is empty.
  const tell = changes.some(({ action }) => action !== "none") ? io.print : io.say;
  for (const line of costLines(io, cost)) tell(line);
  return { status: "complete", exitCode: 0, more: { changes, monthlyCost: cost.planned } };
}

type Opened = Pick<Deployment, "session" | "state">;

/** What a run would do, and the outputs of what is there already. */
export interface Planned {
  changes: PlannedChange[];
  outputs: Outputs;
}

/** The plan of a config, over its state or, before the first run, over nothing. */
export async function planDeployment(command: Command, { session, state }: Opened, config: Config): Promise<Planned> {
  const about = state ?? { ...emptyJournal(session), id: newDeploymentId() };
  const context = await createStepContext(command, session, config, about);
  const workshop = createWorkshop(command, session, about, {
    app: config.app,
    environment: command.options.environment,
    id: about.id,
  });
  const outputs = new Map<string, unknown>();
  const changes = await plan(createBlueprint(context), workshop, outputs);
  return { changes, outputs };
}
