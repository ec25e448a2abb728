import { getServers } from "node:dns";
import type { Answer, RecordType as WireType } from "dns-packet";
import { getDomain } from "tldts";
import { WizardError } from "../engine/errors.ts";
import { type AskOptions, askServer, NoReply, plainName, type Question, type Reply } from "./ask.ts";
import type { CachedNameServers, Dns, RecordSet, RecordType, Referral } from "./dns.ts";
import { presentation } from "./presentation.ts";
import { type DnsServer, formatServer, parseResolver } from "./resolver-address.ts";

export interface ResolverSettings {
  /** The only server that is ever asked; without it the system's resolvers are, and the parent zone's servers. */
  resolver?: DnsServer;
  /** The system's resolvers, as `getServers` of node:dns names them. */
  systemServers?: () => string[];
  /** The port that the parent zone's servers listen on. */
  authorityPort?: number;
  /** For each try, in milliseconds. */
  timeout?: number;
}

/** How many of the parent zone's servers are asked at once; each of them knows the same. */
const parentsAsked = 3;
/** How many of a zone's own. */
const serversAsked = 4;

/**
 * Asks DNS itself. The delegation is asked of the parent zone's own servers, because a resolver may keep what the
 * registry said for days; where a firewall keeps those away, the resolver has to do. Throws `no-answer` when no server
 * answers.
 */
export function createResolverDns(settings: ResolverSettings = {}): Dns {
  const { resolver, systemServers = getServers, authorityPort = 53, timeout } = settings;

  const ask = (server: DnsServer, question: Question, options: AskOptions) =>
    askServer(server, question, { timeout, ...options });

  const resolvers = () => (resolver ? [resolver] : systemServers().map(parseResolver));

  /** The first verdict of a resolver that has one. What a resolver cannot find out (`SERVFAIL`) another one may. */
  async function resolve(name: string, type: WireType): Promise<Reply> {
    const servers = resolvers();
    const failures: string[] = [];
    let undecided: Reply | undefined;
    for (const server of servers) {
      try {
        const reply = await ask(server, { name, type }, { recursive: true });
        if (isVerdict(reply)) return reply;
        if (reply.code === "SERVFAIL") undecided = reply;
        else failures.push(`${formatServer(server)} answered ${reply.code}`);
      } catch (error) {
        if (!(error instanceof NoReply)) throw error;
        failures.push(error.message);
      }
    }
    if (undecided) return undecided;
    throw new WizardError(
      "no-answer",
      `No DNS server answered for ${name} (${failures.join("; ") || "none is set up"}).`,
      {
        hint: "Check the network, or name another DNS server with --resolver host:port.",
      },
    );
  }

  async function nameServersOf(zone: string): Promise<string[]> {
    return targets((await resolve(zone, "NS")).answers, zone, "NS");
  }

  /** The name servers of the closest zone above `domain`. */
  async function parentServers(domain: string): Promise<string[]> {
    for (let zone = above(domain); zone !== ""; zone = above(zone)) {
      const found = await nameServersOf(zone);
      if (found.length > 0) return found;
    }
    return nameServersOf("");
  }

  async function addressOf(host: string): Promise<string> {
    for (const type of ["A", "AAAA"] as const) {
      const [address] = (await resolve(host, type)).answers.flatMap((answer) =>
        answer.type === type && typeof answer.data === "string" ? [answer.data] : [],
      );
      if (address) return address;
    }
    throw new NoReply(`${host} has no address`);
  }

  /** What the parent zone's own servers say, or undefined when none of them can be reached. */
  async function askParent(domain: string, type: WireType): Promise<Reply | undefined> {
    if (resolver) return undefined;
    const servers = await parentServers(domain);
    const some = servers.toSorted(() => Math.random() - 0.5).slice(0, parentsAsked);
    const asked = some.map(async (host) => {
      const server = { host: await addressOf(host), port: authorityPort };
      const reply = await ask(server, { name: domain, type }, { recursive: false });
      if (!isVerdict(reply)) throw new NoReply(`${formatServer(server)} answered ${reply.code}`);
      return reply;
    });
    try {
      return await Promise.any(asked);
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error;
      const unforeseen = error.errors.find((each) => !(each instanceof NoReply || each instanceof WizardError));
      if (unforeseen) throw unforeseen;
      return undefined;
    }
  }

  /**
   * Whether the zone that `name` is in is gone for good: the registry knows no name servers for it, or those that it
   * names turn away whoever asks. Silence is no proof: a record that is taken for absent is lost with the switch.
   */
  async function isGone(name: string): Promise<boolean> {
    const zone = getDomain(name, { allowPrivateDomains: true }) ?? name;
    if (isVerdict(await resolve(zone, "SOA"))) return false;
    const { nameServers, exists, undecided } = await referral(zone);
    if (undecided) return false;
    if (!exists || nameServers.length === 0) return true;
    if (resolver) return false;
    const replies = await Promise.all(nameServers.slice(0, serversAsked).map((host) => replyOf(host, zone)));
    return replies.some(Boolean) && replies.every((reply) => !reply || !isVerdict(reply));
  }

  /** What a zone's own name server says of it; undefined when it says nothing. */
  async function replyOf(host: string, zone: string): Promise<Reply | undefined> {
    try {
      const server = { host: await addressOf(host), port: authorityPort };
      return await ask(server, { name: zone, type: "SOA" }, { recursive: false });
    } catch (error) {
      if (error instanceof NoReply || error instanceof WizardError) return undefined;
      throw error;
    }
  }

  async function referral(domain: string): Promise<Referral> {
    const name = plainName(domain);
    const fromParent = await askParent(name, "NS");
    const reply = fromParent ?? (await resolve(name, "NS"));
    const answered = targets(reply.answers, name, "NS");
    const nameServers = (answered.length > 0 ? answered : targets(reply.authorities, name, "NS")).sort();
    const undecided = !isVerdict(reply) && nameServers.length === 0;
    return {
      nameServers,
      exists: reply.code !== "NXDOMAIN",
      ...(undecided && { undecided }),
      // Whoever names a resolver knows that it is asked.
      ...(!fromParent && !resolver && { secondHand: true as const }),
    };
  }

  /** What one resolver remembers; undefined when it has nothing, or does not answer. */
  async function remembered(server: DnsServer, domain: string): Promise<CachedNameServers | undefined> {
    try {
      const { answers } = await ask(server, { name: domain, type: "NS" }, { recursive: true, tries: 1 });
      const nameServers = targets(answers, domain, "NS").sort();
      return nameServers.length === 0
        ? undefined
        : { nameServers, seconds: leastTtl(belonging(answers, domain, "NS")) };
    } catch (error) {
      if (error instanceof NoReply) return undefined;
      throw error;
    }
  }

  return {
    referral,
    delegation: async (domain) => (await referral(domain)).nameServers,

    async cached(domain) {
      // The one server that may be asked has said what it knows already.
      if (resolver) return [];
      const found = await Promise.all(resolvers().map((server) => remembered(server, plainName(domain))));
      return found.filter((each) => each !== undefined);
    },

    async ds(domain) {
      const name = plainName(domain);
      const reply = (await askParent(name, "DS")) ?? (await resolve(name, "DS"));
      if (!isVerdict(reply)) throw unclear(reply, name, "DS");
      const ours = belonging(reply.answers, name, "DS");
      if (ours.length === 0) return undefined;
      const keyTags = ours.flatMap((answer) => (answer.type === "DS" ? [answer.data.keyTag] : []));
      return { keyTags: keyTags.sort((one, other) => one - other), ttl: leastTtl(ours) };
    },

    async records(name, type) {
      const plain = plainName(name);
      const reply = await resolve(plain, type);
      if (isVerdict(reply)) return recordSet(plain, type, reply.answers);
      // A domain whose name servers no longer know it has no records; any other may well have this one.
      if (await isGone(plain)) return undefined;
      throw unclear(reply, plain, type);
    },
  };
}

const unclear = ({ code }: Reply, name: string, type: WireType) =>
  new WizardError("no-answer", `DNS answered ${code} for the ${type} records of ${name}.`, {
    hint: "Try again, or name another DNS server with --resolver host:port.",
  });

const isVerdict = ({ code }: Reply) => code === "NOERROR" || code === "NXDOMAIN";
const above = (name: string) => name.split(".").slice(1).join(".");

function belonging(answers: Answer[], name: string, type: WireType): Answer[] {
  return answers.filter((answer) => answer.type === type && plainName(answer.name) === name);
}

/** The names that the NS records of exactly `name` point at. */
function targets(answers: Answer[], name: string, type: "NS"): string[] {
  return belonging(answers, name, type).flatMap((answer) =>
    answer.type === type ? [printable(plainName(answer.data as string))] : [],
  );
}

function recordSet(name: string, type: RecordType, answers: Answer[]): RecordSet | undefined {
  const ours = belonging(answers, name, type);
  const values = ours.flatMap((answer) => presentation(answer) ?? []);
  if (values.length === 0) return undefined;
  return { name, type, ttl: leastTtl(ours), values };
}

/** In seconds. */
const leastTtl = (answers: Answer[]) => Math.min(...answers.map((answer) => ("ttl" in answer ? (answer.ttl ?? 0) : 0)));

/** A name may hold any byte: what is no plain character is written as a backslash and its number, as zone files do. */
const printable = (name: string) =>
  name.replace(/[^!-~]/g, (character) => `\\${String(character.codePointAt(0)).padStart(3, "0")}`);
