import { WizardError } from "../engine/errors.ts";

/** What somebody answered, or in one line why nobody did. */
export type Asked<T> = { known: T } | { unknown: string };

/**
 * A question whose answer the rest can do without: a refusal of AWS (denied, not implemented), an answer that cannot be
 * read, or none at all become the reason. Anything else is thrown on.
 */
export async function asked<T>(question: Promise<T>): Promise<Asked<T>> {
  try {
    return { known: await question };
  } catch (error) {
    if (error instanceof WizardError && (error.code === "refused" || error.code === "no-answer")) {
      return { unknown: error.message };
    }
    throw error;
  }
}

/** The answer, or `otherwise`. */
export const knownOr = <T, Else>(answer: Asked<T>, otherwise: Else): T | Else =>
  "known" in answer ? answer.known : otherwise;
