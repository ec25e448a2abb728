import { parseDomain } from "../config/domain.ts";
import { editDistance } from "../config/nearest.ts";
import type { CachedNameServers } from "./dns.ts";
import { providerOf } from "./providers.ts";

/** A name that was typed, and the one of our four that it was meant to be. */
export interface Typo {
  answered: string;
  meant: string;
}

/** How far the name servers of a domain have got on their way to the hosted zone. */
export type DelegationVerdict =
  | { verdict: "delegated" }
  /** Works, but the registry hands out only some of the four. */
  | { verdict: "fewer"; missing: string[] }
  /** Works for who asks anew, ACM included; the resolvers here remember others for so many seconds at most. */
  | { verdict: "cached"; remembered: string[]; seconds: number }
  /** The zone above says that there is no such domain. */
  | { verdict: "unregistered" }
  /** The zone above hands out no name servers. */
  | { verdict: "none" }
  /** None of the name servers is ours; `provider` is whose they are, as far as their names tell. */
  | { verdict: "unchanged"; provider: string | null }
  | { verdict: "partly"; missing: string[]; foreign: string[] }
  /** Besides the typing errors some may be missing, and some there that do not belong. */
  | { verdict: "typo"; typos: Typo[]; missing: string[]; foreign: string[] }
  /** They belong to another hosted zone of this account that has the same name. */
  | { verdict: "other-zone"; zoneId: string };

export type DelegationState = {
  /** Every name server that the zone above hands out is ours: with a mixture, half of the visitors go elsewhere. */
  delegated: boolean;
  /** The name servers that the zone above hands out now. */
  answered: string[];
  /** A resolver said so, because the registry's own servers were out of reach. */
  secondHand?: true;
} & DelegationVerdict;

/** A hosted zone of this account that might have been meant. */
export interface OtherZone {
  zoneId: string;
  nameServers: string[];
}

export interface DelegationFacts {
  domain: string;
  /** The four of the hosted zone. */
  nameServers: readonly string[];
  /** What the zone above hands out, and whether it knows the name. */
  answered: string[];
  exists: boolean;
  otherZones: readonly OtherZone[];
  /** What resolvers remember. */
  cached: readonly CachedNameServers[];
}

/** Whether all that is handed out is ours. */
export function isDelegated(answered: readonly string[], nameServers: readonly string[]): boolean {
  return answered.length > 0 && foreignAmong(answered, nameServers).length === 0;
}

/** What is handed out and not ours. */
export function foreignAmong(answered: readonly string[], nameServers: readonly string[]): string[] {
  const ours = new Set(nameServers.map(plain));
  return answered.filter((server) => !ours.has(plain(server)));
}

/** The verdict on what DNS answered. */
export function judgeDelegation(facts: DelegationFacts): DelegationState {
  const { answered, nameServers } = facts;
  return { delegated: isDelegated(answered, nameServers), answered, ...verdictOf(facts) };
}

function verdictOf({ domain, nameServers, answered, exists, otherZones, cached }: DelegationFacts): DelegationVerdict {
  if (answered.length === 0) {
    return { verdict: !exists && parseDomain(domain).registrable ? "unregistered" : "none" };
  }
  const foreign = foreignAmong(answered, nameServers);
  const missing = foreignAmong(nameServers, answered);
  if (foreign.length === 0) {
    const stale = cached.filter((each) => foreignAmong(each.nameServers, nameServers).length > 0);
    if (stale.length > 0) {
      const remembered = [...new Set(stale.flatMap((each) => foreignAmong(each.nameServers, nameServers)))];
      return { verdict: "cached", remembered, seconds: Math.max(...stale.map(({ seconds }) => seconds)) };
    }
    return missing.length > 0 ? { verdict: "fewer", missing } : { verdict: "delegated" };
  }
  const other = otherZones.find((zone) => foreignAmong(foreign, zone.nameServers).length === 0);
  if (other) return { verdict: "other-zone", zoneId: other.zoneId };
  const typos = typosAmong(foreign, missing, domain);
  // Among all the name servers of Route 53 one is nearly like ours now and then: four others are no typing errors.
  const ofRoute53 = foreign.length === answered.length && foreign.every(isOfRoute53);
  if (typos.length > 0 && !(ofRoute53 && typos.length < foreign.length)) {
    const meant = typos.map((typo) => typo.meant);
    const typed = typos.map((typo) => typo.answered);
    return {
      verdict: "typo",
      typos,
      missing: missing.filter((server) => !meant.includes(server)),
      foreign: foreign.filter((server) => !typed.includes(server)),
    };
  }
  if (foreign.length < answered.length) return { verdict: "partly", missing, foreign };
  return { verdict: "unchanged", provider: providerOf(answered)?.name ?? null };
}

/** `ns-1536.awsdns-00.co.uk`. */
export const isOfRoute53 = (server: string) => /^ns-\d+\.awsdns-\d+\.(com|net|org|co\.uk)$/.test(plain(server));

/** So many letters may be wrong, missing or too many. */
const typingErrors = 2;

function typosAmong(foreign: readonly string[], missing: readonly string[], domain: string): Typo[] {
  return foreign.flatMap((answered) => {
    const typed = withoutGlitches(answered, domain);
    const [nearest] = missing
      .map((meant) => ({ meant, distance: distanceTo(plain(meant), typed) }))
      .filter(({ distance }) => distance <= typingErrors)
      .sort((one, other) => one.distance - other.distance);
    return nearest ? [{ answered, meant: nearest.meant }] : [];
  });
}

/** Without blanks, doubled dots, and the domain that some registrars' forms put behind what is typed. */
function withoutGlitches(answered: string, domain: string): string {
  let name = answered
    .toLowerCase()
    .replace(/\\032|\s/g, "")
    .replace(/\.{2,}/g, ".")
    .replace(/^\.|\.$/g, "");
  for (const appended of [domain, parseDomain(domain).registrableDomain]) {
    while (name.endsWith(`.${appended}`)) name = name.slice(0, -appended.length - 1);
  }
  return name;
}

/** Typing errors between what was meant and what was typed; a whole part that is missing or wrong counts as one. */
function distanceTo(meant: string, typed: string): number {
  const [host = "", zone = "", ...ending] = meant.split(".");
  const partial = [`${host}.${zone}`, `${zone}.${ending.join(".")}`, `${host}.${ending.join(".")}`];
  if (partial.includes(typed) || typed.startsWith(`${host}.${zone}.`)) return 1;
  return editDistance(meant, typed);
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
