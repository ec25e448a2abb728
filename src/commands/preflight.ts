import { credentialsOf } from "../aws/credentials.ts";
import type { Config } from "../config/schema.ts";
import { emptyJournal } from "../engine/journal.ts";
import { checkEverything } from "../preflight/check.ts";
import type { Circumstances, Planned } from "../preflight/circumstances.ts";
import type { Finding, FindingStatus } from "../preflight/finding.ts";
import { newDeploymentId } from "../state/deployment-state.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import { type Command, createStepContext, createWorkshop, type Deployment } from "./deployment.ts";
import type { Io } from "./io.ts";

/** Checks whether a run with this config can finish; without a config, what needs none. Changes nothing. */
export async function preflight(
  command: Command,
  { session, state }: Pick<Deployment, "session" | "state">,
  config: Config | undefined,
): Promise<Finding[]> {
  const { options } = command;
  const circumstances: Circumstances = {
    session,
    credentials: () =>
      options.sandbox
        ? Promise.resolve({ accessKeyId: "sandbox", secretAccessKey: "sandbox" })
        : credentialsOf({ region: session.region, profile: options.profile }),
    journal: state,
    planned: undefined,
  };
  if (!config) return checkEverything(circumstances);
  return checkEverything({ ...circumstances, planned: await draw(command, { session, state }, config) });
}

/** The plan of a config, over its state or, before the first run, over nothing. */
async function draw(
  command: Command,
  { session, state }: Pick<Deployment, "session" | "state">,
  config: Config,
): Promise<Planned> {
  const about = state ?? { ...emptyJournal(session), id: newDeploymentId() };
  // What looking has to say is said as findings.
  const quiet: Command = { ...command, io: { ...command.io, emit: () => undefined, say: () => undefined } };
  const context = await createStepContext(quiet, session, config, about);
  const owner = { app: config.app, environment: command.options.environment, id: about.id };
  return { context, blueprint: createBlueprint(context), workshop: createWorkshop(quiet, session, about, owner) };
}

const marks: Record<FindingStatus, string> = { ok: "ok", warning: "warn", problem: "problem", unknown: "unknown" };
const markWidth = Math.max(...Object.values(marks).map(({ length }) => length)) + 2;

/** One line a finding with `tell` (`io.print` for a result, `io.say` on the way), its hint and details under it. */
export function tellFindings({ text }: Pick<Io, "text">, tell: Io["print"], findings: readonly Finding[]): void {
  const margin = " ".repeat(markWidth);
  for (const { status, check, message, hint, detail = [] } of findings) {
    tell(`${marks[status].padEnd(markWidth)}${check}: ${text(message)}`);
    if (hint) tell(`${margin}${text(hint)}`);
    for (const line of detail) tell(`${margin}${line}`);
  }
}
