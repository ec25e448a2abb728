import type { Entry } from "./journal.ts";
import { type Registry, resourceOf } from "./teardown.ts";
import type { Workshop } from "./toolbox.ts";

export interface Inspected {
  key: string;
  step: string;
  title: string;
  id: string;
  /** As AWS words it, or `present`, `absent`, `unfinished`. */
  state: string;
  foreign: boolean;
  /** What differs from what was recorded or configured. */
  drift: string[];
}

/** Every resource of the journal as it is now; changes nothing. */
export async function inspect<Tools>(registry: Registry<Tools>, workshop: Workshop<Tools>): Promise<Inspected[]> {
  return Promise.all(workshop.journal.entries().map(([key, entry]) => inspectOne(key, entry, registry, workshop)));
}

async function inspectOne<Tools>(
  key: string,
  entry: Entry,
  registry: Registry<Tools>,
  workshop: Workshop<Tools>,
): Promise<Inspected> {
  const resource = resourceOf(registry, { key, entry });
  const node = { key, step: entry.step };
  const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
  const base = { key, step: entry.step, title: resource.title(entry.input), drift: [] as string[], foreign: false };
  if (entry.status === "creating") {
    const found = await resource.find(tools, entry.input, { token: entry.token });
    return { ...base, id: found ? resource.id(found.output) : "", state: "unfinished" };
  }
  const found = await resource.find(tools, entry.input, { recorded: entry.output });
  if (!found)
    return { ...base, id: resource.id(entry.output), state: "absent", drift: ["recorded, but not there any more"] };
  const foreign = found.foreign ?? entry.foreign;
  const changes = foreign || entry.kept ? [] : ((await resource.sync?.(tools, entry.input, found.output)) ?? []);
  return {
    ...base,
    id: resource.id(found.output),
    state: entry.kept ? "kept" : (found.state ?? "present"),
    foreign,
    drift: changes.map(({ detail }) => detail),
  };
}
