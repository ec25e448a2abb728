import type { Clock } from "./clock.ts";
import { WizardError } from "./errors.ts";
import type { Saying } from "./saying.ts";

export interface Wait {
  /** Completes the sentence "waiting for ...": `load balancer shop-prod-alb to become active`. */
  what: Saying;
  /** How long this usually takes, for the person who watches. */
  usualSeconds?: number;
  /** Pause between two looks; `--poll-interval` may shorten it. */
  everySeconds?: number;
  /** Gives up after this long; `--timeout` decides when it is left out. */
  timeoutSeconds?: number;
  /** What to do when it takes longer than that; the default is to resume. */
  hint?: Saying;
}

/**
 * One look at what is waited for. Anything but `undefined` and `false` ends the wait and is its answer; `note` passes
 * on the reason AWS gives for still waiting. An error ends the wait at once.
 */
export type Look<T> = (note: (reason: Saying) => void) => Promise<T | undefined | false>;

export type Poll = <T>(wait: Wait, look: Look<T>) => Promise<T>;

export interface Progress extends Wait {
  elapsedSeconds: number;
  reason: Saying | undefined;
}

export interface PollSettings {
  clock: Clock;
  signal: AbortSignal;
  /** Upper bound between two looks. */
  intervalSeconds: number | undefined;
  timeoutSeconds: number;
  onWait(progress: Progress): void;
  random?: () => number;
}

const defaultEverySeconds = 5;

/** Looks at once, then again after `every` (with up to a fifth of jitter, so that many waits do not look in step). */
export function createPoll(settings: PollSettings): Poll {
  const { clock, signal, random = Math.random } = settings;
  return async function poll<T>(wait: Wait, look: Look<T>): Promise<T> {
    const started = clock.now();
    const timeout = wait.timeoutSeconds ?? settings.timeoutSeconds;
    const every = Math.min(
      wait.everySeconds ?? defaultEverySeconds,
      settings.intervalSeconds ?? Number.POSITIVE_INFINITY,
    );
    let reason: Saying | undefined;
    for (;;) {
      signal.throwIfAborted();
      const answer = await look((text) => {
        reason = text;
      });
      if (answer !== undefined && answer !== false) return answer;
      const elapsedSeconds = (clock.now() - started) / 1000;
      settings.onWait({ ...wait, elapsedSeconds, reason });
      const left = timeout * 1000 - (clock.now() - started);
      // Less than that is what rounding leaves, and such a sleep would never end it.
      if (left < 1) {
        throw new WizardError(
          "timeout",
          `Gave up waiting for ${wait.what} after ${Math.round(elapsedSeconds)} s${reason ? `: ${reason}` : ""}`,
          {
            hint: wait.hint ?? "It may still finish: `deploy-wizard resume` goes on from here; --timeout waits longer.",
          },
        );
      }
      const pause = every * 1000 * (1 - 0.2 * random());
      await clock.sleep(Math.min(pause, left), signal);
    }
  };
}
