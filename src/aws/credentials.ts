import "./quiet-sdk.ts";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentity } from "@smithy/types";
import { explain } from "./failure.ts";

/**
 * The credentials that the SDK finds (environment, profile, IAM Identity Center, instance role), with their expiration
 * when they have one. Throws `preflight` when there are none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function credentialsOf(settings: {
  region: string;
  profile: string | undefined;
}): Promise<AwsCredentialIdentity> {
  try {
    return await new STSClient(settings).config.credentials();
  } catch (error) {
    throw explain("no-credentials", "sts", "credentials", error);
  }
}
