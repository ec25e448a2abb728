import { WizardError } from "../engine/errors.ts";
import { takeDown } from "../engine/teardown.ts";
import { say } from "../language/phrase.ts";
import { searchByTag } from "../proof/strays.ts";
import { type DeploymentState, readDeploymentState } from "../state/deployment-state.ts";
import { openStore } from "../state/open-store.ts";
import { registry } from "../steps/registry.ts";
import { back } from "./asks.ts";
import { askToKeepData } from "./data-question.ts";
import { type Command, createWorkshop, locked, openDeployment, requireState } from "./deployment.ts";
import type { CommandResult, Io } from "./io.ts";
import type { CommandOptions } from "./options.ts";
import { outputsOf } from "./outputs.ts";
import { remainsJson, remainsLines, remainsOf } from "./remains.ts";
import type { Session } from "./session.ts";

/** `destroy`: takes everything down in the right order, then looks again. What stays is named with its cost. */
export async function destroy(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const store = openStore(options);
  const before = requireState(await readDeploymentState(store), store);
  // Whoever answers on the command line is told of a mistake before anything is called.
  if (options.confirm !== undefined || !io.interactive) requireConfirmed(options, before.app);
  const deployment = await openDeployment(command, undefined);
  const decided = await decide(command, deployment.session, before);
  const all = options.all || decided === "remove data";

  return locked(deployment, async (locked) =>
    destroyDeployment({ ...command, options: { ...options, all } }, deployment.session, requireState(locked, store)),
  );
}

/** Takes down what the state holds; the state goes with the last of it. The lock is held by the caller. */
export async function destroyDeployment(
  command: Command,
  session: Session,
  state: DeploymentState,
): Promise<CommandResult> {
  const { options, io } = command;
  const workshop = createWorkshop(command, session, state, state);
  const keys = state.entries().map(([key]) => key);
  const taken = await takeDown(keys, registry, workshop, { keepData: !options.all });
  const proof = { key: "destroy.proof", step: "destroy" };
  const searched = await searchByTag(workshop.tools(proof, workshop.poll(proof, workshop.signal)), state);
  const remains = await remainsOf(command, session, state, taken, searched);
  const done = remains.leftovers.length === 0;
  if (done && state.entries().length === 0) await state.forget();

  for (const line of remainsLines(remains, io)) io.print(line);
  return {
    status: done ? "complete" : "failed",
    exitCode: done ? 0 : 5,
    // What still stands; nothing answers under the domain any more.
    outputs: { ...outputsOf(state, null), url: null },
    more: remainsJson(remains),
  };
}

/** On a terminal: first what becomes of the data, then the typed name. */
async function decide(
  { options, io, ...command }: Command,
  session: Session,
  state: DeploymentState,
): Promise<"keep data" | "remove data"> {
  if (options.confirm !== undefined || !io.interactive) return "keep data";
  const keep = options.all ? false : await askToKeepData({ options, io, ...command }, session, state);
  if (keep === undefined) throw new WizardError("usage", say("nothingRemoved"));
  const confirm = await askForName(io, state.app, { ...options, all: !keep });
  if (confirm === undefined) throw new WizardError("usage", say("nothingRemoved"));
  requireConfirmed({ ...options, confirm }, state.app, "Typed");
  return keep ? "keep data" : "remove data";
}

/** `--yes` alone is not enough to take a database down. */
function requireConfirmed({ confirm, environment }: CommandOptions, app: string, how = "--confirm:"): void {
  if (confirm === undefined) {
    throw new WizardError("missing-answer", `Not confirmed: destroy takes ${app} (${environment}) down.`, {
      hint: `Give --confirm ${app}.`,
    });
  }
  if (confirm === app) return;
  throw new WizardError("usage", `${how} ${confirm}; expected ${app}.`, { hint: "Nothing was removed." });
}

/** Undefined when nothing was typed. */
async function askForName(io: Io, app: string, { environment, all }: CommandOptions): Promise<string | undefined> {
  const answer = await io.ask.text({
    message: say("askDestroy", app, environment),
    why: all ? say("whyDestroyAll") : say("whyDestroy"),
    problem: () => undefined,
  });
  return answer === back || answer === "" ? undefined : answer;
}
