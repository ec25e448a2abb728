import { registrars } from "./registrars.ts";

/** The four name servers, where they go, and what stands in the way. */
export const nameServers = {
  ...registrars,

  nsTitleZone: (domain: string) => `hosted zone ${domain}`,
  nsTitleCarried: (domain: string) => `records carried over for ${domain}`,
  nsTitleDelegation: (domain: string) => `delegation of ${domain}`,
  nsTitleIssuance: (domain: string) => `issuance of the certificate for ${domain}`,

  nsWaitDelegation: (domain: string) => `${domain} to be delegated to Route 53`,
  nsWaitIssuance: (domain: string) => `ACM to issue the certificate for ${domain}`,
  nsWaitZoneShows: (domain: string) => `hosted zone ${domain} to show`,
  nsWaitZoneTags: (domain: string) => `hosted zone ${domain} to take its tags`,
  nsWaitZoneGone: (domain: string) => `hosted zone ${domain} to disappear`,
  nsRoute53Says: (code: string) => `Route 53 says ${code}`,
  nsTheCarried: (domain: string) => `the records carried over for ${domain}`,
  nsTheCarriedRemoval: (domain: string) => `the removal of the records carried over for ${domain}`,

  nsGoToRegistrar: (domain: string) =>
    `Copy these four name servers to the registrar where you bought ${domain}, in place of the ones there.`,
  nsGoToParent: (domain: string, parent: string) =>
    `Add these four as NS records for ${domain} in the DNS of ${parent}, wherever that is kept.`,
  nsParentServes: (domain: string, zone: string) =>
    `${domain} gets its records in the zone ${zone}, which this account serves already: no name servers to change.`,

  nsDelegated: (domain: string) => `${domain} is delegated: the zone above hands out the four name servers.`,
  nsFewer: (domain: string, missing: string) => `${domain} is delegated, though without ${missing}.`,
  nsCached: (domain: string, remembered: string, time: string) =>
    `${domain} is delegated; the DNS servers here still remember ${remembered}, for ${time} at most.`,
  nsNone: (domain: string) => `${domain} has no name servers yet.`,
  nsUnregistered: (domain: string) => `${domain} is not registered: the registry does not know it.`,
  nsUnchanged: (domain: string, servers: string) => `${domain} points at ${servers} now.`,
  nsUnchangedAt: (domain: string, provider: string, servers: string) =>
    `${domain} points at ${provider} now (${servers}).`,
  nsPartly: (domain: string, missing: string, foreign: string) =>
    `${domain} is changed in part: ${missing} missing; ${foreign} still there.`,
  nsTooMany: (domain: string, foreign: string) => `${domain} has all four, and besides them still ${foreign}.`,
  nsTypo: (domain: string, typos: string) => `${domain} has a typing error in its name servers: ${typos}.`,
  nsTypoOf: (answered: string, meant: string) => `${answered} should be ${meant}`,
  nsAlsoMissing: (servers: string) => `Missing besides: ${servers}.`,
  nsAlsoForeign: (servers: string) => `To be removed: ${servers}.`,
  nsOtherZone: (domain: string, zoneId: string) =>
    `${domain} points at another hosted zone of this account, ${zoneId}.`,
  nsNotAsked: "DNS could not be asked for the name servers.",
  nsSecondHand: (verdict: string) =>
    `${verdict} (A resolver says so and may be behind: the registry's own servers were out of reach.)`,
  nsFirstUnsign: (domain: string) =>
    `First turn DNSSEC off at the registrar of ${domain} and wait until its DS record is gone. Then:`,
  nsHintSigned: (domain: string, todo: string) =>
    `First turn DNSSEC off at the registrar: ${domain} still has DS records there. Only then: ${todo}`,
  nsWaiting: (verdict: string) => `Waiting: ${verdict}`,

  nsAtRegistrar: (domain: string) => `At the registrar of ${domain}`,
  nsInParent: (parent: string) => `In the DNS of ${parent}`,
  nsHintRegistrar: (domain: string, servers: string) =>
    `At the registrar of ${domain}, enter ${servers}; then \`deploy-wizard resume\`.`,
  nsHintParent: (parent: string, domain: string, servers: string) =>
    `In the DNS of ${parent}, add NS records for ${domain} with ${servers}; then \`deploy-wizard resume\`.`,
  nsHintTooMany: (where: string, foreign: string) => `${where}, remove ${foreign}; then \`deploy-wizard resume\`.`,
  nsHintPartly: (where: string) =>
    `${where}, add the missing ones and remove the others; then \`deploy-wizard resume\`.`,
  nsHintTypo: (where: string) => `${where}, correct it; then \`deploy-wizard resume\`.`,
  nsHintOtherZone: (where: string, servers: string) =>
    `${where}, enter ${servers}; then \`deploy-wizard resume\`, and the other zone can go.`,
  nsHintUnregistered: (all: string) => `Check the spelling, or register it. ${all}`,

  registrarKnown: (name: string, menu: string) => `It is registered at ${name}: ${menu}.`,
  registrarUnknown: (name: string) => `It is registered at ${name}: look there for "name servers" or "custom DNS".`,
  registrarMaybe: (name: string, menu: string) => `Its DNS is at ${name} now. If it was bought there too: ${menu}.`,
  registrarOnlyKeeps: (name: string) => `Its DNS is at ${name} now; the change is made where it was bought.`,
  registrarKeepsParent: (parent: string, name: string) => `The DNS of ${parent} is at ${name}.`,

  dnsHazard: (message: string, hint: string) => `${message} ${hint}`,
  dnsHazardsNotAsked: (reason: string) => `what could stand in the domain's way was not looked at: ${reason}`,
  dnsNoAnswerHint: "Check the network, or name another DNS server with --resolver host:port.",
  dnsDsLeft: (domain: string, keyTags: string) =>
    `${domain} has DS records (DNSSEC) at its registrar, key ${keyTags}: with other name servers it would stop working.`,
  dnsDsLeftHint: (time: string) =>
    `Turn DNSSEC off at the registrar, wait ${time}, and only then change the name servers.`,
  dnsDsBreaks: (domain: string, keyTags: string) =>
    `${domain} has DS records (DNSSEC) of its former DNS at the registrar, key ${keyTags}: many cannot see it.`,
  dnsDsBreaksHint: (time: string) => `Turn DNSSEC off at the registrar; it takes effect within ${time}.`,
  dnsCaa: (name: string, who: string, values: string) =>
    `The CAA record of ${name} does not let ${who} issue the certificate (${values}).`,
  dnsCaaCarried: (name: string, who: string, values: string) =>
    `The CAA record of ${name} does not let ${who} issue the certificate (${values}), now or when it is carried over.`,
  dnsCaaInZone: (zoneId: string, who: string, values: string) =>
    `The CAA record in the hosted zone ${zoneId} does not let ${who} issue the certificate (${values}).`,
  dnsCaaHint: (record: string) => `Add the CAA record ${record} beside it.`,
  dnsDuplicateZones: (count: number, domain: string, ids: string) =>
    `This account has ${count} hosted zones of ${domain} (${ids}): only one of them is asked.`,
  dnsUnregisteredHint: "Check the spelling, or register it before anything is made for it.",
  dnsDuplicateZonesLive: (count: number, domain: string, ids: string, live: string) =>
    `This account has ${count} hosted zones of ${domain} (${ids}); the registry delegates to ${live}, which is used.`,
  dnsDuplicateZonesLiveHint: (live: string) =>
    `Keep ${live}. Look into the others for records that are needed before you delete them; each costs $0.50 a month.`,
  dnsDuplicateZonesHint: "Delete the ones that nobody needs; each costs $0.50 a month.",

  dnsNotCarried: (name: string, reason: string) =>
    `${name} could not be read from DNS and is not carried over: ${reason}`,
  dnsCarriedMail: (servers: string) => `mail (MX) to ${servers}`,
  dnsCarriedHosts: (count: number, names: string) => (count === 1 ? `1 host: ${names}` : `${count} hosts: ${names}`),
  dnsCarriedTexts: (count: number) => (count === 1 ? "1 text record (TXT)" : `${count} text records (TXT)`),
  dnsCarriedServices: (names: string) => `services (SRV): ${names}`,
  dnsCarriedNothing: "no records",
};
