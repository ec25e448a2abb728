import { setMaxListeners } from "node:events";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

const interrupted = 130;

export interface InterruptListener {
  /** What is under way is being finished. */
  onFirst(): void;
  /** The person does not want to wait for that; the process ends when this returns. */
  onSecond(): void;
}

export interface Interrupts {
  /** Fires at the first interruption. */
  signal: AbortSignal;
  /** Whoever read the output went away (`| head`), rather than anybody interrupting. */
  readonly readerLeft: boolean;
  stop(): void;
}

/**
 * Ctrl-C, termination, a closed terminal, or a reader of our output that went away: no new calls, the one in flight is
 * finished and recorded. A second Ctrl-C or termination leaves at once; the intent is on disk.
 */
export function listenForInterrupts({ onFirst, onSecond }: InterruptListener): Interrupts {
  const controller = new AbortController();
  let readerLeft = false;
  // Many waits listen to it at the same time; that is no leak.
  setMaxListeners(0, controller.signal);
  const stop = () => {
    if (controller.signal.aborted) return;
    controller.abort(new WizardError("interrupted", say("interrupted")));
    // Nobody pressed anything when a reader went away.
    if (!readerLeft) onFirst();
  };
  const stopOrLeave = () => {
    if (!controller.signal.aborted) return stop();
    onSecond();
    process.exit(interrupted);
  };
  const onStreamError = (error: NodeJS.ErrnoException) => {
    // A terminal that was closed answers EIO, a pipe EPIPE.
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    readerLeft ||= !controller.signal.aborted;
    stop();
  };
  // A closed window may send its signal twice, from the terminal and from the shell; nobody is impatient then.
  const signals = [
    ["SIGINT", stopOrLeave],
    ["SIGTERM", stopOrLeave],
    ["SIGHUP", stop],
  ] as const;
  for (const [name, listener] of signals) process.on(name, listener);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onStreamError);
  return {
    signal: controller.signal,
    get readerLeft() {
      return readerLeft;
    },
    stop() {
      for (const [name, listener] of signals) process.off(name, listener);
    },
  };
}
