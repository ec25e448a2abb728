import { afterEach, describe, expect, it } from "vitest";
import type { AwsTools } from "../../src/aws/tools.ts";
import { createResolverDns } from "../../src/dns/resolver-dns.ts";
import type { Saying } from "../../src/engine/saying.ts";
import { delegation, delegationState, otherZonesOf } from "../../src/resources/delegation.ts";
import { hostedZone } from "../../src/resources/hosted-zone.ts";
import { builder } from "../sandbox/builder.ts";
import { opened } from "../sandbox/open.ts";
import { startDnsServer, type TestDnsServer, type ZoneRecord } from "../support/dns-server.ts";

const domain = "example.com";
const four = ["ns-395.awsdns-49.com", "ns-1004.awsdns-61.net", "ns-1101.awsdns-09.org", "ns-1710.awsdns-21.co.uk"];
const old = ["ns07.domaincontrol.com", "ns08.domaincontrol.com"];
const ns = (hosts: readonly string[], ttl = 300): ZoneRecord[] =>
  hosts.map((data) => ({ name: domain, type: "NS", data, ttl }));

const running: TestDnsServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** The registry, and a resolver of this machine that knows where the registry is. */
async function internet({ registry, resolver = [] }: { registry: ZoneRecord[]; resolver?: ZoneRecord[] }) {
  const parent = await startDnsServer(registry);
  const cache = await startDnsServer([
    { name: "com", type: "NS", data: "a.gtld.net" },
    { name: "a.gtld.net", type: "A", data: "127.0.0.1" },
    ...resolver,
  ]);
  running.push(parent, cache);
  const dns = createResolverDns({
    systemServers: () => [`127.0.0.1:${cache.port}`],
    authorityPort: parent.port,
    timeout: 200,
  });
  return { parent, dns };
}

/** Tools on a sandbox whose DNS is a real one, and what was warned of. */
function toolsWith(dns: AwsTools["dns"], more: Partial<AwsTools> = {}) {
  const said: string[] = [];
  const { toolsFor, make, clock, sandbox } = builder(undefined, opened());
  const warn = (message: Saying) => void said.push(String(message));
  return { tools: { ...toolsFor("route53.delegation"), dns, warn, ...more }, make, said, clock, sandbox };
}

const look = async (registry: ZoneRecord[], resolver?: ZoneRecord[]) =>
  delegationState((await internet({ registry, resolver })).dns, domain, four);

describe("what the registry and the resolvers answer is told apart", () => {
  it.each([
    ["delegated", ns(four)],
    ["fewer", ns(four.slice(1))],
    ["unchanged", ns(old)],
    ["partly", ns([...four.slice(0, 2), ...old])],
    ["typo", ns([...four.slice(0, 3), `${four[3]}.example.com`])],
    ["none", [{ name: domain, type: "A", data: "192.0.2.1" }] satisfies ZoneRecord[]],
    ["unregistered", []],
  ] as [string, ZoneRecord[]][])("%s", async (verdict, registry) => {
    expect(await look(registry)).toMatchObject({ verdict });
  });

  it("right at the registry, remembered otherwise by a resolver, for as long as its TTL has left", async () => {
    expect(await look(ns(four), ns(old, 5400))).toMatchObject({
      delegated: true,
      verdict: "cached",
      remembered: old,
      seconds: 5400,
    });
  });

  it("before the switch no resolver is made to remember the old ones", async () => {
    const { dns } = await internet({ registry: ns(old), resolver: ns(old) });
    const asked: string[] = [];
    const cached: typeof dns.cached = (name) => {
      asked.push(name);
      return dns.cached(name);
    };
    const watched = { ...dns, cached };
    expect(await delegationState(watched, domain, four)).toMatchObject({ verdict: "unchanged" });
    expect(asked).toEqual([]);
  });

  it("another zone of this account that has the same name", async () => {
    const { make, tools } = toolsWith((await internet({ registry: [] })).dns);
    const theirs = await make("route53.zone", hostedZone, { domain });
    const { dns } = await internet({ registry: ns(theirs.nameServers) });
    expect(await delegationState(dns, domain, four, otherZonesOf(tools.aws, domain, four))).toMatchObject({
      delegated: false,
      verdict: "other-zone",
      zoneId: theirs.zoneId,
    });
    // The account is asked only about what looks like name servers of Route 53.
    const nobody = () => expect.fail("asked the account");
    expect(await delegationState((await internet({ registry: ns(old) })).dns, domain, four, nobody)).toMatchObject({
      verdict: "unchanged",
    });
  });
});

describe("the step", () => {
  it("parks with the verdict and what to do", async () => {
    const { dns } = await internet({ registry: ns(old) });
    await expect(delegation.until(toolsWith(dns).tools, { domain, nameServers: four })).rejects.toMatchObject({
      code: "waiting",
      message: `Waiting: example.com points at GoDaddy now (${old.join(", ")}).`,
      hint: expect.stringMatching(/^At the registrar of example\.com, enter ns-395.*`deploy-wizard resume`/),
    });
  });

  it("is done at once where a zone above serves the domain", async () => {
    const dns = createResolverDns({ systemServers: () => expect.fail("asked DNS") });
    expect(await delegation.until(toolsWith(dns).tools, { domain, nameServers: [] })).toEqual({ delegated: true });
  });

  it("is done, and says so, while resolvers still remember the old ones", async () => {
    const { dns } = await internet({ registry: ns(four), resolver: ns(old, 7200) });
    const { tools, said } = toolsWith(dns);
    expect(await delegation.until(tools, { domain, nameServers: four })).toEqual({ delegated: true });
    expect(said).toEqual([expect.stringContaining(`still remember ${old.join(", ")}, for 2 h at most`)]);
  });

  it("tells of a mistake while the person is still at the registrar, once", async () => {
    const typed = [...four.slice(0, 3), "ns-1710.awsdns-12.co.uk"];
    const { dns, parent } = await internet({ registry: ns(old) });
    const { tools, said } = toolsWith(dns, { waitForPersonSeconds: 3600 });
    const reasons: string[] = [];
    const rounds = [ns(typed), ns(typed), ns(four)];
    const poll: AwsTools["poll"] = async (_wait, look) => {
      for (;;) {
        const answer = await look((reason) => reasons.push(String(reason)));
        if (answer !== undefined && answer !== false) return answer;
        parent.set(rounds.shift()!);
      }
    };
    expect(await delegation.until({ ...tools, poll }, { domain, nameServers: four })).toEqual({ delegated: true });
    expect(reasons).toEqual([
      expect.stringContaining("points at GoDaddy"),
      expect.stringContaining("ns-1710.awsdns-12.co.uk should be ns-1710.awsdns-21.co.uk"),
      expect.stringContaining("typing error"),
      expect.stringContaining("is delegated"),
    ]);
    expect(said).toEqual([expect.stringContaining("typing error")]);
  });

  it("parks when DNS is silent, naming the server, and does not fail the run", async () => {
    const silent = await startDnsServer();
    running.push(silent);
    silent.behave({ drop: 99 });
    const dns = createResolverDns({ resolver: silent, timeout: 50 });
    await expect(delegation.until(toolsWith(dns).tools, { domain, nameServers: four })).rejects.toMatchObject({
      code: "waiting",
      message: expect.stringContaining(`127.0.0.1:${silent.port}`),
    });
  });
});
