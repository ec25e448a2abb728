import type { Clock } from "../../src/engine/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time on at once. */
  advance(seconds: number): void;
}

/** A clock that stands still until somebody sleeps: then it is that much later, at once. */
export function manualClock(start: Date = new Date("2026-01-05T09:00:00Z")): ManualClock {
  let elapsed = 0;
  return {
    now: () => elapsed,
    wall: () => new Date(start.getTime() + elapsed),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      elapsed += milliseconds;
    },
    advance(seconds) {
      elapsed += seconds * 1000;
    },
  };
}
