import { onTestFinished } from "vitest";
import { type Rehearsal, rehearse } from "./rehearsal.ts";

/** A rehearsal whose folder is gone when the test is over. */
export function open(...args: Parameters<typeof rehearse>): Rehearsal {
  const one = rehearse(...args);
  onTestFinished(one.end);
  return one;
}
