import { WizardError } from "../engine/errors.ts";
import { missingPermission } from "./permissions.ts";

/** What an SDK error means for the call: worth another try, or a final answer. */
export type Failure = "throttled" | "skewed" | "unanswered" | "expired" | "denied" | "no-credentials" | "refused";

const throttled = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
]);
const expired = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);
const denied = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedAccess"]);
const network = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Reads an error of the SDK. Throttled calls were turned away before AWS acted, and so were those whose signature this
 * machine's clock has spoilt (the SDK has noted by how much it is off); unanswered ones may have acted.
 */
export function readFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return "refused";
  const code = "code" in error ? String(error.code) : "";
  const status = statusOf(error);
  if (throttled.has(error.name) || status === 429) return "throttled";
  if (status !== undefined && status < 500 && hasCorrectedClock(error)) return "skewed";
  if (expired.has(error.name) || /session .*(expired|invalid)|token .*expired/i.test(error.message)) return "expired";
  if (error.name === "CredentialsProviderError") return "no-credentials";
  if (denied.has(error.name)) return "denied";
  // What is not implemented (501) will not be the next time either.
  const isServerFault = status !== undefined && status >= 500 && status !== 501;
  if (network.has(code) || error.name === "TimeoutError" || isServerFault) return "unanswered";
  return "refused";
}

interface Metadata {
  httpStatusCode?: number;
  clockSkewCorrected?: boolean;
}

const metadataOf = (error: Error) => ("$metadata" in error ? (error.$metadata as Metadata | undefined) : undefined);
const statusOf = (error: Error) => metadataOf(error)?.httpStatusCode;
const hasCorrectedClock = (error: Error) => metadataOf(error)?.clockSkewCorrected === true;

/** Calls that change nothing: after a refusal of one, an earlier call may have been carried out. */
const looks = /^(BatchGet|Describe|Get|Head|List)/;

/** The same error in words for a person; the SDK's own stays as the cause. */
export function explain(failure: Failure, service: string, operation: string, error: unknown): WizardError {
  const said = error instanceof Error ? error.message.replace(/\s+/g, " ").trim() : String(error);
  const code = error instanceof Error ? error.name : "Error";
  const call = `${service}:${operation}`;
  switch (failure) {
    case "no-credentials":
      return new WizardError("preflight", `No AWS credentials were found (${said}).`, {
        hint: "Run `aws configure` or `aws sso login`, or name a profile with --profile. Without an account: --sandbox.",
        cause: error,
      });
    case "expired":
      return new WizardError("session-expired", `The AWS session has expired (${call}: ${said}).`, {
        hint: "Sign in again (`aws sso login`), then `deploy-wizard resume`.",
        cause: error,
      });
    case "denied": {
      const permission = missingPermission(call, said);
      const named = permission === call ? call : `${call} (permission ${permission})`;
      return new WizardError("refused", `AWS denied ${named}: ${said} (${code})`, {
        hint: `Let this user or role do ${permission}, then \`deploy-wizard resume\`.`,
        cause: error,
        onlyLooked: looks.test(operation),
      });
    }
    case "skewed":
      return new WizardError("preflight", `This machine's clock is wrong, and AWS refuses ${call}: ${said} (${code})`, {
        hint: "Set the clock (on most machines `sudo timedatectl set-ntp true`), then `deploy-wizard resume`.",
        cause: error,
      });
    case "throttled":
    case "unanswered":
      return new WizardError("no-answer", `AWS gave no clear answer to ${call}: ${said} (${code})`, {
        hint: "Nothing is lost: `deploy-wizard resume` looks for what was made and goes on.",
        cause: error,
      });
    case "refused":
      return new WizardError("refused", `AWS refused ${call}: ${said} (${code})`, {
        hint: "Mend what it names, then `deploy-wizard resume`.",
        cause: error,
        onlyLooked: looks.test(operation),
      });
  }
}
