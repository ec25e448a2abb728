import { sleepReally } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import type { Check, Finding } from "./finding.ts";

/** A check that AWS does not answer in this time is `unknown`: nobody should wait for advice. */
const patienceSeconds = 30;

export interface Question {
  check: Check;
  /** What is asked about, for the message when it cannot be: `the quota of Elastic IPs`. */
  about: string;
  /** Fires on Ctrl-C, which is passed on. */
  signal: AbortSignal;
  seconds?: number;
}

/**
 * What `look` finds out. A refusal of AWS (denied, not implemented, no answer) and a look that takes too long become one
 * finding `unknown` with the reason; any other error is a mistake of ours and is thrown on.
 */
export async function asked(question: Question, look: () => Promise<Finding[]>): Promise<Finding[]> {
  const { check, about, signal, seconds = patienceSeconds } = question;
  try {
    return await within(seconds, signal, look);
  } catch (error) {
    // Without a session nobody can be asked anything any more.
    if (signal.aborted || !(error instanceof WizardError) || error.code === "session-expired") throw error;
    return [{ check, status: "unknown", message: `${about} could not be asked: ${oneLine(error.message)}` }];
  }
}

/** What `look` comes to; throws `no-answer` when it takes longer than that. */
export async function within<T>(seconds: number, signal: AbortSignal, look: () => Promise<T>): Promise<T> {
  const answered = new AbortController();
  const tooLong = async () => {
    // The machine's own time, also in the sandbox: this is about the person who waits.
    await sleepReally(seconds * 1000, AbortSignal.any([signal, answered.signal]));
    throw new WizardError("no-answer", `no answer within ${seconds} seconds`);
  };
  try {
    return await Promise.race([look(), tooLong()]);
  } finally {
    answered.abort();
  }
}

/** Without the SDK's advice to programmers, which follows an answer that it cannot read. */
export const oneLine = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .replace(/ Deserialization error: to see .*? on this object\./, "")
    .trim();
