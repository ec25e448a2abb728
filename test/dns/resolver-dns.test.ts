import { describe, expect, it } from "vitest";
import { createResolverDns } from "../../src/dns/resolver-dns.ts";
import type { ZoneRecord } from "../support/dns-server.ts";
import { a, ns, serverWith } from "./servers.ts";

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
