import { randomInt } from "node:crypto";
import { WizardError } from "../engine/errors.ts";
import type { Entry, Journal } from "../engine/journal.ts";
import { parseState, type State, serialiseState, stateVersion } from "./schema.ts";
import type { StateStore } from "./store.ts";

/** The state of one deployment, kept in a store: the engine's journal, and whose it is. */
export interface DeploymentState extends Journal {
  readonly id: string;
  readonly app: string;
  readonly environment: string;
  readonly fixed: State["fixed"];
  readonly applied: string | undefined;
  readonly where: string;
  /** The keys and the kinds of all that is recorded or ever was; empty only when nothing ever was, as far as is known. */
  had(): ReadonlySet<string>;
  /** Records what cannot be changed in place any more. */
  fix(fixed: State["fixed"]): Promise<void>;
  /** Records which config was brought in whole. */
  apply(config: string): Promise<void>;
  /** Removes the state: nothing of the deployment is left. */
  forget(): Promise<void>;
}

export interface NewDeployment {
  app: string;
  environment: string;
  account: string;
  region: string;
  fixed: State["fixed"];
}

/** The recorded state, or undefined when there never was one. Throws `state` when it cannot be trusted. */
export async function readDeploymentState(store: StateStore): Promise<DeploymentState | undefined> {
  const text = await store.read();
  return text === undefined ? undefined : open(store, parseState(text, store.where, store.backup));
}

/** A new deployment, on disk before this resolves. */
export async function createDeploymentState(store: StateStore, about: NewDeployment): Promise<DeploymentState> {
  const state: State = { version: stateVersion, serial: 0, id: newDeploymentId(), ...about, resources: {} };
  await store.write(serialiseState(state));
  return open(store, state);
}

/** A state that was lost, written anew in one piece under the id that the tags tell. */
export async function rebuildDeploymentState(
  store: StateStore,
  about: NewDeployment & { id: string; resources: Record<string, Entry> },
): Promise<DeploymentState> {
  const state = JSON.parse(JSON.stringify({ version: stateVersion, serial: 0, ...about })) as State;
  const text = serialiseState(state);
  // What is written has to be what every command reads.
  parseState(text, store.where, store.backup);
  await store.write(text);
  return open(store, state);
}

function open(store: StateStore, initial: State): DeploymentState {
  let state = initial;
  let onDisk = initial;
  let last: Promise<void> = Promise.resolve();
  // One write after the other, each with everything decided so far: one that waited may be on disk already. A failed
  // one is told to its caller alone.
  const write = async () => {
    if (onDisk === state) return;
    const next = state;
    await store.write(serialiseState(next));
    onDisk = next;
  };
  const save = (next: State): Promise<void> => {
    state = next;
    last = last.then(write, write);
    return last;
  };
  const change = (changed: Pick<State, "resources" | "gone">) =>
    save({ ...state, serial: state.serial + 1, ...changed });

  return {
    id: state.id,
    app: state.app,
    environment: state.environment,
    account: state.account,
    region: state.region,
    where: store.where,
    get fixed() {
      return state.fixed;
    },
    get applied() {
      return state.applied;
    },
    get: (key) => state.resources[key] as Entry | undefined,
    entries: () => Object.entries(state.resources) as [string, Entry][],
    // What is kept is what a reader of the file would get back: no undefined, no shared objects.
    put: (key, entry) => change({ resources: { ...state.resources, [key]: JSON.parse(JSON.stringify(entry)) } }),
    drop(key) {
      const { [key]: dropped, ...resources } = state.resources;
      return change(dropped ? { resources, gone: { ...state.gone, [key]: dropped.kind } } : { resources });
    },
    had() {
      const recorded = Object.entries(state.resources).map(([key, { kind }]) => [key, kind]);
      return new Set([...recorded, ...Object.entries(state.gone ?? {})].flat());
    },
    fix: (fixed) => save({ ...state, serial: state.serial + 1, fixed }),
    apply: (applied) => save({ ...state, serial: state.serial + 1, applied }),
    forget: () => store.remove(),
  };
}

/** Throws `state` unless the state belongs to this account, region, app and environment. */
export function requireSame(
  state: DeploymentState,
  now: { account: string; region: string; app?: string; environment: string },
): void {
  const differs = (["account", "region", "app", "environment"] as const).find(
    (name) => now[name] !== undefined && state[name] !== now[name],
  );
  if (!differs) return;
  const sandbox = [state.account, now.account].includes(sandboxAccount) && differs === "account";
  throw new WizardError(
    "state",
    `The state ${state.where} belongs to ${differs} ${state[differs]}, and this run is for ${now[differs]}.`,
    {
      hint: sandbox
        ? "One of the two is the sandbox: use another --env or --state, or `destroy --all --sandbox` first."
        : `Use that ${differs}, or another --env or --state.`,
    },
  );
}

/** The account that the sandbox plays. */
export const sandboxAccount = "000000000000";

const letters = "abcdefghijkmnpqrstuvwxyz23456789";
export const newDeploymentId = () => Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join("");
