import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { afterEach, describe, expect, it } from "vitest";
import type { Dns } from "../../src/dns/dns.ts";
import { dnsHazards } from "../../src/dns/hazards.ts";
import { createResolverDns } from "../../src/dns/resolver-dns.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { builder } from "../sandbox/builder.ts";
import { opened } from "../sandbox/open.ts";
import { startDnsServer, type TestDnsServer, type ZoneRecord } from "../support/dns-server.ts";

const domain = "example.com";
const running: TestDnsServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

const caa = (name: string, value: string, { tag = "issue", flags = 0 } = {}): ZoneRecord => ({
  name,
  type: "CAA",
  data: { flags, tag, value },
});
const ds: ZoneRecord = {
  name: domain,
  type: "DS",
  ttl: 86_400,
  data: { keyTag: 2371, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 1) },
};

async function account() {
  const world = opened();
  const { toolsFor } = builder(undefined, world);
  const { aws } = toolsFor("route53.zone");
  return {
    aws,
    sandbox: world.sandbox,
    async zone(reference: string) {
      const made = await aws.route53(new CreateHostedZoneCommand({ Name: domain, CallerReference: reference }));
      return { zoneId: made.HostedZone!.Id!, nameServers: made.DelegationSet!.NameServers! };
    },
  };
}

async function dnsWith(records: ZoneRecord[]): Promise<Dns> {
  const server = await startDnsServer([{ name: domain, type: "A", data: "192.0.2.1" }, ...records]);
  running.push(server);
  return createResolverDns({ resolver: server, timeout: 200 });
}

type Entry = "alb" | "direct";
async function codes(records: ZoneRecord[], { entry = "alb" as Entry, name = domain } = {}) {
  const { aws } = await account();
  return (await dnsHazards({ aws, dns: await dnsWith(records) }, name, { entry })).map(({ code }) => code);
}

describe("CAA records", () => {
  it.each([
    ["none", [], []],
    ["Amazon alone", [caa(domain, "amazon.com")], []],
    ["Amazon under its other names", [caa(domain, "awstrust.com")], []],
    ["Amazon among others", [caa(domain, "digicert.com"), caa(domain, "AmazonTrust.com ; x=y")], []],
    ["amazonaws.com", [caa(domain, "amazonaws.com")], []],
    ["others alone", [caa(domain, "letsencrypt.org")], ["caa-excludes-amazon"]],
    ["nobody", [caa(domain, ";")], ["caa-excludes-amazon"]],
    ["a name that only ends like Amazon's", [caa(domain, "notamazon.com")], ["caa-excludes-amazon"]],
    ["only about wildcards", [caa(domain, ";", { tag: "issuewild" })], []],
    ["only about reports", [caa(domain, "mailto:a@example.com", { tag: "iodef" })], []],
    [
      "something critical that no CA knows",
      [caa(domain, "amazon.com"), caa(domain, "x", { tag: "future", flags: 128 })],
      ["caa-excludes-amazon"],
    ],
    ["at www alone", [caa("www.example.com", "letsencrypt.org")], ["caa-excludes-amazon"]],
  ] as [string, ZoneRecord[], string[]][])("behind a load balancer: %s", async (_what, records, expected) => {
    expect(await codes(records)).toEqual(expected);
  });

  it.each([
    ["Let's Encrypt", [caa(domain, "letsencrypt.org; validationmethods=http-01")], []],
    ["Amazon alone", [caa(domain, "amazon.com")], ["caa-excludes-lets-encrypt"]],
    ["nobody", [caa(domain, ";")], ["caa-excludes-lets-encrypt"]],
  ] as [string, ZoneRecord[], string[]][])("on a server: %s", async (_what, records, expected) => {
    expect(await codes(records, { entry: "direct" })).toEqual(expected);
  });

  it("those of the nearest name above count, up to the registrable domain", async () => {
    const name = "api.shop.example.com";
    expect(await codes([caa(domain, "letsencrypt.org")], { name })).toEqual(["caa-excludes-amazon"]);
    expect(await codes([caa(domain, ";"), caa("shop.example.com", "amazon.com")], { name })).toEqual([]);
    expect(await codes([caa(domain, "amazon.com"), caa(name, ";")], { name })).toEqual(["caa-excludes-amazon"]);
    expect(await codes([caa("com", ";")], { name })).toEqual([]);
  });

  it("one that would be carried over says so, with what to add", async () => {
    const { aws } = await account();
    const dns = await dnsWith([caa(domain, "letsencrypt.org")]);
    const [hazard] = await dnsHazards({ aws, dns }, domain);
    expect(String(hazard?.message)).toBe(
      'The CAA record of example.com does not let Amazon issue the certificate (0 issue "letsencrypt.org"), now or when it is carried over.',
    );
    expect(String(hazard?.hint)).toContain('0 issue "amazon.com"');
  });

  it("one that is in the hosted zone already counts, too", async () => {
    const { aws, zone } = await account();
    const { zoneId } = await zone("theirs");
    const record = { Name: domain, Type: "CAA" as const, TTL: 300, ResourceRecords: [{ Value: '0 issue "pki.goog"' }] };
    await aws.route53(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: record }] },
      }),
    );
    expect(await dnsHazards({ aws, dns: await dnsWith([]) }, domain)).toMatchObject([{ code: "caa-excludes-amazon" }]);
  });
});

describe("DS records at the registrar", () => {
  it("are a hazard before the switch: DNSSEC off, wait, and only then the name servers", async () => {
    const { aws } = await account();
    const hazards = await dnsHazards({ aws, dns: await dnsWith([ds]) }, domain);
    expect(hazards).toMatchObject([{ code: "ds-left" }]);
    expect(String(hazards[0]?.message)).toContain("2371");
    expect(String(hazards[0]?.hint)).toBe(
      "Turn DNSSEC off at the registrar, wait 24 h, and only then change the name servers.",
    );
  });

  it("break the domain after the switch, and are right only where the zone signs", async () => {
    const { aws, zone, sandbox } = await account();
    const { nameServers } = await zone("ours");
    const delegated = nameServers.map((data): ZoneRecord => ({ name: domain, type: "NS", data }));
    const dns = await dnsWith([ds, ...delegated]);
    const [hazard] = await dnsHazards({ aws, dns }, domain);
    expect([hazard?.code, String(hazard?.hint)]).toEqual(["ds-left", expect.stringContaining("takes effect within")]);
    sandbox.world.route53.zones[0]!.signs = true;
    expect(await dnsHazards({ aws, dns }, domain)).toEqual([]);
    // Somebody who may not look whether it signs is warned.
    sandbox.world.faults.push({ command: "GetDNSSEC", code: "AccessDenied", status: 403, times: 1 });
    expect(await dnsHazards({ aws, dns }, domain)).toMatchObject([{ code: "ds-left" }]);
  });

  it("of the former DNS are a hazard even when the zone here signs", async () => {
    const { aws, zone, sandbox } = await account();
    await zone("ours");
    sandbox.world.route53.zones[0]!.signs = true;
    const dns = await dnsWith([ds, { name: domain, type: "NS", data: "ns1.registrar.test" }]);
    expect(await dnsHazards({ aws, dns }, domain)).toMatchObject([{ code: "ds-left" }]);
  });
});

it("several public zones of the same name are named; a private one and a subdomain's do not count", async () => {
  const { aws, zone, sandbox } = await account();
  const dns = await dnsWith([]);
  const first = await zone("one");
  await aws.route53(new CreateHostedZoneCommand({ Name: "api.example.com", CallerReference: "sub" }));
  sandbox.world.route53.zones.push({ ...sandbox.world.route53.zones[0]!, id: "ZPRIVATE", vpcId: "vpc-1" });
  expect(await dnsHazards({ aws, dns }, domain)).toEqual([]);
  const second = await zone("two");
  const [hazard] = await dnsHazards({ aws, dns }, domain);
  expect(hazard?.code).toBe("duplicate-zones");
  for (const { zoneId } of [first, second])
    expect(String(hazard?.message)).toContain(zoneId.replace("/hostedzone/", ""));
});

it("of several zones the one that the registry delegates to is named as the one to keep", async () => {
  const { aws, zone } = await account();
  await zone("one");
  const live = await zone("two");
  const dns = await dnsWith(live.nameServers.map((data) => ({ name: domain, type: "NS" as const, data })));
  const [hazard] = await dnsHazards({ aws, dns }, domain);
  const id = live.zoneId.replace("/hostedzone/", "");
  expect(String(hazard?.message)).toContain(`the registry delegates to ${id}`);
  expect(String(hazard?.hint)).toContain(`Keep ${id}.`);
});

it("a domain that nobody has registered is told before anything is made for it", async () => {
  const { aws } = await account();
  const dns = await dnsWith([]);
  expect(await dnsHazards({ aws, dns }, "shop.exmaple.com")).toMatchObject([{ code: "unregistered" }]);
});

it("silence is a hazard of its own, said once", async () => {
  const { aws } = await account();
  const silent = await startDnsServer();
  running.push(silent);
  silent.behave({ drop: 999 });
  const dns = createResolverDns({ resolver: silent, timeout: 30 });
  expect(await dnsHazards({ aws, dns }, domain)).toMatchObject([{ code: "no-answer" }]);
});

it("a rehearsal's world can have them all; by default it has none", async () => {
  const { sandbox, toolsFor } = builder();
  const tools = toolsFor("route53.zone");
  expect(await dnsHazards(tools, domain)).toEqual([]);
  sandbox.world.signers = { [domain]: { keyTags: [7], ttl: 3600 } };
  sandbox.world.publicRecords.push({ name: domain, type: "CAA", ttl: 300, values: ['0 issue "pki.goog"'] });
  const hazards = await dnsHazards(tools, domain);
  expect(hazards.map(({ code }) => code)).toEqual(["ds-left", "caa-excludes-amazon"]);
  for (const { message, hint } of hazards) {
    expect(inLanguage(catalogs.ko, message)).toMatch(/[가-힣]/);
    expect(inLanguage(catalogs.ko, hint)).toMatch(/[가-힣]/);
  }
});
