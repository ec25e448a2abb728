import { WizardError } from "../engine/errors.ts";

/**
 * Another AWS endpoint, as the option or variable `from` gives it. The SDK would send what stands before an @ with every
 * call, and may be shown it by whoever answers; it may be a password, so of such a URL nothing is repeated.
 */
export function checkedEndpoint(from: string, given: string): string {
  const expected = "expected a URL such as http://127.0.0.1:5000";
  if (given.includes("@")) {
    throw new WizardError("usage", `${from}: a user or password is given before an @; ${expected}, without them.`);
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return given;
  throw new WizardError("usage", `${from}: ${given} given; ${expected}.`);
}

/** What the SDK reads by itself: one variable for all services, and one for each. */
export function checkEndpointVariables(environment: NodeJS.ProcessEnv): void {
  for (const [name, given] of Object.entries(environment)) {
    if (/^AWS_ENDPOINT_URL(_|$)/.test(name) && given) checkedEndpoint(name, given);
  }
}
