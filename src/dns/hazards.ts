import type { AwsTools } from "../aws/tools.ts";
import { parseDomain } from "../config/domain.ts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { publicZones, type ZoneSummary, zoneById } from "../resources/zone-lookup.ts";
import { caaHazards } from "./caa.ts";
import { isDelegated } from "./delegation-verdict.ts";
import type { Dns } from "./dns.ts";
import { leftoverDs } from "./leftover-ds.ts";

export type HazardCode =
  | "ds-left"
  | "caa-excludes-amazon"
  | "caa-excludes-lets-encrypt"
  | "duplicate-zones"
  | "unregistered"
  | "no-answer";

/** Something outside of the wizard's reach that would break the domain or its certificate. */
export interface Hazard {
  code: HazardCode;
  message: Saying;
  /** The one thing to do about it. */
  hint: Saying;
}

export type HazardTools = Pick<AwsTools, "dns" | "aws">;

/**
 * What stands in the way of `domain` (lower case, no trailing dot): DS records that would make every resolver refuse
 * the unsigned answers of a new hosted zone, CAA records that shut out the CA that is going to issue the certificate,
 * several hosted zones of the same name. Changes nothing. DNS that gives no answer is a hazard too; what AWS refuses is
 * thrown.
 */
export async function dnsHazards(
  { dns, aws }: HazardTools,
  domain: string,
  { entry }: { entry: "alb" | "direct" } = { entry: "alb" },
): Promise<Hazard[]> {
  const zones = await publicZones(aws, domain);
  const asked = await Promise.all([
    unlessSilent(leftoverDs({ dns, aws }, domain, zones)),
    unlessSilent(caaHazards({ dns, aws }, domain, entry, zones)),
    unlessSilent(unregistered(dns, domain)),
    unlessSilent(duplicateZones({ dns, aws }, domain, zones)),
  ]);
  const found = asked.flat();
  // One silence is enough to know of.
  return found.filter(
    ({ code }, index) => code !== "no-answer" || found.findIndex((one) => one.code === code) === index,
  );
}

/** A typing error in the domain costs a month of everything before anybody notices. */
async function unregistered(dns: Dns, domain: string): Promise<Hazard[]> {
  const { registrableDomain, display } = parseDomain(domain);
  const { exists, undecided } = await dns.referral(registrableDomain);
  if (exists || undecided) return [];
  return [{ code: "unregistered", message: say("nsUnregistered", display), hint: say("dnsUnregisteredHint") }];
}

/** Of several zones the one that the registry delegates to is alive, and must not be the one that is deleted. */
async function duplicateZones({ dns, aws }: HazardTools, domain: string, zones: readonly ZoneSummary[]) {
  if (zones.length < 2) return [];
  const answered = await dns.delegation(domain);
  const details = await Promise.all(zones.map(({ zoneId }) => zoneById(aws, zoneId)));
  const live = details.find((zone) => zone && isDelegated(answered, zone.nameServers))?.zoneId;
  const ids = zones.map(({ zoneId }) => zoneId).join(", ");
  const hazard: Hazard = {
    code: "duplicate-zones",
    message: live
      ? say("dnsDuplicateZonesLive", zones.length, domain, ids, live)
      : say("dnsDuplicateZones", zones.length, domain, ids),
    hint: live ? say("dnsDuplicateZonesLiveHint", live) : say("dnsDuplicateZonesHint"),
  };
  return [hazard];
}

async function unlessSilent(asked: Promise<Hazard[]>): Promise<Hazard[]> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
    const hint = error.said.hint ?? say("dnsNoAnswerHint");
    return [{ code: "no-answer", message: error.said.message, hint }];
  }
}
