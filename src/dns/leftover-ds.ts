import { GetDNSSECCommand } from "@aws-sdk/client-route-53";
import type { Aws } from "../aws/clients.ts";
import { WizardError } from "../engine/errors.ts";
import { inWords } from "../language/duration.ts";
import { say } from "../language/phrase.ts";
import { type ZoneSummary, zoneById } from "../resources/zone-lookup.ts";
import { isDelegated } from "./delegation-verdict.ts";
import type { Hazard, HazardTools } from "./hazards.ts";

/**
 * DS records at the parent vouch for the keys of the domain's former DNS. A hosted zone is unsigned, so resolvers that
 * check signatures would take its answers for forged. Right are they only when the domain is delegated already to a zone
 * of this account that signs.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html
 */
export async function leftoverDs(
  { dns, aws }: HazardTools,
  domain: string,
  zones: readonly ZoneSummary[],
): Promise<Hazard[]> {
  const signers = await dns.ds(domain);
  if (!signers) return [];
  const answered = await dns.delegation(domain);
  for (const { zoneId } of zones) {
    const zone = await zoneById(aws, zoneId);
    if (!zone || !isDelegated(answered, zone.nameServers)) continue;
    if (await signs(aws, zoneId)) return [];
    return [hazard(domain, signers, true)];
  }
  return [hazard(domain, signers, false)];
}

/** Who may not look at that is warned: a zone signs only where somebody has set it up. */
async function signs(aws: Aws, zoneId: string): Promise<boolean> {
  try {
    const { Status } = await aws.route53(new GetDNSSECCommand({ HostedZoneId: zoneId }));
    return Status?.ServeSignature === "SIGNING";
  } catch (error) {
    if (error instanceof WizardError && error.code === "refused") return false;
    throw error;
  }
}

const hazard = (domain: string, { keyTags, ttl }: { keyTags: number[]; ttl: number }, switched: boolean): Hazard => ({
  code: "ds-left",
  message: say(switched ? "dnsDsBreaks" : "dnsDsLeft", domain, keyTags.join(", ")),
  hint: say(switched ? "dnsDsBreaksHint" : "dnsDsLeftHint", inWords(ttl)),
});
