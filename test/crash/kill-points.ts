import type { Death } from "./victim.ts";

/** Where a run can be killed, by what the same run did when nobody killed it. */
export interface KillPoints {
  /** Of each call that changes something: before AWS acts, when it has acted, when the answer has been dealt with. */
  changes: Death[];
  /**
   * Of each call that only looks: before it. Whatever comes after changes nothing on either side, and neither does the
   * same look once more: of each there are as many as `mostLooks`.
   */
  looks: Death[];
  /** Of each write of the state: half of the text is there, or it has just been renamed into its place. */
  writes: Death[];
}

const mostLooks = 2;

const isLook = (call: string) => /^(BatchGet|Describe|Get|Head|List|Simulate)/.test(call);

export function killPoints(calls: readonly string[], writes: number): KillPoints {
  const seen = new Map<string, number>();
  const points: KillPoints = { changes: [], looks: [], writes: [] };
  for (const call of calls) {
    const ordinal = (seen.get(call) ?? 0) + 1;
    seen.set(call, ordinal);
    if (isLook(call) && ordinal > mostLooks) continue;
    const moments = isLook(call) ? ["before"] : ["before", "acted", "answered"];
    const into = isLook(call) ? points.looks : points.changes;
    into.push(...moments.map((moment) => ({ call: `${call}#${ordinal}:${moment}` })));
  }
  for (let write = 1; write <= writes; write += 1) {
    points.writes.push({ write: `${write}:torn` }, { write: `${write}:renamed` });
  }
  return points;
}

/** Every so-maniest of them, always the same ones. */
export const sample = <T>(points: readonly T[], every: number): T[] =>
  points.filter((_, index) => index % every === Math.floor(every / 2));

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The same calls, with an interruption in the place of the end, of each kind in turn. */
export const interrupting = (points: readonly Death[]): Death[] =>
  points
    .filter(({ call }) => call !== undefined)
    .map(({ call }, index) => ({ call: `${call}:${interruptions[index % interruptions.length]}` }));
