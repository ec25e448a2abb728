import type { AwsCredentialIdentity } from "@smithy/types";
import type { Caller } from "./caller.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Finding } from "./finding.ts";

/** What a slow run takes: a database alone can take a quarter of an hour. */
const slowRunMinutes = 30;

/** Who calls, and does the session last as long as a run? */
export async function checkCredentials(
  { credentials, session }: Circumstances,
  { arn, account }: Caller,
): Promise<Finding[]> {
  const { status, lasting, hint } = howLong(await credentials(), session.clock.wall());
  return [{ check: "credentials", status, message: `${arn} in account ${account}; ${lasting}.`, hint }];
}

const signIn = "Sign in again (`aws sso login`); a run that outlives its session waits for `deploy-wizard resume`.";

function howLong(
  { expiration, sessionToken }: AwsCredentialIdentity,
  now: Date,
): { status: Finding["status"]; lasting: string; hint?: string } {
  if (!expiration && !sessionToken) return { status: "ok", lasting: "a long-lived key, without an end" };
  if (!expiration) return { status: "unknown", lasting: "a temporary session, and nobody says when it ends" };
  const minutes = Math.floor((expiration.getTime() - now.getTime()) / 60_000);
  if (minutes < 0)
    return { status: "problem", lasting: `the session ended at ${expiration.toISOString()}`, hint: signIn };
  const lasting = `the session ends in ${inHours(minutes)}`;
  return minutes < slowRunMinutes ? { status: "warning", lasting, hint: signIn } : { status: "ok", lasting };
}

const inHours = (minutes: number) =>
  minutes < 120 ? `${minutes} minute${minutes === 1 ? "" : "s"}` : `${Math.floor(minutes / 60)} hours`;
