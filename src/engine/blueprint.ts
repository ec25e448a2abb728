import type { Resource } from "./resource.ts";
import type { Waiting } from "./waiting.ts";

/** Stands for a resource's output before it is known. `when`: as soon as it is made, or only in its final state. */
export interface Ref<Output> {
  readonly key: string;
  readonly when: "made" | "ready";
  /** Never there; carries the type. */
  readonly output?: Output;
}

/** Enough that it has been made: `made(loadBalancer)` does not wait until it is active. */
export function made<Output>(ref: Ref<Output>): Ref<Output> {
  return { ...ref, when: "made" };
}

type Needs = Record<string, Ref<unknown> | undefined>;
type OutputsOf<N extends Needs> = {
  [Name in keyof N]: N[Name] extends Ref<infer Output>
    ? Output
    : N[Name] extends Ref<infer Output> | undefined
      ? Output | undefined
      : never;
};

/** Outputs by key, as far as they are known. */
export type Outputs = ReadonlyMap<string, unknown>;

/** An output, or a part of it, that AWS gives only once the resource has come further. */
export class NotKnownYet extends Error {
  constructor(what: string) {
    super(`${what}, which is not known yet`);
  }
}

interface NodeBase {
  key: string;
  step: string;
  needs: { key: string; when: "made" | "ready" }[];
  /** Builds the input from the outputs of what it needs; throws `NotKnownYet` when they do not tell enough. */
  input(outputs: Outputs): unknown;
}

export interface ResourceNode<Tools> extends NodeBase {
  type: "resource";
  resource: Resource<unknown, unknown, Tools>;
}

export interface WaitingNode<Tools> extends NodeBase {
  type: "waiting";
  waiting: Waiting<unknown, unknown, Tools>;
}

export type Node<Tools> = ResourceNode<Tools> | WaitingNode<Tools>;

/** Adds the nodes of one step; each call returns what later nodes may need. */
export interface StepBuilder<Tools> {
  resource<Input, Output, N extends Needs>(
    name: string,
    resource: Resource<Input, Output, Tools>,
    needs: N,
    input: (outputs: OutputsOf<N>) => Input,
  ): Ref<Output>;
  wait<Input, Output, N extends Needs>(
    name: string,
    waiting: Waiting<Input, Output, Tools>,
    needs: N,
    input: (outputs: OutputsOf<N>) => Input,
  ): Ref<Output>;
}

/** What is to exist, in the order of the steps: a graph whose edges are the outputs that one needs of another. */
export class Blueprint<Tools> {
  readonly nodes: Node<Tools>[] = [];

  step(step: string): StepBuilder<Tools> {
    const add = (name: string, needs: Needs, input: (outputs: never) => unknown) => {
      const key = `${step}.${name}`;
      if (this.node(key)) throw new Error(`${key} is in the blueprint twice`);
      const given = Object.entries(needs).filter((need): need is [string, Ref<unknown>] => need[1] !== undefined);
      const base: NodeBase = {
        key,
        step,
        needs: given.map(([, { key: needed, when }]) => ({ key: needed, when })),
        input: (outputs) => {
          const named = given.map(([label, ref]) => {
            if (!outputs.has(ref.key)) throw new NotKnownYet(`${key} needs ${ref.key}`);
            return [label, outputs.get(ref.key)];
          });
          // The names and types were checked where the node was added; here they are only data.
          return input(Object.fromEntries(named) as never);
        },
      };
      return { base, ref: { key, when: "ready" as const } };
    };
    return {
      resource: (name, resource, needs, input) => {
        const { base, ref } = add(name, needs, input);
        this.nodes.push({ ...base, type: "resource", resource: resource as Resource<unknown, unknown, Tools> });
        return ref;
      },
      wait: (name, waiting, needs, input) => {
        const { base, ref } = add(name, needs, input);
        this.nodes.push({ ...base, type: "waiting", waiting: waiting as Waiting<unknown, unknown, Tools> });
        return ref;
      },
    };
  }

  node(key: string): Node<Tools> | undefined {
    return this.nodes.find((node) => node.key === key);
  }

  /** The nodes of `steps` and everything they need, directly or not, in the blueprint's order. */
  closure(steps: ReadonlySet<string>): Node<Tools>[] {
    const wanted = new Set<string>();
    for (const node of [...this.nodes].reverse()) {
      if (!steps.has(node.step) && !wanted.has(node.key)) continue;
      wanted.add(node.key);
      for (const need of node.needs) wanted.add(need.key);
    }
    return this.nodes.filter((node) => wanted.has(node.key));
  }
}
