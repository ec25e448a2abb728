import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { takeDown } from "../engine/teardown.ts";
import { say } from "../language/phrase.ts";
import { type DeploymentState, readDeploymentState } from "../state/deployment-state.ts";
import { openStore } from "../state/open-store.ts";
import { registry } from "../steps/registry.ts";
import { back } from "./asks.ts";
import { type Command, createWorkshop, locked, openDeployment, requireState } from "./deployment.ts";
import type { CommandResult, Io } from "./io.ts";
import type { CommandOptions } from "./options.ts";
import { outputsOf } from "./outputs.ts";
import type { Session } from "./session.ts";

/** `destroy`: takes everything down in the right order, then looks again. What stays is named with its cost. */
export async function destroy(command: Command): Promise<CommandResult> {
  const { options } = command;
  const store = openStore(options);
  const before = requireState(await readDeploymentState(store), store);
  await requireConfirmation(command, before.app);
  const deployment = await openDeployment(command, undefined);

  return locked(deployment, async (locked) =>
    destroyDeployment(command, deployment.session, requireState(locked, store)),
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
  const { survivors, leftovers } = await takeDown(keys, registry, workshop, { keepData: !options.all });
  if (leftovers.length === 0 && state.entries().length === 0) await state.forget();

  for (const { title, id, reason, monthlyCost } of survivors) {
    io.print(`kept: ${named(title, id)}: ${reason}${monthlyCost ? `; ${monthlyCost} a month` : ""}`);
  }
  for (const { title, id, reason } of leftovers) io.print(`left over: ${named(title, id)}: ${reason}`);
  if (leftovers.length > 0) io.print("What is in the way is said above; then run `deploy-wizard destroy` again.");
  if (survivors.length > 0) io.print("`deploy-wizard destroy --all` removes what was kept, too.");
  if (leftovers.length === 0 && survivors.length === 0) io.print("Nothing left.");
  return {
    status: leftovers.length > 0 ? "failed" : "complete",
    exitCode: leftovers.length > 0 ? 5 : 0,
    // What still stands; nothing answers under the domain any more.
    outputs: { ...outputsOf(state, null), url: null },
    more: { survivors, leftovers },
  };
}

/** A title that names the id already does not name it twice. */
const named = (title: Saying, id: string) => (String(title).includes(id) ? String(title) : `${String(title)} (${id})`);

/** Typed, or given as `--confirm <app>`: `--yes` alone is not enough to take a database down. */
async function requireConfirmation({ options, io }: Command, app: string): Promise<void> {
  const wanted = `--confirm ${app}`;
  if (options.confirm === undefined && !io.interactive) {
    throw new WizardError("missing-answer", `Not confirmed: destroy takes ${app} (${options.environment}) down.`, {
      hint: `Give ${wanted}.`,
    });
  }
  const typed = options.confirm ?? (await askForName(io, app, options));
  if (typed === app) return;
  if (typed === undefined) throw new WizardError("usage", say("nothingRemoved"));
  throw new WizardError(
    "usage",
    `${options.confirm === undefined ? "Typed" : "--confirm:"} ${typed}; expected ${app}.`,
    {
      hint: "Nothing was removed.",
    },
  );
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
