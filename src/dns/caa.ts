import { certificateNames, parseDomain } from "../config/domain.ts";
import { say } from "../language/phrase.ts";
import type { ZoneSummary } from "../resources/zone-lookup.ts";
import { recordSetsOf } from "../resources/zone-records.ts";
import type { Dns } from "./dns.ts";
import type { Hazard, HazardTools } from "./hazards.ts";

/** One CAA record: `0 issue "amazon.com"`. */
interface CaaRecord {
  critical: boolean;
  tag: string;
  value: string;
}

/**
 * The names by which a CAA record lets a CA in.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
 * @see https://letsencrypt.org/docs/caa/
 */
const issuers = {
  alb: {
    code: "caa-excludes-amazon",
    names: ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"],
    who: "Amazon",
  },
  direct: { code: "caa-excludes-lets-encrypt", names: ["letsencrypt.org"], who: "Let's Encrypt" },
} as const;

/**
 * CAA records that keep the certificate from being issued: those of each name of the certificate, or of the nearest name
 * above it that has any; and those that the hosted zone itself has, because they count after the switch.
 * @see https://www.rfc-editor.org/rfc/rfc8659#section-3
 */
export async function caaHazards(
  { dns, aws }: HazardTools,
  domain: string,
  entry: "alb" | "direct",
  zones: readonly ZoneSummary[],
): Promise<Hazard[]> {
  const { code, names, who } = issuers[entry];
  const hint = say("dnsCaaHint", `0 issue "${names[0]}"`);
  const inDns = new Map<string, string[]>();
  for (const name of certificateNames(parseDomain(domain))) {
    const found = await nearestCaa(dns, name);
    if (found) inDns.set(found.name, found.values);
  }
  const shutOut = [...inDns].filter(([, values]) => !lets(values, names));
  if (shutOut.length > 0) {
    return shutOut.map(([name, values]) => ({
      code,
      message: say(name === domain ? "dnsCaaCarried" : "dnsCaa", name, who, values.join(", ")),
      hint,
    }));
  }
  for (const { zoneId } of zones) {
    const inZone = await recordSetsOf(aws, zoneId, domain);
    const caa = inZone?.find(({ Type }) => Type === "CAA");
    const values = caa?.ResourceRecords?.map(({ Value }) => Value!) ?? [];
    if (values.length === 0 || lets(values, names)) continue;
    return [{ code, message: say("dnsCaaInZone", zoneId, who, values.join(", ")), hint }];
  }
  return [];
}

/** The CAA records that count for `name`: its own, else those of the nearest name above, up to the registrable domain. */
async function nearestCaa(dns: Dns, name: string): Promise<{ name: string; values: string[] } | undefined> {
  const { registrableDomain } = parseDomain(name);
  for (let at = name; at.endsWith(registrableDomain); at = at.split(".").slice(1).join(".")) {
    const found = await dns.records(at, "CAA");
    if (found) return { name: at, values: found.values };
  }
  return undefined;
}

/** Whether a CAA record set lets one of `names` issue a certificate that is no wildcard. */
export function lets(values: readonly string[], names: readonly string[]): boolean {
  const records = values.map(parseCaa);
  if (records.some(({ critical, tag }) => critical && !["issue", "issuewild", "iodef"].includes(tag))) return false;
  const issue = records.filter(({ tag }) => tag === "issue");
  return issue.length === 0 || issue.some(({ value }) => names.includes(issuerOf(value)));
}

function parseCaa(text: string): CaaRecord {
  const [, flags = "0", tag = "", value = ""] = /^(\d+)\s+(\S+)\s+"?(.*?)"?$/.exec(text.trim()) ?? [];
  return { critical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value };
}

/** `letsencrypt.org; validationmethods=dns-01` is about letsencrypt.org; `;` is about nobody. */
const issuerOf = (value: string) => (value.split(";")[0] ?? "").trim().toLowerCase().replace(/\.$/, "");
