import { WizardError } from "../engine/errors.ts";

/** AWS's own code for an error (`InvalidGroup.NotFound`), or an empty string when it is none of AWS's. */
export function awsCode(error: unknown): string {
  let current = error;
  while (current instanceof WizardError) current = current.cause;
  return current instanceof Error && "$metadata" in current ? current.name : "";
}

/**
 * The answer, or undefined when AWS says with one of `codes` that the thing does not exist. Everything else (denied,
 * throttled, expired) is thrown on: only "does not exist" means absent.
 */
export async function orAbsent<T>(answer: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (codes.includes(awsCode(error))) return undefined;
    throw error;
  }
}

/** The one element, or undefined for none. More than one is an error that names them: nobody guesses which is meant. */
export function atMostOne<T>(what: string, items: readonly T[], name: (item: T) => string): T | undefined {
  if (items.length > 1) {
    throw new WizardError("not-ours", `Found ${items.length} of ${what}: ${items.map(name).join(", ")}.`, {
      hint: "Remove the one that is not wanted, then run `deploy-wizard resume`.",
    });
  }
  return items[0];
}
