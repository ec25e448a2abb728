import "./quiet-sdk.ts";
import { STSClient } from "@aws-sdk/client-sts";

/**
 * The region of the environment (`AWS_REGION`, `AWS_DEFAULT_REGION`) or of the profile; undefined when there is none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export async function regionFromProfile(profile: string | undefined): Promise<string | undefined> {
  const fromEnvironment = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  if (fromEnvironment) return fromEnvironment;
  // A variable that is set to nothing names no region; the SDK would take it for one and not look at the profile.
  delete process.env.AWS_REGION;
  try {
    return await new STSClient({ profile }).config.region();
  } catch (error) {
    // The SDK has no other way to say that neither environment nor profile name a region.
    if (error instanceof Error && /region is missing/i.test(error.message)) return undefined;
    throw error;
  }
}
