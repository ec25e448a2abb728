import { WizardError } from "./errors.ts";
import { type Entry, onceFound } from "./journal.ts";
import { type Registry, resourceOf, type Task } from "./registry.ts";
import type { Resource } from "./resource.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

/** What should have gone and is still there. */
export interface Leftover {
  key: string;
  title: Saying;
  id: string;
  reason: string;
  /** What of AWS holds it, each with its id: a network interface, a rule, an instance. */
  heldBy: Saying[];
}

/** Proof instead of hope: whatever was removed must not be found any more. What is still there stays on record. */
export async function lookAgain<Tools>(
  removed: readonly Task[],
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
): Promise<Leftover[]> {
  const leftovers: Leftover[] = [];
  for (const task of removed) {
    if (isForeign(task.entry)) continue;
    const resource = resourceOf(registry, task);
    const hint = task.entry.status === "created" ? { recorded: task.entry.output } : { token: task.entry.token };
    let { entry } = task;
    let reason = "AWS still shows it after its removal";
    try {
      const found = await resource.find(toolsFor(task, workshop), task.entry.input, hint);
      if (!found || found.foreign) continue;
      entry = onceFound(entry, found.output);
    } catch (error) {
      if (workshop.signal.aborted || endsAll(error)) throw error;
      reason = `it could not be looked for again: ${messageOf(error)}`;
    }
    await workshop.journal.put(task.key, entry);
    leftovers.push(await leftover(resource, { ...task, entry }, reason, workshop));
  }
  return leftovers;
}

/** A leftover with whatever holds it, as AWS shows it now. */
export async function leftover<Tools>(
  resource: Resource<unknown, unknown, Tools>,
  task: Task,
  reason: string,
  workshop: Workshop<Tools>,
): Promise<Leftover> {
  const { key, entry } = task;
  const left = { key, title: resource.title(entry.input), reason };
  if (entry.status !== "created") return { ...left, id: "unknown", heldBy: [] };
  const id = resource.id(entry.output);
  try {
    const holders = await resource.holders?.(toolsFor(task, workshop), entry.input, entry.output);
    return { ...left, id, heldBy: holders ?? [] };
  } catch (error) {
    if (workshop.signal.aborted || endsAll(error) || !(error instanceof WizardError)) throw error;
    return { ...left, id, heldBy: [`not known: ${error.message}`] };
  }
}

export function toolsFor<Tools>({ key, entry }: Task, workshop: Workshop<Tools>): Tools {
  const node = { key, step: entry.step };
  return workshop.tools(node, workshop.poll(node, workshop.signal));
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export const isForeign = (entry: Entry) => entry.status === "created" && entry.foreign;

/** Going on makes no sense: nobody is signed in, or what is removed cannot be recorded. */
export const endsAll = (error: unknown) =>
  error instanceof WizardError && ["session-expired", "state"].includes(error.code);
