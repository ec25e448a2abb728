import type { Config } from "../config/schema.ts";
import { say } from "../language/phrase.ts";
import { previewCarriedRecords } from "../resources/carried-records.ts";
import { carriedSummary } from "../resources/carried-summary.ts";
import type { Back } from "./asks.ts";
import type { Command, Deployment } from "./deployment.ts";

/**
 * Shows the records that the domain has elsewhere and asks whether they are copied into the new hosted zone. Undefined
 * when there is nothing to ask: no such records, no domain, or they were looked after in an earlier run.
 */
export async function askToCarry(
  { io }: Command,
  { session, state }: Deployment,
  { domain }: Config,
): Promise<boolean | Back | undefined> {
  if (!domain || state?.get("route53.carried-records")) return undefined;
  const warn = (message: Parameters<typeof io.say>[0]) => io.emit({ type: "warning", step: "route53", message });
  const records = await previewCarriedRecords({ ...session, warn }, domain);
  if (!records || records.length === 0) return undefined;
  io.say(say("carryFound", domain, carriedSummary(domain, records)));
  return io.ask.choose<boolean>({
    message: say("askCarry"),
    why: say("whyCarry"),
    choices: [
      { value: true, name: say("carryYes") },
      { value: false, name: say("carryNo") },
    ],
    default: true,
  });
}
