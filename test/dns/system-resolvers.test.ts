import { describe, expect, it } from "vitest";
import { createResolverDns } from "../../src/dns/resolver-dns.ts";
import type { ZoneRecord } from "../support/dns-server.ts";
import { a, ns, serverWith } from "./servers.ts";

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
