import { settle } from "./ensure.ts";
import { WizardError } from "./errors.ts";
import type { CreatedEntry, CreatingEntry, Entry } from "./journal.ts";
import type { Leaving, Resource } from "./resource.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

/** Every kind of resource by its `kind`, so that a journal alone is enough to take things down. */
export type Registry<Tools> = ReadonlyMap<string, Resource<unknown, unknown, Tools>>;

export interface Leftover {
  key: string;
  title: Saying;
  id: string;
  reason: string;
}

export interface Survivor {
  key: string;
  title: Saying;
  id: string;
  reason: string;
  monthlyCost: string | undefined;
}

export interface TakenDown {
  survivors: Survivor[];
  leftovers: Leftover[];
}

interface Task {
  key: string;
  entry: Entry;
}

/**
 * Removes what the journal holds under `keys`, each after everything that was made from it, and side by side where
 * nothing stands between. A refusal does not stop the rest: it and what it holds become leftovers. At the end every
 * removed resource is looked for again.
 */
export async function takeDown<Tools>(
  keys: readonly string[],
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
  { keepData }: { keepData: boolean },
): Promise<TakenDown> {
  const tasks = keys
    .map((key) => ({ key, entry: workshop.journal.get(key) }))
    .filter((task): task is Task => !!task.entry);
  // What this version cannot take down is found out before anything is.
  for (const task of tasks) resourceOf(registry, task);
  const result: TakenDown = { survivors: [], leftovers: [] };
  const removed: Task[] = [];
  const ends = new Map<string, Promise<boolean>>();

  const run = async (task: Task): Promise<boolean> => {
    const users = tasks.filter(({ entry }) => entry.needs.includes(task.key));
    const gone = await Promise.all(users.map(({ key }) => end(key)));
    const resource = resourceOf(registry, task);
    const holder = users.find((_, index) => !gone[index]);
    if (holder) {
      const reason = `it is still used by ${holder.key}`;
      if (!isForeign(task.entry)) result.leftovers.push(leftover(resource, task, reason));
      return false;
    }
    try {
      const stays = await remove(task, resource, registry, workshop, keepData, keys);
      if (!stays) removed.push(task);
      else if (stays !== "not-ours") result.survivors.push(stays);
      return true;
    } catch (error) {
      if (workshop.signal.aborted || endsAll(error)) throw error;
      result.leftovers.push(leftover(resource, task, messageOf(error)));
      return false;
    }
  };
  const end = (key: string): Promise<boolean> => {
    const task = tasks.find((one) => one.key === key);
    if (!task) return Promise.resolve(true);
    const running = ends.get(key) ?? run(task);
    ends.set(key, running);
    return running;
  };

  const outcomes = await Promise.allSettled([...tasks].reverse().map(({ key }) => end(key)));
  const broken = outcomes.find((outcome) => outcome.status === "rejected");
  if (broken) throw broken.reason;
  result.leftovers.push(...(await lookAgain(removed, registry, workshop)));
  return result;
}

/** Takes one resource down and its entry out of the journal; says when it stays on purpose, or is not ours any more. */
async function remove<Tools>(
  { key, entry }: Task,
  resource: Resource<unknown, unknown, Tools>,
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
  keepData: boolean,
  keys: readonly string[],
): Promise<Survivor | "not-ours" | undefined> {
  const { journal, reporter, signal } = workshop;
  signal.throwIfAborted();
  const poll = workshop.poll({ key, step: entry.step }, signal);
  const tools = workshop.tools({ key, step: entry.step }, poll);
  const tell = (action: "deleted" | "kept", id: string, detail?: string) =>
    reporter.emit({ type: "resource", step: entry.step, key, action, id, title: resource.title(entry.input), detail });

  const found = await settle({ resource }, entry.input, entry, { ...workshop, tools, poll });
  if (!found) {
    await journal.drop(key);
    return undefined;
  }
  const id = resource.id(found.output);
  if (found.foreign || isForeign(entry)) {
    tell("kept", id, "it was there before");
    await journal.drop(key);
    return "not-ours";
  }

  const leaving = keepData ? await announceLeaving(key, entry, found.output, resource, workshop) : undefined;
  signal.throwIfAborted();
  const kept = await resource.remove(tools, entry.input, found.output, { keepData, leaving: leaving?.input });
  if (kept?.handedOver) {
    await journal.drop(key);
    tell("kept", id, kept.kept);
    return "not-ours";
  }
  if (kept) {
    const standing: CreatedEntry = { ...asCreated(entry, found.output), kept: kept.kept };
    await journal.put(key, standing);
    tell("kept", id, kept.kept);
    return { key, title: resource.title(entry.input), id, reason: kept.kept, monthlyCost: kept.monthlyCost };
  }
  await journal.drop(key);
  tell("deleted", id);
  // What an earlier run announced has its own turn after this one.
  if (!leaving || keys.includes(leaving.key)) return undefined;
  const left = registry.get(leaving.kind);
  if (!left) throw new Error(`no resource of kind ${leaving.kind}`);
  return recordLeft(leaving.key, left, workshop);
}

/**
 * Records what a removal is going to leave behind before it begins. A removal that was cut short goes on with what it
 * had announced. The removed resource gains a need of it, so that a later teardown looks for it last.
 */
async function announceLeaving<Tools>(
  key: string,
  entry: Entry,
  output: unknown,
  resource: Resource<unknown, unknown, Tools>,
  workshop: Workshop<Tools>,
): Promise<Leaving | undefined> {
  const { journal } = workshop;
  const leaving = resource.leaves?.(entry.input, output, workshop.clock.wall());
  if (!leaving) return undefined;
  const announced = entry.needs.find((need) => journal.get(need)?.kind === leaving.kind);
  const before = announced && journal.get(announced);
  if (announced && before) return { key: announced, kind: leaving.kind, input: before.input };
  await journal.put(leaving.key, intentFor(leaving, entry.step, workshop));
  await journal.put(key, { ...entry, needs: [...entry.needs, leaving.key] });
  return leaving;
}

/** What a removal left behind becomes an entry of its own, so that `destroy --all` finds it later. */
async function recordLeft<Tools>(
  key: string,
  resource: Resource<unknown, unknown, Tools>,
  workshop: Workshop<Tools>,
): Promise<Survivor | undefined> {
  const entry = workshop.journal.get(key);
  if (!entry) return undefined;
  const node = { key, step: entry.step };
  const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
  const found = await resource.find(tools, entry.input, {});
  if (!found) {
    await workshop.journal.drop(key);
    return undefined;
  }
  const kept = await resource.remove(tools, entry.input, found.output, { keepData: true });
  const reason = kept?.kept ?? "";
  await workshop.journal.put(key, { ...asCreated(entry, found.output), kept: reason });
  const [title, id] = [resource.title(entry.input), resource.id(found.output)];
  workshop.reporter.emit({ type: "resource", step: entry.step, key, action: "kept", id, title, detail: reason });
  return { key, title, id, reason, monthlyCost: kept?.monthlyCost };
}

/** Proof instead of hope: whatever was removed must not be found any more. What is still there stays on record. */
async function lookAgain<Tools>(
  removed: Task[],
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const task of removed) {
    const resource = resourceOf(registry, task);
    const node = { key: task.key, step: task.entry.step };
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    const hint = task.entry.status === "created" ? { recorded: task.entry.output } : { token: task.entry.token };
    if (isForeign(task.entry)) continue;
    let reason = "AWS still shows it after its removal";
    try {
      const found = await resource.find(tools, task.entry.input, hint);
      if (!found || found.foreign) continue;
    } catch (error) {
      if (workshop.signal.aborted || endsAll(error)) throw error;
      reason = `it could not be looked for again: ${messageOf(error)}`;
    }
    await workshop.journal.put(task.key, task.entry);
    leftovers.push(leftover(resource, task, reason));
  }
  return leftovers;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const isForeign = (entry: Entry) => entry.status === "created" && entry.foreign;

/** Going on makes no sense: nobody is signed in, or what is removed cannot be recorded. */
const endsAll = (error: unknown) => error instanceof WizardError && ["session-expired", "state"].includes(error.code);

function leftover<Tools>(resource: Resource<unknown, unknown, Tools>, { key, entry }: Task, reason: string): Leftover {
  const id = entry.status === "created" ? resource.id(entry.output) : "unknown";
  return { key, title: resource.title(entry.input), id, reason };
}

export function resourceOf<Tools>(registry: Registry<Tools>, { key, entry }: Task): Resource<unknown, unknown, Tools> {
  const resource = registry.get(entry.kind);
  if (!resource) {
    throw new WizardError("state", `The state names a resource of an unknown kind: ${key} is a ${entry.kind}.`, {
      hint: "It was probably written by a newer version of deploy-wizard: use that one.",
    });
  }
  return resource;
}

function asCreated(entry: Entry, output: unknown): CreatedEntry {
  const { kind, step, needs, input } = entry;
  return { status: "created", kind, step, needs, input, output, foreign: false };
}

function intentFor<Tools>(
  { kind, input }: { kind: string; input: unknown },
  step: string,
  { journal, clock, newToken }: Workshop<Tools>,
): CreatingEntry {
  const since = clock.wall().toISOString();
  const { account, region } = journal;
  return { status: "creating", kind, step, needs: [], input, token: newToken(), since, account, region };
}
