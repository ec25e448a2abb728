import { afterEach, describe, expect, it } from "vitest";
import { createResolverDns } from "../../src/dns/resolver-dns.ts";
import { startDnsServer, type TestDnsServer, type ZoneRecord } from "../support/dns-server.ts";

const running: TestDnsServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
async function serverWith(records: ZoneRecord[]): Promise<TestDnsServer> {
  const server = await startDnsServer(records);
  running.push(server);
  return server;
}

const ns = (name: string, ...hosts: string[]): ZoneRecord[] => hosts.map((data) => ({ name, type: "NS", data }));
const a = (name: string, data = "127.0.0.1"): ZoneRecord => ({ name, type: "A", data });

describe("with one resolver", () => {
  async function only(records: ZoneRecord[]) {
    const server = await serverWith(records);
    const dns = createResolverDns({
      resolver: server,
      systemServers: () => expect.fail("asked another"),
      timeout: 200,
    });
    return { server, dns };
  }

  it("the delegation is what it answers, in lower case, without dots, sorted", async () => {
    const { dns, server } = await only(ns("example.com", "NS-2.AWSDNS-1.org.", "ns-1.awsdns-2.com"));
    expect(await dns.delegation("Example.com.")).toEqual(["ns-1.awsdns-2.com", "ns-2.awsdns-1.org"]);
    expect(server.asked).toEqual([{ name: "example.com", type: "NS", over: "udp", recursive: true }]);
  });

  it("a referral for exactly that name counts, one for another name does not", async () => {
    const { dns, server } = await only(ns("example.com", "ns1.old.net"));
    server.behave({ refer: true });
    expect(await dns.delegation("example.com")).toEqual(["ns1.old.net"]);
    expect(await dns.delegation("shop.example.com")).toEqual([]);
  });

  it("there is none when the name does not exist, or the delegation leads nowhere", async () => {
    const { dns, server } = await only([]);
    expect(await dns.delegation("example.com")).toEqual([]);
    server.behave({ code: 2 });
    expect(await dns.delegation("example.com")).toEqual([]);
  });

  it("a name that does not exist is told from one without name servers", async () => {
    const { dns, server } = await only([a("example.com"), a("x.example.net")]);
    expect(await dns.referral("example.com")).toEqual({ nameServers: [], exists: true });
    expect(await dns.referral("example.net")).toEqual({ nameServers: [], exists: true });
    expect(await dns.referral("example.org")).toEqual({ nameServers: [], exists: false });
    // A server that fails has said neither the one nor the other.
    server.behave({ code: 2 });
    expect(await dns.referral("example.com")).toEqual({ nameServers: [], exists: true, undecided: true });
  });

  it("what it remembers is what it answered already: nobody else is asked", async () => {
    const { dns, server } = await only(ns("example.com", "ns1.old.net"));
    expect(await dns.cached("example.com")).toEqual([]);
    expect(server.asked).toEqual([]);
  });

  it("DS records come with their keys and the shortest time", async () => {
    const ds = (keyTag: number, ttl: number): ZoneRecord => ({
      name: "example.com",
      type: "DS",
      ttl,
      data: { keyTag, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, keyTag) },
    });
    const { dns } = await only([ds(60_000, 3600), ds(12, 86_400), a("www.example.com")]);
    expect(await dns.ds("example.com.")).toEqual({ keyTags: [12, 60_000], ttl: 3600 });
    expect(await dns.ds("www.example.com")).toBeUndefined();
  });

  it("a name in an answer cannot write on the terminal", async () => {
    const { dns } = await only(ns("example.com", "ns-1 .\u001b[2J.net"));
    expect(await dns.delegation("example.com")).toEqual(["ns-1\\032.\\027[2j.net"]);
  });

  it("a change is seen at the next look", async () => {
    const { dns, server } = await only(ns("example.com", "ns1.old.net"));
    expect(await dns.delegation("example.com")).toEqual(["ns1.old.net"]);
    server.set(ns("example.com", "ns1.new.net"));
    expect(await dns.delegation("example.com")).toEqual(["ns1.new.net"]);
  });

  it.each([
    [
      [
        { type: "A", data: "192.0.2.1" },
        { type: "A", data: "192.0.2.2", ttl: 60 },
      ],
      ["192.0.2.1", "192.0.2.2"],
    ],
    [[{ type: "AAAA", data: "2001:db8::1" }], ["2001:db8::1"]],
    [[{ type: "CNAME", data: "Target.example.net" }], ["target.example.net."]],
    [[{ type: "NS", data: "ns1.example.net" }], ["ns1.example.net."]],
    [[{ type: "MX", data: { preference: 10, exchange: "mail.example.com" } }], ["10 mail.example.com."]],
    [[{ type: "MX", data: { preference: 0, exchange: "." } }], ["0 ."]],
    [
      [{ type: "SRV", data: { priority: 1, weight: 2, port: 443, target: "sip.example.com" } }],
      ["1 2 443 sip.example.com."],
    ],
    [[{ type: "CAA", data: { flags: 0, tag: "issue", value: "amazon.com" } }], ['0 issue "amazon.com"']],
    [[{ type: "CAA", data: { flags: 128, tag: "iodef", value: "mailto:a@b.c" } }], ['128 iodef "mailto:a@b.c"']],
    [[{ type: "TXT", data: ["v=spf1 -all"] }], ['"v=spf1 -all"']],
    [[{ type: "TXT", data: ["a".repeat(255), "b"] }], [`"${"a".repeat(255)}" "b"`]],
    [[{ type: "TXT", data: ['say "hi" \\ '] }], ['"say \\"hi\\" \\\\ "']],
    [[{ type: "TXT", data: ["é\t"] }], ['"\\303\\251\\011"']],
    [[{ type: "TXT", data: [""] }], ['""']],
  ] as [Omit<ZoneRecord, "name">[], string[]][])(
    "records are given as Route 53 writes them: %j",
    async (found, values) => {
      const { dns } = await only(found.map((record) => ({ ...record, name: "X.example.com." })));
      const ttl = Math.min(...found.map((record) => record.ttl ?? 300));
      expect(await dns.records("x.Example.com.", found[0]!.type as "A")).toEqual({
        name: "x.example.com",
        type: found[0]!.type,
        ttl,
        values,
      });
    },
  );

  it("a CNAME is not followed", async () => {
    const { dns } = await only([{ name: "www.example.com", type: "CNAME", data: "example.com" }, a("example.com")]);
    expect(await dns.records("www.example.com", "A")).toBeUndefined();
    expect(await dns.records("www.example.com", "CNAME")).toMatchObject({ values: ["example.com."] });
  });

  it("many long records come over TCP", async () => {
    const { dns, server } = await only(
      Array.from({ length: 20 }, (_, index) => ({ name: "example.com", type: "TXT", data: [`${index}`.repeat(60)] })),
    );
    server.behave({ truncate: true });
    expect((await dns.records("example.com", "TXT"))?.values).toHaveLength(20);
    expect(server.asked.map(({ over }) => over)).toEqual(["udp", "tcp"]);
  });

  it("there are no records when the name does not exist, or has others", async () => {
    const { dns } = await only([a("example.com")]);
    expect(await dns.records("no.example.com", "A")).toBeUndefined();
    expect(await dns.records("example.com", "MX")).toBeUndefined();
  });

  it("a resolver that finds nothing out has not said that there is nothing", async () => {
    const { dns, server } = await only([a("example.com")]);
    server.behave({ code: 2 });
    await expect(dns.records("example.com", "MX")).rejects.toMatchObject({ code: "no-answer" });
    await expect(dns.ds("example.com")).rejects.toMatchObject({ code: "no-answer" });
  });

  it("records that cannot be read now are not taken as absent", async () => {
    const { dns, server } = await only([a("example.com"), a("mail.example.com")]);
    server.behave({ code: 2, failing: ["mail.example.com"] });
    await expect(dns.records("mail.example.com", "A")).rejects.toMatchObject({
      code: "no-answer",
      message: "DNS answered SERVFAIL for the A records of mail.example.com.",
    });
  });

  it("silence and refusal are errors that name the server", async () => {
    const { dns, server } = await only([]);
    server.behave({ drop: 99 });
    await expect(dns.delegation("example.com")).rejects.toMatchObject({
      code: "no-answer",
      message: `No DNS server answered for example.com (127.0.0.1:${server.port}: no answer in 200 ms).`,
      hint: expect.stringContaining("--resolver"),
    });
    server.behave({ code: 5 });
    await expect(dns.delegation("example.com")).rejects.toThrow("answered REFUSED");
  });
});

describe("with the system's resolvers", () => {
  async function world(records: { resolver: ZoneRecord[]; parent: ZoneRecord[] }) {
    const resolver = await serverWith(records.resolver);
    const parent = await serverWith(records.parent);
    const dns = createResolverDns({
      systemServers: () => [`127.0.0.1:${resolver.port}`],
      authorityPort: parent.port,
      timeout: 200,
    });
    return { resolver, parent, dns };
  }
  const com = [...ns("com", "a.gtld.net"), a("a.gtld.net")];

  it("the parent zone's own servers are asked, without recursion", async () => {
    const { dns, parent } = await world({
      resolver: [...com, ...ns("example.com", "ns1.cached.net")],
      parent: ns("example.com", "ns1.fresh.net"),
    });
    parent.behave({ refer: true });
    expect(await dns.delegation("example.com")).toEqual(["ns1.fresh.net"]);
    expect(parent.asked).toEqual([{ name: "example.com", type: "NS", over: "udp", recursive: false }]);
  });

  it("the parent says whether the domain is registered, whatever a resolver remembers", async () => {
    const { dns, parent } = await world({
      resolver: [...com, ...ns("example.com", "ns1.cached.net")],
      parent: [a("other.com")],
    });
    expect(await dns.referral("example.com")).toEqual({ nameServers: [], exists: false });
    parent.set([a("example.com")]);
    expect(await dns.referral("example.com")).toEqual({ nameServers: [], exists: true });
  });

  it("DS records are asked of the parent, without recursion", async () => {
    const data = { keyTag: 2371, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 1) };
    const { dns, parent } = await world({
      resolver: com,
      parent: [{ name: "example.com", type: "DS", ttl: 900, data }],
    });
    expect(await dns.ds("example.com")).toEqual({ keyTags: [2371], ttl: 900 });
    expect(parent.asked).toEqual([{ name: "example.com", type: "DS", over: "udp", recursive: false }]);
  });

  it("what each resolver remembers comes with the time it has left; who has nothing or is silent is left out", async () => {
    const one = await serverWith([{ name: "example.com", type: "NS", data: "ns1.old.net", ttl: 7000 }]);
    const two = await serverWith([{ name: "example.com", type: "NS", data: "ns1.new.net", ttl: 60 }]);
    const empty = await serverWith([a("example.com")]);
    const silent = await serverWith([]);
    silent.behave({ drop: 99 });
    const systemServers = () => [one, two, empty, silent].map(({ host, port }) => `${host}:${port}`);
    const dns = createResolverDns({ systemServers, timeout: 150 });
    expect(await dns.cached("example.com")).toEqual([
      { nameServers: ["ns1.old.net"], seconds: 7000 },
      { nameServers: ["ns1.new.net"], seconds: 60 },
    ]);
    expect(silent.asked).toHaveLength(1);
  });

  it("the closest zone above is the parent", async () => {
    const { dns, resolver } = await world({
      resolver: [...com, ...ns("example.com", "ns1.dns.net"), a("ns1.dns.net")],
      parent: ns("api.shop.example.com", "ns1.new.net"),
    });
    expect(await dns.delegation("api.shop.example.com")).toEqual(["ns1.new.net"]);
    expect(resolver.asked.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "shop.example.com NS",
      "example.com NS",
      "ns1.dns.net A",
    ]);
  });

  it("a domain that the parent does not know has none, whatever a resolver remembers", async () => {
    const { dns } = await world({ resolver: [...com, ...ns("example.com", "ns1.cached.net")], parent: [] });
    expect(await dns.delegation("example.com")).toEqual([]);
  });

  it("the others are asked when one of the parent's servers cannot be reached", async () => {
    const { dns } = await world({
      resolver: [...ns("com", "no-address.net", "b.gtld.net"), a("b.gtld.net")],
      parent: ns("example.com", "ns1.fresh.net"),
    });
    expect(await dns.delegation("example.com")).toEqual(["ns1.fresh.net"]);
  });

  it.each([{ drop: 99 }, { code: 5 }])("the resolver has to do when the parent's servers do not: %j", async (mood) => {
    const { dns, parent } = await world({ resolver: [...com, ...ns("example.com", "ns1.cached.net")], parent: [] });
    parent.behave(mood);
    expect(await dns.delegation("example.com")).toEqual(["ns1.cached.net"]);
  });

  it("a delegation that only a resolver could tell is marked so", async () => {
    const { dns, parent } = await world({ resolver: [...com, ...ns("example.com", "ns1.cached.net")], parent: [] });
    parent.behave({ drop: 99 });
    expect(await dns.referral("example.com")).toMatchObject({ nameServers: ["ns1.cached.net"], secondHand: true });
  });

  it("records are absent when the registry knows no such domain, and unread when its servers are there", async () => {
    const failing = ["example.com", "mail.example.com"];
    const { dns, resolver, parent } = await world({
      resolver: [...com, a("ns1.dns.net")],
      parent: ns("example.com", "ns1.dns.net"),
    });
    resolver.behave({ code: 2, failing });
    await expect(dns.records("mail.example.com", "A")).rejects.toMatchObject({ code: "no-answer" });
    parent.set([a("other.com")]);
    expect(await dns.records("mail.example.com", "A")).toBeUndefined();
  });

  it("the second resolver is asked when the first is silent", async () => {
    const silent = await serverWith([]);
    silent.behave({ drop: 99 });
    const second = await serverWith([a("example.com", "192.0.2.1")]);
    const systemServers = () => [silent, second].map(({ host, port }) => `${host}:${port}`);
    const dns = createResolverDns({ systemServers, timeout: 150 });
    expect(await dns.records("example.com", "A")).toMatchObject({ values: ["192.0.2.1"] });
  });

  it("it is an error when nobody answers, or none is set up", async () => {
    const { dns, resolver } = await world({ resolver: [], parent: [] });
    resolver.behave({ drop: 99 });
    await expect(dns.delegation("example.com")).rejects.toThrow("No DNS server answered for com");
    await expect(createResolverDns({ systemServers: () => [] }).records("example.com", "A")).rejects.toThrow(
      "none is set up",
    );
  });
});
