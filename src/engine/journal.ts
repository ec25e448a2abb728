interface EntryBase {
  kind: string;
  step: string;
  /** Keys of what this one was made from: it goes before them at teardown. */
  needs: string[];
  /** What it was, or is going to be, made with. While `creating` this is exactly what the call sends. */
  input: unknown;
}

/** Something is about to be made, or its making was cut short: nobody knows yet whether AWS acted. */
export interface CreatingEntry extends EntryBase {
  status: "creating";
  token: string;
  /** When the intent was written, ISO 8601. */
  since: string;
  account: string;
  region: string;
  /** AWS said no: nothing was made with this token, so the next try starts afresh with the config as it is then. */
  refused?: boolean;
}

export interface CreatedEntry extends EntryBase {
  status: "created";
  output: unknown;
  /** When its intent was written, ISO 8601: what was made a moment ago may not show yet. Not there for what was found. */
  since?: string;
  /** There before us: used, never changed or removed. */
  foreign: boolean;
  /** Left standing on purpose by `destroy`: why, and its monthly cost. */
  kept?: string;
}

export type Entry = CreatingEntry | CreatedEntry;

export function asCreated(entry: Entry, output: unknown): CreatedEntry {
  const { kind, step, needs, input } = entry;
  return { status: "created", kind, step, needs, input, output, foreign: false };
}

/** One whose making was cut short has an id as soon as it is found: should it not go, it is told with its id and price. */
export function onceFound(entry: Entry, output: unknown): CreatedEntry {
  return entry.status === "created" ? entry : { ...asCreated(entry, output), since: entry.since };
}

/** What was made and what is being made. Every change is durable before its promise resolves. */
export interface Journal {
  readonly account: string;
  readonly region: string;
  get(key: string): Entry | undefined;
  entries(): [string, Entry][];
  put(key: string, entry: Entry): Promise<void>;
  drop(key: string): Promise<void>;
}

/** Nothing is recorded yet, and nothing will be: for whoever only looks. */
export function emptyJournal({ account, region }: Pick<Journal, "account" | "region">): Journal {
  const refuse = () => Promise.reject(new Error("whoever only looks records nothing"));
  return { account, region, get: () => undefined, entries: () => [], put: refuse, drop: refuse };
}
