import {
  type Blueprint,
  type Node,
  NotKnownYet,
  type Outputs,
  type ResourceNode,
  type WaitingNode,
} from "./blueprint.ts";
import { restoreIt } from "./ensure.ts";
import type { Change } from "./resource.ts";
import type { Saying } from "./saying.ts";
import type { Workshop } from "./toolbox.ts";

export interface PlannedChange {
  key: string;
  /** Of resource. */
  kind: string;
  step: string;
  title: Saying;
  action: "create" | "update" | "delete" | "none" | "unknown";
  detail: string[];
  /** It was there before us. */
  foreign?: boolean;
  /** It held data and has vanished: a run refuses to make it anew. The id that was recorded. */
  gone?: string;
  /** It was made once: what differs now was changed by the config or by somebody. */
  recorded?: boolean;
  /** Set when AWS cannot bring the difference in: what the person can do instead. */
  instead?: string;
}

/**
 * What a run would do, without changing anything: `find` and a dry `sync` for each node. A node whose needs do not
 * exist yet is going to be created. One that was made, and whose needs have vanished since, is looked for as it was
 * recorded: what becomes of it, if it is there, is `unknown`. What exists is put into `outputs`.
 */
export async function plan<Tools>(
  blueprint: Blueprint<Tools>,
  workshop: Workshop<Tools>,
  outputs = new Map<string, unknown>(),
): Promise<PlannedChange[]> {
  const changes: PlannedChange[] = [];
  for (const node of blueprint.nodes) {
    if (node.type === "waiting") {
      await look(node, outputs, workshop);
      continue;
    }
    changes.push(await planNode(node, outputs, workshop));
  }
  for (const [key, entry] of workshop.journal.entries()) {
    const stays = entry.status === "created" && (entry.foreign || entry.kept !== undefined);
    if (stays || blueprint.node(key)) continue;
    changes.push({
      key,
      kind: entry.kind,
      step: entry.step,
      title: key,
      action: "delete",
      detail: ["no longer in the config"],
    });
  }
  return changes;
}

/** What others need of a wait is known when it is over already. */
async function look<Tools>(node: WaitingNode<Tools>, outputs: Map<string, unknown>, workshop: Workshop<Tools>) {
  if (!node.waiting.look) return;
  const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
  const input = inputOf(node, outputs);
  const output = input && (await node.waiting.look(tools, input.value));
  if (output !== undefined) outputs.set(node.key, output);
}

async function planNode<Tools>(
  node: ResourceNode<Tools>,
  outputs: Map<string, unknown>,
  workshop: Workshop<Tools>,
): Promise<PlannedChange> {
  const { key, step, resource } = node;
  workshop.signal.throwIfAborted();
  const entry = workshop.journal.get(key);
  const base = {
    key,
    kind: resource.kind,
    step,
    title: entry ? resource.title(entry.input) : key,
    detail: [] as string[],
    ...(entry?.status === "created" && { recorded: true }),
  };
  const known = inputOf(node, outputs);
  if (!known && entry?.status !== "created") return { ...base, action: entry ? "unknown" : "create" };

  const input = known ? known.value : entry!.input;
  base.title = resource.title(input);
  const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
  const hint =
    entry?.status === "created"
      ? { recorded: entry.output }
      : entry?.status === "creating"
        ? { token: entry.token }
        : {};
  const found = await resource.find(tools, input, hint);
  if (!found && entry?.status === "created" && resource.precious && !entry.foreign) {
    const gone = resource.id(entry.output);
    return { ...base, action: "unknown", detail: [notThere], gone, instead: restoreIt };
  }
  if (!found) {
    return {
      ...base,
      action: "create",
      detail: [
        ...(entry?.status === "created" ? [notThere] : []),
        ...((await resource.displaces?.(tools, input)) ?? []),
      ],
    };
  }
  if (found.spent) return { ...base, action: "update", detail: [`made anew: ${found.spent}`] };
  outputs.set(key, found.output);
  const foreign = found.foreign ?? (entry?.status === "created" && entry.foreign);
  if (!known && !foreign) return { ...base, action: "unknown", detail: [followsFrom(node, outputs)] };
  const changes: Change[] = foreign ? [] : ((await resource.sync?.(tools, input, found.output)) ?? []);
  return {
    ...base,
    action: changes.length > 0 ? "update" : "none",
    detail: changes.map(({ detail }) => detail),
    ...(foreign && { foreign }),
    instead: changes.find(({ instead }) => instead !== undefined)?.instead,
  };
}

/** What it waits for: needs that are not there, or all of them, when one does not tell enough yet. */
function followsFrom({ needs }: Pick<Node<never>, "needs">, outputs: Outputs): string {
  const keys = needs.map(({ key }) => key);
  const missing = keys.filter((key) => !outputs.has(key));
  return `depends on ${(missing.length > 0 ? missing : keys).join(", ")}`;
}

export const notThere = "recorded, but not there any more";

/** What the node would be made with, or undefined while what it needs does not exist or is not far enough. */
export function inputOf<Tools>(node: Node<Tools>, outputs: Outputs): { value: unknown } | undefined {
  try {
    return { value: node.input(outputs) };
  } catch (error) {
    if (error instanceof NotKnownYet) return undefined;
    throw error;
  }
}
