import { fault } from "./scene.ts";

/**
 * An error of IAM: `Code` is what AWS sends (`NoSuchEntity`), `name` what the SDK makes of it (`NoSuchEntityException`).
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function iamFault(code: keyof typeof statuses, message: string): Error {
  return Object.assign(fault(`${code}Exception`, message, statuses[code]), { Code: code });
}

const statuses = {
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  InvalidInput: 400,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  NoSuchEntity: 404,
} as const;

/** Refuses a policy that is no JSON or has no statements. */
export function checkPolicy(document: string | undefined): void {
  if (Array.isArray(statements(document))) return;
  throw iamFault("MalformedPolicyDocument", "Syntax errors in policy.");
}

function statements(document: string | undefined): unknown {
  try {
    const policy: { Statement?: unknown } | null = JSON.parse(document ?? "");
    return typeof policy?.Statement === "object" ? [policy.Statement].flat() : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
