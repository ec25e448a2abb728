import { WizardError } from "./errors.ts";

/** Something was made, and the state could not be written: for a while nothing but this error knows its id. */
export class Unrecorded extends WizardError {
  constructor(
    readonly what: string,
    readonly failure: WizardError,
  ) {
    const { code, message, hint, cause } = failure;
    super(code, `${message} ${toldOf(what)}`, { hint, cause });
  }
}

/**
 * The failure that a run ends with: the first, and with it all that was made side by side and could not be recorded
 * either.
 */
export function firstOf(failures: readonly unknown[]): unknown {
  const first = failures[0];
  const made = failures.flatMap((failure) => (failure instanceof Unrecorded ? [failure.what] : []));
  if (made.length === 0 || !(first instanceof WizardError)) return first;
  const { code, message, hint, cause } = first instanceof Unrecorded ? first.failure : first;
  return new WizardError(code, [message, ...made.map(toldOf)].join(" "), { hint, cause });
}

const toldOf = (what: string) => `The ${what} was made and is not recorded yet.`;
