import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

const shown = 5;

/** The first few of a list that may be long, and how many more there are. */
export const fewOf = (all: readonly Saying[]): Saying[] =>
  all.length <= shown ? [...all] : [...all.slice(0, shown), say("holdsMore", all.length - shown)];
