import { atMostOne } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import type { AwsTools } from "../aws/tools.ts";
import { isDelegated } from "../dns/delegation-verdict.ts";
import { WizardError } from "../engine/errors.ts";
import { type Zone, zonesNamed } from "./zone-lookup.ts";

export interface ZoneChoice {
  zone: Zone;
  /** It was there before us. */
  foreign: boolean;
}

/** Whether records of `domain` belong into a zone of this name. */
export const serves = (zoneName: string, domain: string) => domain === zoneName || domain.endsWith(`.${zoneName}`);

/**
 * The zone that serves `domain`: the one we made (by token or tag); else one of that name that was there before, the
 * delegated one or the only one; else a zone above it that really serves the domain. Undefined when one has to be
 * made. Throws `not-ours` when there are several and the registry points at none of them: none is guessed.
 */
export async function chooseZone(tools: AwsTools, domain: string, token?: string): Promise<ZoneChoice | undefined> {
  const { aws, dns, owner } = tools;
  const zones = await zonesNamed(aws, domain);
  const made = zones.filter(({ callerReference, tags }) => callerReference === token || owner.owns(tags));
  const ours = atMostOne(`hosted zones of ${domain} made by this deployment`, made, ({ zoneId }) => zoneId);
  if (ours) return { zone: ours, foreign: false };
  const [only, ...others] = zones;
  if (!only) return zoneAbove(tools, domain);
  refuseNeighbours(tools, domain, zones);
  if (others.length === 0) return { zone: only, foreign: true };
  const answered = await dns.delegation(domain);
  const delegated = zones.find((zone) => isDelegated(answered, zone.nameServers));
  if (delegated) return { zone: delegated, foreign: true };
  const ids = zones.map(({ zoneId }) => zoneId).join(", ");
  throw new WizardError("not-ours", `There are ${zones.length} hosted zones of ${domain} (${ids}), none delegated.`, {
    hint: "Put the name servers of the right one at the registrar, or delete the others; then `deploy-wizard resume`.",
  });
}

/** Two deployments under one name would take its records from each other. */
function refuseNeighbours({ owner }: AwsTools, domain: string, zones: Zone[]): void {
  for (const { zoneId, tags } of zones) {
    const value = (key: string) => tags.find(({ Key }) => Key === key)?.Value;
    const [app, environment] = [value(tagKeys.app), value(tagKeys.environment)];
    // The same app and environment with another id: its state was lost, and its zone is what was there before.
    if (!app || (app === owner.app && environment === owner.environment)) continue;
    throw new WizardError("not-ours", `${domain} (hosted zone ${zoneId}) is served by ${app}/${environment}.`, {
      hint: `Give this one a domain of its own, for example --domain ${owner.environment}.${domain}.`,
    });
  }
}

/** The nearest zone above `domain` in this account, if the registry points at it and nothing below leads elsewhere. */
async function zoneAbove({ aws, dns }: AwsTools, domain: string): Promise<ZoneChoice | undefined> {
  const labels = domain.split(".");
  const names = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
  const above = new Map<string, Zone[]>();
  for (const name of names) {
    const zones = await zonesNamed(aws, name);
    if (zones.length > 0) above.set(name, zones);
  }
  if (above.size === 0) return undefined;
  for (const name of [domain, ...names]) {
    // The first name with a delegation is where the domain's DNS is kept.
    const answered = await dns.delegation(name);
    if (answered.length === 0) continue;
    const zone = above.get(name)?.find((each) => isDelegated(answered, each.nameServers));
    return zone && { zone, foreign: true };
  }
  return undefined;
}
