import type { ManualClock } from "./manual-clock.ts";

/**
 * Time that passes only while everybody sleeps: then the one who wakes first does, at the time asked for. What overlaps
 * in AWS overlaps here, and hours take no time at all.
 */
export function virtualClock(start: Date = new Date("2026-01-05T09:00:00Z")): ManualClock {
  let elapsed = 0;
  let turning = false;
  const sleepers = new Set<{ at: number; wake(): void }>();

  const turn = () => {
    turning = false;
    if (sleepers.size === 0) return;
    const next = [...sleepers].reduce((first, one) => (one.at < first.at ? one : first));
    sleepers.delete(next);
    elapsed = Math.max(elapsed, next.at);
    next.wake();
    turnLater();
  };
  // After everything that can go on without time passing has gone on.
  const turnLater = () => {
    if (turning || sleepers.size === 0) return;
    turning = true;
    setImmediate(turn);
  };

  return {
    now: () => elapsed,
    wall: () => new Date(start.getTime() + elapsed),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        };
        const sleeper = { at: elapsed + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", stop, { once: true });
        turnLater();
      }),
    advance(seconds) {
      elapsed += seconds * 1000;
    },
  };
}
