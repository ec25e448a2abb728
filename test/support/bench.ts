import { type Blueprint, Blueprint as EmptyBlueprint } from "../../src/engine/blueprint.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { createPoll } from "../../src/engine/poll.ts";
import { type ProvisionRequest, provision } from "../../src/engine/provision.ts";
import type { Registry } from "../../src/engine/registry.ts";
import type { EngineEvent } from "../../src/engine/report.ts";
import { takeDown } from "../../src/engine/teardown.ts";
import type { Workshop } from "../../src/engine/toolbox.ts";
import { engineWords } from "../../src/language/engine-words.ts";
import { createDeploymentState, type DeploymentState, readDeploymentState } from "../../src/state/deployment-state.ts";
import type { StateStore } from "../../src/state/store.ts";
import { type FakeTools, FakeWorld, type Life } from "./fake-resource.ts";
import { virtualClock } from "./virtual-clock.ts";

/** A store whose text tests can read, break and share. */
export function memoryStore(): StateStore & { text: string | undefined; writes: string[]; fail?: Error } {
  return {
    where: "memory",
    backup: "memory.bak",
    text: undefined,
    writes: [],
    async read() {
      return this.text;
    },
    async write(text) {
      if (this.fail) throw this.fail;
      this.text = text;
      this.writes.push(text);
    },
    async remove() {
      this.text = undefined;
    },
    async setAside() {
      this.text = undefined;
      return "memory.broken";
    },
    lock: async () => ({ release: async () => undefined }),
  };
}

export const about = {
  app: "shop",
  environment: "prod",
  account: "111122223333",
  region: "eu-central-1",
  fixed: { entry: "alb", domain: "example.com" },
} as const;

/** Everything that a run of the engine needs, on a world of its own with a clock of its own. */
export async function openBench() {
  const clock = virtualClock();
  const world = new FakeWorld(clock);
  const store = memoryStore();
  const events: EngineEvent[] = [];
  let tokens = 0;
  let state: DeploymentState = await createDeploymentState(store, about);
  let life: Life = { dead: false };
  let interrupt = new AbortController();

  const workshop = (): Workshop<FakeTools> => {
    const mine = life;
    const reporter = { emit: (event: EngineEvent) => void (mine.dead || events.push(event)) };
    return {
      journal: state,
      clock,
      signal: interrupt.signal,
      reporter,
      words: engineWords,
      newToken: () => `token-${++tokens}`,
      poll: ({ key, step }, signal) =>
        createPoll({
          clock,
          signal,
          intervalSeconds: undefined,
          timeoutSeconds: 3600,
          onWait: (progress) => reporter.emit({ type: "progress", step, key, ...progress }),
        }),
      tools: ({ key }, poll) => ({ world, poll, key, life: mine }),
    };
  };

  return {
    clock,
    world,
    store,
    events,
    workshop,
    get state() {
      return state;
    },
    /** What a new process would read from disk. */
    read: async () => (await readDeploymentState(store))!,
    provision: (blueprint: Blueprint<FakeTools>, request?: ProvisionRequest) =>
      provision(blueprint, workshop(), request),
    takeDown: (registry: Registry<FakeTools>, { keepData = true, keys = state.entries().map(([key]) => key) } = {}) =>
      takeDown(keys, registry, workshop(), { keepData }),
    interrupt: () => interrupt.abort(new WizardError("interrupted", "Interrupted.")),
    /** Starts `run`, waits until it is killed, and goes on as a new process with what is on disk. */
    async killed(run: () => Promise<unknown>) {
      const outcome = run().then(
        () => "finished",
        (error: unknown) => error,
      );
      const first = await Promise.race([outcome, world.death]);
      if (first !== undefined) throw new Error(`not killed: ${String(first)}`);
      await this.restart();
    },
    async restart() {
      life = { dead: false };
      interrupt = new AbortController();
      state = (await readDeploymentState(store))!;
    },
    /** Events as `created a.one`. */
    told: () => events.flatMap((event) => (event.type === "resource" ? [`${event.action} ${event.key}`] : [])),
    steps: () => events.flatMap((event) => (event.type === "step" ? [`${event.step} ${event.status}`] : [])),
    warnings: () => events.flatMap((event) => (event.type === "warning" ? [String(event.message)] : [])),
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** A new blueprint over fake tools. */
export const newBlueprint = () => new EmptyBlueprint<FakeTools>();

/** The registry of the given kinds. */
export const registryOf = (...resources: { kind: string }[]) =>
  new Map(resources.map((resource) => [resource.kind, resource])) as unknown as Registry<FakeTools>;
