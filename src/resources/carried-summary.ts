import type { RecordSet } from "../dns/dns.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** What a list of records is, in one line: `mail (MX) to mx.mail.test; SPF, DKIM, DMARC; 2 hosts: www, blog`. */
export function carriedSummary(domain: string, records: readonly RecordSet[]): Saying {
  const below = ({ name }: RecordSet) => name.replace(new RegExp(`\\.?${domain.replaceAll(".", "\\.")}$`), "");
  const mail = records.filter((record) => record.type === "MX" && record.name === domain);
  const policies = records.flatMap((record) => policyIn(record, below(record)) ?? []);
  const services = records.filter(({ type }) => type === "SRV");
  const others = records.filter(({ type, name }) => type === "CAA" && name === domain);
  const texts = records.flatMap((record) => (record.type === "TXT" ? otherTexts(record, below(record)) : []));
  const hosts = records.filter(
    (record) => !["TXT", "SRV"].includes(record.type) && below(record) !== "" && !below(record).includes("_"),
  );
  const parts = [
    mail.length > 0 && say("dnsCarriedMail", listed(mail.flatMap(({ values }) => values.map(mailServer)))),
    policies.length > 0 && listed(policies),
    others.length > 0 && "CAA",
    hosts.length > 0 && say("dnsCarriedHosts", new Set(hosts.map(below)).size, listed(hosts.map(below))),
    services.length > 0 && say("dnsCarriedServices", listed(services.map(below))),
    texts.length > 0 && say("dnsCarriedTexts", texts.length),
  ].filter((part) => part !== false);
  return parts.length === 0 ? say("dnsCarriedNothing") : say("several", ...parts);
}

/** The mail policy that a record is about, if it is one. */
function policyIn({ type, values }: RecordSet, below: string): string | undefined {
  if (type !== "TXT" && type !== "CNAME") return undefined;
  if (/^[^.]+\._domainkey$/.test(below)) return "DKIM";
  if (below === "_dmarc") return "DMARC";
  if (below === "_mta-sts") return "MTA-STS";
  return below === "" && values.some(isSpf) ? "SPF" : undefined;
}

const isSpf = (value: string) => value.startsWith('"v=spf1');

/** Text that is no policy: beside SPF a domain has the proofs of other services. */
const otherTexts = (record: RecordSet, below: string) => {
  const policy = policyIn(record, below);
  if (policy === undefined) return record.values;
  return policy === "SPF" ? record.values.filter((value) => !isSpf(value)) : [];
};

/** `10 mx.mail.test.` without its preference. */
const mailServer = (value: string) => value.replace(/^\d+\s+/, "").replace(/\.$/, "");

/** Each once. */
const listed = (names: readonly string[]) => [...new Set(names)].join(", ");
