import type { Node, ResourceNode } from "./blueprint.ts";
import { WizardError } from "./errors.ts";
import type { CreatedEntry } from "./journal.ts";
import { inputOf } from "./plan.ts";
import type { Recovered } from "./resource.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

/** How it is known whose a resource is; `unclear` when it is there and cannot be told. */
export type By = "tags" | "content" | "before" | "missing" | "unclear";

export interface RecoveredNode {
  key: string;
  step: string;
  title: Saying;
  /** Empty for what is missing. */
  id: string;
  by: By;
  /** What cannot be known any more, or why it is unclear. */
  note?: Saying;
  /** For the journal; only of what was found. */
  entry?: CreatedEntry;
}

/**
 * Looks for every node without any record, in the blueprint's order, and changes nothing. What is found is put into
 * `outputs`, and makes the entry that a run would have recorded.
 */
export async function recoverNodes<Tools>(
  nodes: readonly Node<Tools>[],
  workshop: Workshop<Tools>,
  outputs: Map<string, unknown>,
): Promise<RecoveredNode[]> {
  const recovered: RecoveredNode[] = [];
  for (const node of nodes) {
    workshop.signal.throwIfAborted();
    const known = inputOf(node, outputs);
    if (node.type === "waiting") {
      const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
      const output = known && (await node.waiting.look?.(tools, known.value));
      if (output !== undefined) outputs.set(node.key, output);
      continue;
    }
    const one = await recoverNode(node, known, workshop);
    if (one.entry) outputs.set(node.key, one.entry.output);
    recovered.push(one);
  }
  return recovered;
}

async function recoverNode<Tools>(
  node: ResourceNode<Tools>,
  known: { value: unknown } | undefined,
  workshop: Workshop<Tools>,
): Promise<RecoveredNode> {
  const { key, step, resource } = node;
  const absent: RecoveredNode = { key, step, title: key, id: "", by: "missing" };
  if (!known) return absent;
  const title = resource.title(known.value);
  const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
  let found: Recovered<unknown, unknown> | undefined;
  try {
    found = await (resource.recover ? resource.recover(tools, known.value) : resource.find(tools, known.value, {}));
  } catch (error) {
    // Somebody else's under our name, or two of one: the others are found all the same.
    if (!(error instanceof WizardError) || error.code !== "not-ours") throw error;
    return { ...absent, title, by: "unclear", note: error.said.message };
  }
  if (!found) return { ...absent, title };
  const { output, foreign = false, input = known.value, note } = found;
  const entry: CreatedEntry = {
    status: "created",
    kind: resource.kind,
    step,
    needs: node.needs.map((need) => need.key),
    input,
    output,
    foreign,
  };
  const by: By = foreign ? "before" : resource.untagged || note ? "content" : "tags";
  return { key, step, title, id: resource.id(output), by, ...(note && { note }), entry };
}
