import type { Config } from "../config/schema.ts";
import type { Entry, Journal } from "../engine/journal.ts";
import { type PlannedChange, plan } from "../engine/plan.ts";
import { newDeploymentId } from "../state/deployment-state.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import {
  type Command,
  createStepContext,
  createWorkshop,
  type Deployment,
  openDeployment,
  readConfig,
  requireConfig,
} from "./deployment.ts";
import type { CommandResult, Io } from "./io.ts";

/** `plan`: what would be made, changed, left and removed; changes nothing. */
export async function planCommand(command: Command): Promise<CommandResult> {
  const config = requireConfig(await readConfig(command.options), command.options.config);
  const deployment = await openDeployment(command, config);
  const changes = await planDeployment(command, deployment, config);
  sayPlan(command.io, changes);
  for (const { action, title, detail, instead } of changes) {
    if (action !== "none") command.io.print(`${action} ${title}${detail.length > 0 ? ` (${detail.join("; ")})` : ""}`);
    if (instead) command.io.print(`  cannot be changed in place: ${instead}`);
  }
  return { status: "complete", exitCode: 0, more: { changes } };
}

/** The plan of a config, over its state or, before the first run, over nothing. */
export async function planDeployment(
  command: Command,
  { session, state }: Deployment,
  config: Config,
): Promise<PlannedChange[]> {
  const nothing: Journal = {
    ...session,
    get: () => undefined,
    entries: (): [string, Entry][] => [],
    put: () => Promise.reject(new Error("a plan records nothing")),
    drop: () => Promise.reject(new Error("a plan records nothing")),
  };
  const about = state ?? { ...nothing, id: newDeploymentId() };
  const context = await createStepContext(command, session, config, about);
  const workshop = createWorkshop(command, session, about, {
    app: config.app,
    environment: command.options.environment,
    id: about.id,
  });
  return plan(createBlueprint(context), workshop);
}

/** The plan in one line, for people. */
export function sayPlan(io: Io, changes: readonly PlannedChange[]): void {
  const count = (action: PlannedChange["action"]) => changes.filter((change) => change.action === action).length;
  const parts = [
    [count("create"), "to make"],
    [count("update"), "to change"],
    [count("delete"), "to remove"],
    [count("unknown"), "not known yet"],
    [count("none"), "as it should be"],
  ] as const;
  io.say(
    `Plan: ${parts
      .filter(([number]) => number > 0)
      .map(([number, what]) => `${number} ${what}`)
      .join(", ")}.`,
  );
}
