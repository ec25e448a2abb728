import { asCreated, type CreatedEntry, onceFound } from "./journal.ts";
import { announceLeaving, hasCopy, recordLeft, type Survivor } from "./leaving.ts";
import { endsAll, isForeign, type Leftover, leftover, lookAgain, messageOf } from "./proof.ts";
import { type Registry, resourceOf, type Task } from "./registry.ts";
import type { Resource } from "./resource.ts";
import type { Saying } from "./saying.ts";
import { settle } from "./settle.ts";
import type { Workshop } from "./toolbox.ts";

export interface TakenDown {
  survivors: Survivor[];
  leftovers: Leftover[];
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

  const usersOf = (one: Task) => tasks.filter(({ entry }) => entry.needs.includes(one.key));
  const leadsToOthers = (one: Task) => resourceOf(registry, one).leadsToOthers === true;
  // One that something else was made from has to wait for that, so nothing else can wait for it.
  const first = tasks.filter((one) => leadsToOthers(one) && usersOf(one).length === 0);

  const run = async (task: Task): Promise<boolean> => {
    const users = usersOf(task);
    if (!leadsToOthers(task)) await Promise.all(first.map(({ key }) => end(key)));
    const gone = await Promise.all(users.map(({ key }) => end(key)));
    const resource = resourceOf(registry, task);
    const holder = users.find((_, index) => !gone[index]);
    if (holder) {
      const reason = `it is still used by ${holder.key}`;
      if (!isForeign(task.entry)) result.leftovers.push(await leftover(resource, task, reason, workshop));
      return false;
    }
    try {
      const stays = await remove(task, resource, registry, workshop, keepData, keys);
      if (!stays) removed.push(task);
      else if (stays !== "not-ours") result.survivors.push(stays);
      return true;
    } catch (error) {
      if (workshop.signal.aborted || endsAll(error)) throw error;
      const entry = workshop.journal.get(task.key) ?? task.entry;
      result.leftovers.push(await leftover(resource, { ...task, entry }, messageOf(error), workshop));
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
  const tell = (action: "deleted" | "kept", id: string, detail?: Saying) =>
    reporter.emit({ type: "resource", step: entry.step, key, action, id, title: resource.title(entry.input), detail });

  const found = await settle({ resource }, entry.input, entry, { ...workshop, tools, poll });
  const noCopy = () => {
    const message = workshop.words.goneWithoutCopy(resource.title(entry.input));
    reporter.emit({ type: "warning", step: entry.step, message });
  };
  if (!found) {
    if (keepData && resource.precious && !(await hasCopy({ key, entry }, resource, registry, workshop))) noCopy();
    await journal.drop(key);
    return undefined;
  }
  const id = resource.id(found.output);
  if (found.foreign || isForeign(entry)) {
    tell("kept", id, workshop.words.wasThereBefore);
    await journal.drop(key);
    return "not-ours";
  }

  const standing = onceFound(entry, found.output);
  if (standing !== entry) await journal.put(key, standing);
  const leaving = keepData ? await announceLeaving(key, standing, found.output, resource, workshop) : undefined;
  signal.throwIfAborted();
  const kept = await resource.remove(tools, entry.input, found.output, { keepData, leaving: leaving?.input });
  if (kept?.handedOver) {
    await journal.drop(key);
    tell("kept", id, kept.kept);
    return "not-ours";
  }
  if (kept) {
    const survivor: CreatedEntry = { ...asCreated(entry, found.output), kept: String(kept.kept) };
    await journal.put(key, survivor);
    tell("kept", id, kept.kept);
    return { key, title: resource.title(entry.input), id, reason: kept.kept };
  }
  await journal.drop(key);
  tell("deleted", id);
  // What an earlier run announced has its own turn after this one.
  if (!leaving || keys.includes(leaving.key)) return undefined;
  const left = registry.get(leaving.kind);
  if (!left) throw new Error(`no resource of kind ${leaving.kind}`);
  const survivor = await recordLeft(leaving.key, left, workshop);
  if (!survivor) noCopy();
  return survivor;
}
