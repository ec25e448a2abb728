import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { openSandbox, type SandboxSettings } from "../../src/sandbox/sandbox.ts";
import { manualClock } from "../support/manual-clock.ts";

const settings = {
  region: "ap-northeast-2",
  credentials: { accessKeyId: "x", secretAccessKey: "x" },
  maxAttempts: 1,
};

/** A sandbox in memory whose time stands still, with the SDK's own clients on it. */
export function opened(options: Partial<SandboxSettings> = {}) {
  const clock = manualClock();
  const sandbox = openSandbox({ file: undefined, region: settings.region, clock, ...options });
  const ec2 = new EC2Client(settings);
  const iam = new IAMClient(settings);
  const ssm = new SSMClient(settings);
  const sts = new STSClient(settings);
  for (const client of [ec2, iam, ssm, sts]) client.middlewareStack.use(sandbox.middleware);
  return { sandbox, clock, ec2, iam, ssm, sts };
}

/** AWS's code for a refused call; a call that succeeds fails the test. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error.name;
    throw error;
  }
  throw new Error("the call succeeded");
}
