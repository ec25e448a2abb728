import type { AwsTools } from "../aws/tools.ts";
import type { RecordSet, RecordType } from "../dns/dns.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

/** A zone cannot be listed from outside: these names are asked for, because mail and common services live there. */
const mailKeys = [
  ["google", "default", "selector1", "selector2", "k1", "k2", "k3", "s1", "s2", "mail", "dkim"],
  // Fastmail, Proton, Zoho, iCloud, Mailjet, Brevo.
  ["fm1", "fm2", "fm3", "protonmail", "protonmail2", "protonmail3", "zoho", "zmail", "sig1", "mailjet", "brevo1"],
].flat();
const hosts = [
  [
    "mail",
    "email",
    "smtp",
    "imap",
    "pop",
    "pop3",
    "mx",
    "webmail",
    "autodiscover",
    "autoconfig",
    "lyncdiscover",
    "sip",
  ],
  ["ftp", "sftp", "ssh", "vpn", "remote", "cpanel", "m", "mobile", "app", "api", "admin", "portal", "my", "account"],
  ["blog", "shop", "store", "forum", "wiki", "docs", "help", "support", "status", "news", "careers", "about"],
  ["dev", "staging", "stage", "test", "qa", "demo", "beta", "git", "gitlab", "ci", "jenkins", "grafana"],
  ["cdn", "static", "assets", "img", "images", "media", "files", "download", "auth", "login", "sso", "www"],
  ["enterpriseregistration", "enterpriseenrollment"],
].flat();
const services = [
  "_autodiscover._tcp",
  "_imap._tcp",
  "_imaps._tcp",
  "_pop3._tcp",
  "_pop3s._tcp",
  "_submission._tcp",
  "_submissions._tcp",
  "_sip._tls",
  "_sip._tcp",
  "_sipfederationtls._tcp",
  "_caldavs._tcp",
  "_carddavs._tcp",
];

/** No name that anybody uses: an answer for it comes from a wildcard. */
const unlikely = "deploy-wizard-looks-for-a-wildcard";

/** A resolver's answer counts down, so its TTL may be seconds; below this a copy is not worth it. */
const leastTtl = 300;

/** Questions under way at once. */
const atOnce = 8;

/** One name and the types that are asked for, in turn; of a first group the first answer ends it. */
interface Question {
  name: string;
  /** Nothing else can be, or be seen, beside one of these. */
  alone: RecordType[];
  together: RecordType[];
}

/**
 * What a domain has in DNS now, as far as its names can be guessed. A wildcard comes as itself (`*.example.com`), and
 * names that say no more than the wildcard are left out. Throws `no-answer` if the domain's own records cannot be
 * read; any other name that gives no answer is warned about and left out.
 */
export async function recordsInDns(
  { dns, warn }: Pick<AwsTools, "dns" | "warn">,
  domain: string,
): Promise<RecordSet[]> {
  const ask = async ({ name, alone, together }: Question): Promise<RecordSet[]> => {
    for (const type of alone) {
      const record = await dns.records(name, type);
      if (record && sameName(record, name)) return [longLived(record)];
    }
    const records = await Promise.all(together.map((type) => dns.records(name, type)));
    return records
      .filter((record) => record !== undefined && sameName(record, name))
      .map((record) => longLived(record!));
  };
  const apex = await ask({ name: domain, alone: [], together: ["MX", "TXT", "CAA"] });
  const wildcard = await ask({
    name: `${unlikely}.${domain}`,
    alone: ["CNAME"],
    together: ["A", "AAAA", "MX", "TXT"],
  });
  const seenThroughWildcard = new Set(wildcard.map(contentOf));
  const found = await inTurn(questionsFor(domain), async (question) => {
    try {
      return (await ask(question)).filter((record) => !seenThroughWildcard.has(contentOf(record)));
    } catch (error) {
      if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
      warn(say("dnsNotCarried", question.name, error.said.message));
      return [];
    }
  });
  return [...apex, ...wildcard.map((record) => ({ ...record, name: `*.${domain}` })), ...found.flat()];
}

function questionsFor(domain: string): Question[] {
  const named = (name: string, alone: RecordType[], together: RecordType[]) => ({
    name: `${name}.${domain}`,
    alone,
    together,
  });
  return [
    named("_dmarc", ["CNAME"], ["TXT"]),
    named("_mta-sts", ["CNAME"], ["TXT"]),
    ...mailKeys.map((key) => named(`${key}._domainkey`, ["CNAME"], ["TXT"])),
    // A name with name servers of its own is a zone of its own: what is below it comes from there.
    ...hosts.map((host) => named(host, ["CNAME", "NS"], ["A", "AAAA", "MX", "TXT"])),
    ...services.map((service) => named(service, [], ["SRV"])),
  ];
}

/** Answers in the order of the questions, a few of them under way at a time. */
async function inTurn<Q, A>(questions: readonly Q[], ask: (question: Q) => Promise<A>): Promise<A[]> {
  const answers: A[] = [];
  const entries = questions.entries();
  const worker = async () => {
    for (const [index, question] of entries) answers[index] = await ask(question);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

const sameName = (record: RecordSet, name: string) => record.name.toLowerCase() === name.toLowerCase();
const longLived = (record: RecordSet): RecordSet => ({ ...record, ttl: Math.max(record.ttl, leastTtl) });
const contentOf = ({ type, values }: RecordSet) => `${type} ${[...values].sort().join(" ")}`;
