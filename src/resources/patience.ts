import { awsCode } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";
import type { Poll, Wait } from "../engine/poll.ts";

/** Which refusals pass by themselves: AWS's codes, or a judgement where the code alone says too little. */
export type Patience = readonly string[] | ((code: string, message: string) => boolean);

/** How long something that was just made may stay unknown to the rest of AWS, and how often to look. */
export const settling = { everySeconds: 2, timeoutSeconds: 60 } as const;

/** Patience with exactly these refusals. */
export const refusedWith = (...codes: string[]): Patience => codes;

/**
 * How long EC2 may not show what it has made, with room to spare: AWS says seconds. For so long a look after a crash goes
 * on; what is missed would be made twice, or left behind.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 */
export const freshSeconds = 30;

/**
 * The answer of `attempt`, which is made again while AWS refuses it only for now: something that it names is too fresh
 * to be known yet, or is still held by something that is going away. Any other refusal is thrown at once.
 */
export async function untilAccepted<T>(
  poll: Poll,
  wait: Wait,
  patience: Patience,
  attempt: () => Promise<T>,
): Promise<T> {
  const accepted = await poll(wait, async (note) => {
    try {
      return { answer: await attempt() };
    } catch (error) {
      if (!passes(error, patience)) throw error;
      note(awsMessage(error));
      return undefined;
    }
  });
  return accepted.answer;
}

function passes(error: unknown, patience: Patience): boolean {
  const code = awsCode(error);
  return typeof patience === "function" ? patience(code, awsMessage(error)) : patience.includes(code);
}

/** AWS's own words, without what was put around them. */
function awsMessage(error: unknown): string {
  let inner = error;
  while (inner instanceof WizardError && inner.cause !== undefined) inner = inner.cause;
  return inner instanceof Error ? inner.message : String(inner);
}
