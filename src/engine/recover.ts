import type { Blueprint, ResourceNode } from "./blueprint.ts";
import type { CreatedEntry } from "./journal.ts";
import { inputOf, lookAtWait } from "./plan.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

/** How one knows that a thing is this deployment's: `before` is what was there before it, which it only uses. */
export type Evidence = "tags" | "name-and-content" | "before";

export interface Recovered {
  key: string;
  step: string;
  title: Saying;
  id: string;
  by: Evidence;
  entry: CreatedEntry;
  /** What cannot be known any more. */
  note?: Saying;
}

export interface NotFound {
  key: string;
  step: string;
  title: Saying;
}

/**
 * What a lost journal would say: each node of the blueprint is looked for without any hint, in order, since most are
 * found by what others are. Changes nothing. Whatever needs something that is missing is missing, too.
 */
export async function recover<Tools>(
  blueprint: Blueprint<Tools>,
  workshop: Workshop<Tools>,
): Promise<{ found: Recovered[]; missing: NotFound[] }> {
  const outputs = new Map<string, unknown>();
  const found: Recovered[] = [];
  const missing: NotFound[] = [];
  for (const node of blueprint.nodes) {
    workshop.signal.throwIfAborted();
    if (node.type === "waiting") {
      await lookAtWait(node, outputs, workshop);
      continue;
    }
    const input = inputOf(node, outputs);
    const one = input && (await lookFor(node, input.value, workshop));
    if (one) {
      outputs.set(node.key, one.entry.output);
      found.push(one);
    } else missing.push({ key: node.key, step: node.step, title: input ? node.resource.title(input.value) : node.key });
  }
  return { found, missing };
}

async function lookFor<Tools>(
  { key, step, needs, resource }: ResourceNode<Tools>,
  input: unknown,
  workshop: Workshop<Tools>,
): Promise<Recovered | undefined> {
  const tools = workshop.tools({ key, step }, workshop.poll({ key, step }, workshop.signal));
  const unremembered = await resource.unremembered?.(tools, input);
  const seen = unremembered ?? (await resource.find(tools, input, {}));
  // What is of no use any more is made anew by the next run, which finds it as this one did.
  if (!seen || ("spent" in seen && seen.spent)) return undefined;
  const foreign = seen.foreign === true;
  return {
    key,
    step,
    title: resource.title(input),
    id: resource.id(seen.output),
    by: foreign ? "before" : resource.untagged ? "name-and-content" : "tags",
    note: unremembered?.note,
    entry: {
      status: "created",
      kind: resource.kind,
      step,
      needs: needs.map((need) => need.key),
      input: unremembered?.input ?? input,
      output: seen.output,
      foreign,
    },
  };
}
