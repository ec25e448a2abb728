import type { Saying } from "./saying.ts";

/** What `find` saw. `foreign` marks what was there before us and is shared by nature: used, never changed or removed. */
export interface Found<Output> {
  output: Output;
  foreign?: boolean;
  /** Of no use any more, so that it has to be made anew; why, in words. */
  spent?: string;
  /** The state as AWS words it (`running`, `available`, `ISSUED`), for `status`. */
  state?: string;
}

/** What `recover` saw: an output without any hint, and whatever of a lost record the resource itself still tells. */
export interface Recovered<Input, Output> extends Found<Output> {
  /** The input with what was frozen in it, as far as it can be known. */
  input?: Input;
  /** What cannot be known any more, for the person. */
  note?: Saying;
}

/** What the journal knows before `find` looks: a recorded output (a hint, not the truth) or an intent's token. */
export interface Hint<Output> {
  recorded?: Output;
  token?: string;
}

/** What the journal has of the one that is made anew; no output where its making was refused. */
export interface Before<Input, Output> {
  input: Input;
  output?: Output;
}

/**
 * One difference between the config and what exists. Exactly one of the two is there: `apply` brings it in place,
 * `instead` says what the person can do about a difference that AWS cannot change in place.
 */
export interface Change {
  detail: string;
  apply?: () => Promise<void>;
  instead?: string;
}

export interface RemoveOptions {
  /** True unless `destroy --all`: what holds a person's data stays, or leaves a copy. */
  keepData: boolean;
  /** The input of what this removal leaves behind, as `leaves` named it. */
  leaving?: unknown;
}

/** Returned by `remove` when the resource stays on purpose: why. */
export interface Kept {
  kept: Saying;
  /** It is no longer ours to look after (others use it now): the journal forgets it. */
  handedOver?: boolean;
}

/** Something that a removal leaves behind and that is recorded before the removal begins (a final snapshot). */
export interface Leaving {
  key: string;
  kind: string;
  input: unknown;
}

/**
 * The life of one kind of resource. It gets everything it works with as `tools`; it never sees the terminal, the
 * state or the clock.
 *
 * - `find` looks by the recorded id, then by token or name, then by tag. Only the service's own "does not exist" means
 *   absent. More than one match, or a match without our tag, is an error that names both.
 * - `prepare` adds what has to be looked up once (an image, a record that is going to be replaced) to the input before
 *   the intent is written, so that a replay sends exactly the same request. What is made anew knows what was recorded of
 *   the one before it.
 * - `create` makes it, tagged in the same call where AWS allows, and returns as soon as AWS has accepted. It tolerates a
 *   replay with the same token.
 * - `sync` lists the differences between input and reality; applying them is the engine's decision.
 * - `ready` waits for the final state and returns the output as it is then.
 * - `recover` finds it when the journal was lost, where `find` without a hint is not enough. It changes nothing.
 * - `remove` takes it down and waits until it is gone; absent already is success.
 * - `stays` says why `remove` would leave it standing for the data's sake, without removing anything.
 * - `holders` says what of AWS holds it, for one that could not go.
 */
export interface Resource<Input, Output, Tools> {
  kind: string;
  /** For people: `load balancer shop-prod-alb`. */
  title(input: Input): Saying;
  /** The id that AWS knows it by. */
  id(output: Output): string;
  find(tools: Tools, input: Input, hint: Hint<Output>): Promise<Found<Output> | undefined>;
  prepare?(tools: Tools, input: Input, before?: Before<Input, Output>): Promise<Input>;
  /** What making it would take the place of, for plans. */
  displaces?(tools: Tools, input: Input): Promise<string[]>;
  create(tools: Tools, input: Input, token: string): Promise<Output>;
  sync?(tools: Tools, input: Input, output: Output): Promise<Change[]>;
  ready?(tools: Tools, input: Input, output: Output): Promise<Output>;
  recover?(tools: Tools, input: Input): Promise<Recovered<Input, Output> | undefined>;
  /** It takes no tags: only its name and its content tell whose it is. */
  untagged?: boolean;
  leaves?(input: Input, output: Output, at: Date): Leaving | undefined;
  // biome-ignore lint/suspicious/noConfusingVoidType: a removal that has nothing to say returns nothing
  remove(tools: Tools, input: Input, output: Output, options: RemoveOptions): Promise<Kept | void>;
  stays?(tools: Tools, input: Input, output: Output): Promise<Saying | undefined>;
  holders?(tools: Tools, input: Input, output: Output): Promise<Saying[]>;
  /** It leads to others: at teardown it goes before everything that does not need it. */
  leadsToOthers?: boolean;
  /**
   * After a crash, keep looking this long after the intent before concluding that nothing was made, because a fresh
   * resource may not be visible yet (5 s). Longer for creates that have neither a token nor a unique name.
   */
  settleSeconds?: number;
  /** Holds a person's data: when it has vanished it is never silently made anew. */
  precious?: boolean;
}
