import type { Blueprint } from "../engine/blueprint.ts";
import { actionsByKind, type Grant } from "./actions.ts";
import type { Scope } from "./scope.ts";

/** What everything in a plan needs, each action once for the same resources. */
export function grantsOf<Tools>(blueprint: Blueprint<Tools>, scope: Scope): Grant[] {
  const table = actionsByKind(scope);
  const kinds = new Set([
    ...blueprint.nodes.map((node) => (node.type === "resource" ? node.resource.kind : node.waiting.kind)),
    "proof",
  ]);
  return merged(
    [...kinds].flatMap((kind) => {
      const grants = table[kind];
      if (!grants) throw new Error(`nobody said which actions ${kind} needs`);
      return grants;
    }),
  );
}

/** One grant for all actions of the same service on the same resources under the same condition. */
export function merged(grants: readonly Grant[]): Grant[] {
  const groups = new Map<string, Grant>();
  for (const { actions, resources, condition } of grants) {
    for (const action of actions) {
      const place = JSON.stringify([serviceOf(action), resources, condition]);
      const before = groups.get(place)?.actions ?? [];
      groups.set(place, { actions: [...new Set([...before, action])].sort(), resources, condition });
    }
  }
  return [...groups.values()];
}

/** `ec2` of `ec2:RunInstances`. */
const serviceOf = (action: string) => action.slice(0, action.indexOf(":"));
