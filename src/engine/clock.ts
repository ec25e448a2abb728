/**
 * Where time comes from. `now` is monotonic milliseconds since some unknown start; `wall` is the date, for records
 * that people read and for limits that outlive the process. `sleep` ends early, by throwing `signal.reason`, when the
 * signal fires.
 */
export interface Clock {
  now(): number;
  wall(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Sleeps `milliseconds` of the machine's own time. */
export function sleepReally(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const wake = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", wake);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", wake, { once: true });
  });
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => new Date(),
  sleep: sleepReally,
};

/** The same time, out of which pauses can be taken: nobody's deadline passes while a person signs in again. */
export function pausable(clock: Clock): { clock: Clock; leaveOut(milliseconds: number): void } {
  let leftOut = 0;
  return {
    clock: { ...clock, now: () => clock.now() - leftOut },
    leaveOut(milliseconds) {
      leftOut += milliseconds;
    },
  };
}
