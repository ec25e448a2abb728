import type { Clock } from "../../src/engine/clock.ts";
import { WizardError } from "../../src/engine/errors.ts";
import type { Poll } from "../../src/engine/poll.ts";
import type { Resource } from "../../src/engine/resource.ts";

export interface FakeInput {
  name: string;
  size?: number;
  /** Cannot be changed in place. */
  zone?: string;
  /** Filled in by `prepare` where the kind prepares. */
  image?: string;
}

export interface FakeOutput {
  id: string;
}

export interface Thing extends FakeInput {
  id: string;
  key: string;
  token: string;
  ours: boolean;
  readyAt: number;
  shownAt: number;
}

/**
 * What happens to one call. `refuse`: AWS says no. `lose-call`: it never arrives, no answer. `lose-answer`: it acts, no
 * answer. `die-before` and `die-after`: the wizard is killed before or after AWS acts.
 */
export type Mood = "well" | "refuse" | "lose-call" | "lose-answer" | "die-before" | "die-after" | "expire";
type Verb = "find" | "create" | "sync" | "update" | "remove" | "ready";

export interface Temper {
  /** Moods of the calls to come, the next one first. */
  create?: Mood[];
  remove?: Mood[];
  find?: Mood[];
  createSeconds?: number;
  findSeconds?: number;
  readySeconds?: number;
  removeSeconds?: number;
  /** How long a fresh one is not shown. */
  shownAfterSeconds?: number;
  /** AWS says that it has removed it, and it is still there. */
  undead?: boolean;
}

export interface FakeTools {
  world: FakeWorld;
  poll: Poll;
  key: string;
  life: Life;
}

/** One run of the wizard's process. */
export interface Life {
  dead: boolean;
}

export interface Call {
  verb: Verb;
  key: string;
  at: number;
  token?: string;
  input?: FakeInput;
}

const never = new Promise<never>(() => undefined);

/** A recording AWS with a temper. */
export class FakeWorld {
  readonly things: Thing[] = [];
  readonly calls: Call[] = [];
  private readonly tempers = new Map<string, Temper>();
  private told: () => void = () => undefined;
  /** Resolves when a run was killed. */
  readonly death = new Promise<void>((resolve) => {
    this.told = resolve;
  });
  private made = 0;

  constructor(readonly clock: Clock) {}

  behave(key: string, temper: Temper): void {
    this.tempers.set(key, temper);
  }

  temper(key: string): Temper {
    return this.tempers.get(key) ?? {};
  }

  /** Calls as `create a.one`, of the given verbs. */
  log(...verbs: Verb[]): string[] {
    return this.calls.filter(({ verb }) => verbs.includes(verb)).map(({ verb, key }) => `${verb} ${key}`);
  }

  /** When a call began, in seconds since the start. */
  at(call: string): number {
    const found = this.calls.find(({ verb, key }) => `${verb} ${key}` === call);
    if (!found) throw new Error(`nobody called ${call}`);
    return found.at / 1000;
  }

  named(name: string): Thing[] {
    return this.things.filter((thing) => thing.name === name);
  }

  /** There before us. */
  place(input: FakeInput, key = ""): Thing {
    const thing = { ...input, id: `foreign-${input.name}`, key, token: "", ours: false, readyAt: 0, shownAt: 0 };
    this.things.push(thing);
    return thing;
  }

  vanish(name: string): void {
    for (const thing of this.named(name)) this.things.splice(this.things.indexOf(thing), 1);
  }

  async call<T>({ key, life }: FakeTools, call: Omit<Call, "key" | "at">, act: () => T): Promise<T> {
    if (life.dead) await never;
    const temper = this.temper(key);
    this.calls.push({ ...call, key, at: this.clock.now() });
    const mood = (temper[call.verb as "create"] ?? []).shift() ?? "well";
    const seconds = temper[`${call.verb}Seconds` as "createSeconds"];
    if (seconds && call.verb !== "ready") await this.clock.sleep(seconds * 1000);
    if (mood === "refuse") throw new WizardError("refused", `AWS refused fake:${call.verb} ${key}: not like that`);
    if (mood === "expire") throw new WizardError("session-expired", "The AWS session has expired.");
    if (mood === "lose-call") throw new WizardError("no-answer", `no answer to ${call.verb} ${key}`);
    if (mood === "die-before") return this.die(life);
    const answer = act();
    if (mood === "lose-answer") throw new WizardError("no-answer", `no answer to ${call.verb} ${key}`);
    if (mood === "die-after") return this.die(life);
    if (life.dead) await never;
    return answer;
  }

  make(key: string, input: FakeInput, token: string): Thing {
    const before = this.things.find((thing) => thing.token === token);
    if (before) return before;
    this.made += 1;
    const { readySeconds = 0, shownAfterSeconds = 0 } = this.temper(key);
    const now = this.clock.now();
    const shownAt = now + shownAfterSeconds * 1000;
    const thing = { ...input, id: `${input.name}-${this.made}`, key, token, ours: true, shownAt };
    const standing = { ...thing, readyAt: now + readySeconds * 1000 };
    this.things.push(standing);
    return standing;
  }

  private die(life: Life): Promise<never> {
    life.dead = true;
    this.told();
    return never;
  }
}

interface Kind extends Partial<Resource<FakeInput, FakeOutput, FakeTools>> {
  /** Used when it was there before; otherwise that is an error. */
  shared?: boolean;
  /** Has no name that is its own: only token and recorded id tell. */
  nameless?: boolean;
  /** Stays when data is kept. */
  keeps?: boolean;
}

/** A kind of resource that lives in a FakeWorld. */
export function fakeKind(kind: string, { shared, nameless, keeps, ...more }: Kind = {}) {
  const resource: Resource<FakeInput, FakeOutput, FakeTools> = {
    kind,
    title: ({ name }) => `${kind} ${name}`,
    id: ({ id }) => id,
    find: (tools, { name }, { recorded, token }) =>
      tools.world.call(tools, { verb: "find", token }, () => {
        const shown = tools.world.things.filter(({ shownAt }) => shownAt <= tools.world.clock.now());
        const thing =
          shown.find(({ id }) => id === recorded?.id) ??
          shown.find((one) => token !== undefined && one.token === token) ??
          (nameless ? undefined : shown.find((one) => one.name === name));
        if (!thing) return undefined;
        if (!thing.ours && !shared) throw new WizardError("not-ours", `${kind} ${name} exists already.`);
        return { output: { id: thing.id }, foreign: thing.ours ? undefined : true, state: "there" };
      }),
    create: (tools, input, token) =>
      tools.world.call(tools, { verb: "create", token, input }, () => ({
        id: tools.world.make(tools.key, input, token).id,
      })),
    sync: (tools, { size, zone }, { id }) =>
      tools.world.call(tools, { verb: "sync" }, () => {
        const thing = tools.world.things.find((one) => one.id === id)!;
        const apply = () =>
          tools.world.call(tools, { verb: "update" }, () => {
            thing.size = size;
          });
        return [
          ...(thing.size === size ? [] : [{ detail: `size: ${thing.size} -> ${size}`, apply }]),
          ...(thing.zone === zone ? [] : [{ detail: `zone: ${thing.zone} -> ${zone}`, instead: "Make another one." }]),
        ];
      }),
    ready: async (tools, { name }, output) => {
      await tools.world.call(tools, { verb: "ready" }, () => undefined);
      await tools.poll({ what: `${kind} ${name} to be ready` }, async () => {
        const thing = tools.world.things.find((one) => one.id === output.id);
        return thing !== undefined && thing.readyAt <= tools.world.clock.now();
      });
      return output;
    },
    remove: (tools, input, { id }, options) =>
      tools.world.call(tools, { verb: "remove", input }, () => {
        if (keeps && options.keepData) return { kept: "it holds data" };
        const { world, key } = tools;
        const at = world.things.findIndex((thing) => thing.id === id);
        if (at >= 0 && !world.temper(key).undead) world.things.splice(at, 1);
        return undefined;
      }),
    ...more,
  };
  return resource;
}
