import { setMaxListeners } from "node:events";
import { WizardError } from "../engine/errors.ts";

const interrupted = 130;

/**
 * Ctrl-C, termination, a closed terminal, or a reader of our output that went away: no new calls, the one in flight is
 * finished and recorded. A second signal leaves at once; the intent is on disk.
 */
export function listenForInterrupts(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  // Many waits listen to it at the same time; that is no leak.
  setMaxListeners(0, controller.signal);
  const stop = () => {
    if (controller.signal.aborted) process.exit(interrupted);
    controller.abort(
      new WizardError("interrupted", "Interrupted: what was under way was finished and recorded.", {
        hint: "`deploy-wizard resume` goes on from here.",
      }),
    );
  };
  const onPipeError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (!controller.signal.aborted) stop();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, stop);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onPipeError);
  return {
    signal: controller.signal,
    stop() {
      for (const name of signals) process.off(name, stop);
    },
  };
}
