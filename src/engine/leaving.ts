import { asCreated, type CreatingEntry, type Entry } from "./journal.ts";
import { toolsFor } from "./proof.ts";
import { type Registry, resourceOf, type Task } from "./registry.ts";
import type { Leaving, Resource } from "./resource.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

/** What stays on purpose, and why. */
export interface Survivor {
  key: string;
  title: Saying;
  id: string;
  reason: Saying;
}

/**
 * Records what a removal is going to leave behind before it begins. A removal that was cut short goes on with what it
 * had announced. The removed resource gains a need of it, so that a later teardown looks for it last.
 */
export async function announceLeaving<Tools>(
  key: string,
  entry: Entry,
  output: unknown,
  resource: Resource<unknown, unknown, Tools>,
  workshop: Workshop<Tools>,
): Promise<Leaving | undefined> {
  const { journal } = workshop;
  const leaving = resource.leaves?.(entry.input, output, workshop.clock.wall());
  if (!leaving) return undefined;
  const before = announcedBefore(entry, leaving, workshop);
  if (before) return before;
  await journal.put(leaving.key, intentFor(leaving, entry.step, workshop));
  await journal.put(key, { ...entry, needs: [...entry.needs, leaving.key] });
  return leaving;
}

function announcedBefore<Tools>(entry: Entry, { kind }: Leaving, { journal }: Workshop<Tools>): Leaving | undefined {
  const key = entry.needs.find((need) => journal.get(need)?.kind === kind);
  const before = key === undefined ? undefined : journal.get(key);
  return key !== undefined && before ? { key, kind, input: before.input } : undefined;
}

/** Whether what is not there any more left the copy that an earlier run had announced. */
export async function hasCopy<Tools>(
  { entry }: Task,
  resource: Resource<unknown, unknown, Tools>,
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
): Promise<boolean> {
  // What was never recorded as made may never have been there.
  if (entry.status !== "created") return true;
  const leaving = resource.leaves?.(entry.input, entry.output, workshop.clock.wall());
  const before = leaving && announcedBefore(entry, leaving, workshop);
  const copy = before && workshop.journal.get(before.key);
  if (!copy) return false;
  const task = { key: before.key, entry: copy };
  return (await resourceOf(registry, task).find(toolsFor(task, workshop), copy.input, {})) !== undefined;
}

/** What taking down would leave standing for the data's sake. */
export interface Staying {
  key: string;
  title: Saying;
  /** Undefined for what leaves a copy behind, which `leaving` names. */
  reason: Saying | undefined;
  leaving: Leaving | undefined;
}

/** What `destroy` would keep unless it is told otherwise; changes nothing. */
export async function whatStays<Tools>(registry: Registry<Tools>, workshop: Workshop<Tools>): Promise<Staying[]> {
  const all = await Promise.all(
    workshop.journal.entries().map(async ([key, entry]): Promise<Staying | undefined> => {
      const resource = resourceOf(registry, { key, entry });
      if (entry.status !== "created" || entry.foreign || !(resource.leaves || resource.stays)) return undefined;
      const tools = workshop.tools(
        { key, step: entry.step },
        workshop.poll({ key, step: entry.step }, workshop.signal),
      );
      const found = await resource.find(tools, entry.input, { recorded: entry.output });
      if (!found || found.foreign) return undefined;
      const leaving = resource.leaves?.(entry.input, found.output, workshop.clock.wall());
      const reason = await resource.stays?.(tools, entry.input, found.output);
      return leaving || reason ? { key, title: resource.title(entry.input), reason, leaving } : undefined;
    }),
  );
  return all.filter((one) => one !== undefined);
}

/** What a removal left behind becomes an entry of its own, so that `destroy --all` finds it later. */
export async function recordLeft<Tools>(
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
  await workshop.journal.put(key, { ...asCreated(entry, found.output), kept: String(reason) });
  const [title, id] = [resource.title(entry.input), resource.id(found.output)];
  workshop.reporter.emit({ type: "resource", step: entry.step, key, action: "kept", id, title, detail: reason });
  return { key, title, id, reason };
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
