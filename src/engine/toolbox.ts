import type { Clock } from "./clock.ts";
import type { Journal } from "./journal.ts";
import type { Poll } from "./poll.ts";
import type { Reporter } from "./report.ts";
import type { Words } from "./words.ts";

/** What a run of the engine is given. */
export interface Workshop<Tools> {
  journal: Journal;
  clock: Clock;
  /** Fires when no new call may be made: the person's Ctrl-C. */
  signal: AbortSignal;
  reporter: Reporter;
  words: Words;
  newToken(): string;
  /** A wait whose progress is told as that of `node`, and that ends when `signal` fires. */
  poll(node: { key: string; step: string }, signal: AbortSignal): Poll;
  /** What a resource with this key works with. */
  tools(node: { key: string; step: string }, poll: Poll): Tools;
}
