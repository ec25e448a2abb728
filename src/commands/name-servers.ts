import { parseDomain } from "../config/domain.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import type { Io } from "./io.ts";

/** Shows the four name servers and where they go; in a zone that the account already serves nothing has to be done. */
export function tellNameServers(io: Io, domain: string | null, zone: HostedZoneOutput | undefined): void {
  if (!domain || !zone) return;
  if (zone.parent) {
    io.say(`${domain} gets its records in the zone ${zone.zoneName}, which this account serves already.`);
    return;
  }
  io.nameServers(domain, zone.nameServers, whereTheyGo(domain));
}

/** A registrable domain's name servers go to its registrar; those of a name below go into the parent's own DNS. */
export function whereTheyGo(domain: string): string {
  const { display, registrable, registrableDomain } = parseDomain(domain);
  return registrable
    ? `Copy these four name servers to the registrar where you bought ${display}, in place of the ones there.`
    : `Add these four as NS records for ${display} in the DNS of ${registrableDomain}, wherever that is kept.`;
}
