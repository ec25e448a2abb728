import { WizardError } from "./errors.ts";
import type { Entry } from "./journal.ts";
import { notThere } from "./plan.ts";
import { type Registry, resourceOf } from "./registry.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

export interface Inspected {
  key: string;
  step: string;
  title: Saying;
  id: string;
  /** As AWS words it, or `present`, `absent`, `unfinished`; `unknown` when AWS would not tell. */
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
    const looked = await lookAt(() => resource.find(tools, entry.input, { token: entry.token }));
    if ("why" in looked) return { ...base, id: "", state: "unfinished", drift: [notLookedAt(looked.why)] };
    return { ...base, id: looked.found ? resource.id(looked.found.output) : "", state: "unfinished" };
  }
  const looked = await lookAt(() => resource.find(tools, entry.input, { recorded: entry.output }));
  if ("why" in looked) {
    return {
      ...base,
      id: resource.id(entry.output),
      state: "unknown",
      drift: [notLookedAt(looked.why)],
    };
  }
  const { found } = looked;
  if (!found) return { ...base, id: resource.id(entry.output), state: "absent", drift: [notThere] };
  const foreign = found.foreign ?? entry.foreign;
  const compared =
    foreign || entry.kept ? { found: [] } : await lookAt(async () => resource.sync?.(tools, entry.input, found.output));
  return {
    ...base,
    id: resource.id(found.output),
    state: entry.kept ? "kept" : (found.state ?? "present"),
    foreign,
    drift: "why" in compared ? [notLookedAt(compared.why)] : (compared.found ?? []).map(({ detail }) => detail),
  };
}

const notLookedAt = (why: string) => `it could not be looked at: ${why}`;

/** What was found, or why it could not be looked at: one resource that AWS does not show hides no other. */
async function lookAt<T>(look: () => Promise<T>): Promise<{ found: T } | { why: string }> {
  try {
    return { found: await look() };
  } catch (error) {
    if (!(error instanceof WizardError) || !["refused", "no-answer", "not-ours"].includes(error.code)) throw error;
    return { why: error.message };
  }
}
