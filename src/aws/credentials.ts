import "./quiet-sdk.ts";
import { STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
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

/** The same after a new sign-in: the SDK reads each file once a process, and would use the old session again. */
export const credentialsReadAnew = (settings: { region: string; profile: string | undefined }) =>
  fromNodeProviderChain({
    profile: settings.profile,
    ignoreCache: true,
    clientConfig: { region: settings.region },
  }) satisfies AwsCredentialIdentityProvider;
