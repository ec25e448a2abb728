import { type Clock, sleepReally } from "../engine/clock.ts";

/** Time that starts at `wall` (milliseconds since 1970) and runs `speed` times faster than the machine's. */
export function sandboxClock(wall: number, speed: number): Clock {
  const opened = performance.now();
  const elapsed = () => (performance.now() - opened) * speed;
  return {
    now: elapsed,
    wall: () => new Date(wall + elapsed()),
    sleep: (milliseconds, signal) => sleepReally(milliseconds / speed, signal),
  };
}
