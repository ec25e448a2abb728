import type { Clock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import type { StatusReport } from "../status/report.ts";
import { statusLines } from "../status/screen.ts";
import type { Io } from "./io.ts";

export interface Watching {
  io: Io;
  clock: Clock;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
  /** Between two looks. */
  seconds: number;
  /** Undefined when the state has gone with the last of the deployment. */
  lookAgain(): Promise<StatusReport | undefined>;
}

/**
 * Shows look after look until Ctrl-C. That is how a watch is meant to end, and it cuts nothing short: so it returns,
 * with the last look (exit 0), where other commands end as interrupted (130).
 */
export async function watch(first: StatusReport, watching: Watching): Promise<StatusReport> {
  const { io, clock, signal, seconds } = watching;
  let shown = "";
  let seen = first;
  try {
    for (;;) {
      const now = essence(seen);
      const lines = statusLines(seen, { columns: io.columns, text: io.text, now: clock.wall(), short: true });
      io.redraw(lines, now !== shown);
      shown = now;
      await clock.sleep(seconds * 1000, signal);
      const next = await lookOrWarn(watching);
      if (!next) {
        io.say(say("statusGoneAll"));
        return seen;
      }
      seen = next === "no answer" ? seen : next;
    }
  } catch (error) {
    if (signal.aborted) return seen;
    throw error;
  }
}

/** A network that is away for a moment does not end an hour's watch. */
async function lookOrWarn({ io, lookAgain }: Watching): Promise<StatusReport | "no answer" | undefined> {
  try {
    return await lookAgain();
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
    io.emit({ type: "warning", message: error.said.message });
    return "no answer";
  }
}

/** What makes one look another than the last: no ages, no times that run down. */
function essence({ headline, warnings, resources, targets, delegation, deployment }: StatusReport): string {
  const { delegated, answered } = delegation?.state ?? {};
  return JSON.stringify([headline, warnings, resources, targets, delegated, answered, deployment]);
}
