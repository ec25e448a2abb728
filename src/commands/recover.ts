import { createNames } from "../config/naming.ts";
import type { Config } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { emptyJournal } from "../engine/journal.ts";
import { recover } from "../engine/recover.ts";
import { say } from "../language/phrase.ts";
import { deploymentIds } from "../resources/deployment-ids.ts";
import { type DeploymentState, readDeploymentState, rebuildDeploymentState } from "../state/deployment-state.ts";
import { openStore } from "../state/open-store.ts";
import { brokenState } from "../state/schema.ts";
import type { StateStore } from "../state/store.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import { back } from "./asks.ts";
import {
  type Command,
  createStepContext,
  createWorkshop,
  fingerprint,
  projectFolder,
  readConfig,
  requireConfig,
} from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import type { CommandResult } from "./io.ts";
import { outputsOf } from "./outputs.ts";
import { recoveryLines } from "./recovery-view.ts";
import { openSession, type Session } from "./session.ts";

/**
 * `recover`: rebuilds a lost state from what is on AWS. It only looks there; the one thing that it writes is the state,
 * and a state that can be read is never replaced.
 */
export async function recoverCommand(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const config = requireConfig(await readConfig(options), options.config);
  const store = openStore(options);
  await refuseReadable(store);
  const session = await openSession({ ...command, region: config.region });
  const id = await findId(command, session, config);
  const lock = await store.lock();
  try {
    const isBroken = await refuseReadable(store);
    const { found, missing } = await lookForAll(command, session, config, id);
    for (const { step, key, id: resourceId, title } of found) {
      if (!io.oneScreen) io.emit({ type: "resource", step, key, action: "found", id: resourceId, title });
    }
    for (const line of recoveryLines(io, id, found, missing)) io.print(line);
    const more = {
      recovered: found.map(({ key, id: resourceId, by, note }) => ({ key, id: resourceId, by, note: note ?? null })),
      missing: missing.map(({ key }) => key),
    };
    if (io.interactive && !(await io.ask.confirm(say("askRecover"), true))) {
      io.say(say("recoverNotWritten"));
      return { status: "complete", exitCode: 0, more };
    }
    if (isBroken) io.say(say("recoverSetAside", await store.setAside()));
    await ignoreState(projectFolder(options), options.state);
    const state = await rebuildDeploymentState(store, {
      app: config.app,
      environment: options.environment,
      account: session.account,
      region: session.region,
      id,
      fixed: { entry: config.entry, domain: config.domain, agreed: fingerprint(config) },
      // With everything there the config has been brought in, as far as anybody can tell.
      applied: missing.length === 0 ? fingerprint(config) : undefined,
      resources: Object.fromEntries(found.map(({ key, entry }) => [key, entry])),
    });
    io.say(say("recoverWritten", state.where));
    return { status: "complete", exitCode: 0, outputs: outputsOf(state, null), more };
  } finally {
    await lock.release();
  }
}

/** Throws `usage` when there is a state that can be read; true when there is one that cannot. */
async function refuseReadable(store: StateStore): Promise<boolean> {
  let state: DeploymentState | undefined;
  try {
    state = await readDeploymentState(store);
  } catch (error) {
    // One of a newer version, or behind a link, is no lost one.
    if (error instanceof WizardError && error.more === brokenState) return true;
    throw error;
  }
  if (!state) return false;
  throw new WizardError("usage", `There is a state at ${store.where}, and it is whole: nothing is to be recovered.`, {
    hint: "`deploy-wizard status` shows what it knows.",
  });
}

/** The one deployment of this name; of several the person says which, or gives up. */
async function findId({ options, io }: Command, session: Session, config: Config): Promise<string> {
  const { app, domain } = config;
  const { environment } = options;
  // Names that hold the id play no part in this search.
  const names = createNames(app, environment, "");
  const ids = await deploymentIds({ tools: session, app, environment, names, domain });
  const [first, ...others] = [...ids.keys()];
  const what = `app ${app}, environment ${environment}`;
  if (first === undefined) {
    throw new WizardError("usage", `Nothing in account ${session.account}, ${session.region}, is tagged as ${what}.`, {
      hint: "Check --profile, --region and --env. If nothing was made there yet, `deploy-wizard init` starts.",
    });
  }
  if (others.length === 0) return first;
  const told = [...ids].map(([id, has]) => `${id} (${few(has)})`);
  if (!io.interactive) {
    throw new WizardError("usage", `Several deployments are tagged as ${what}: ${told.join("; ")}.`, {
      hint: "Run `deploy-wizard recover` on a terminal to choose one, or remove what is not wanted.",
    });
  }
  const choices = [...ids].map(([id, has]) => ({ value: id, name: id, about: few(has) }));
  const chosen = await io.ask.choose({
    message: say("askDeployment"),
    why: say("whyDeployment"),
    choices,
    default: first,
  });
  if (chosen === back) throw new WizardError("usage", say("recoverNotWritten"));
  return chosen;
}

const shown = 4;
const few = (things: readonly string[]) =>
  things.length > shown ? `${things.slice(0, shown).join(", ")} and ${things.length - shown} more` : things.join(", ");

async function lookForAll(command: Command, session: Session, config: Config, id: string) {
  const about = { ...emptyJournal(session), id };
  const context = await createStepContext(command, session, config, about);
  const owner = { app: config.app, environment: command.options.environment, id };
  return recover(createBlueprint(context), createWorkshop(command, session, about, owner));
}
