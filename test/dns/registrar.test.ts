import { describe, expect, it } from "vitest";
import { providerOf, registrarNamed } from "../../src/dns/providers.ts";
import { type Fetch, registrarByRdap } from "../../src/dns/rdap.ts";
import { registrarOf, whereInItsPages } from "../../src/dns/registrar.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";

describe("whose name servers they are", () => {
  it.each([
    ["ns07.domaincontrol.com", "GoDaddy"],
    ["dns1.registrar-servers.com", "Namecheap"],
    ["ns-12-a.gandi.net", "Gandi"],
    ["ada.ns.cloudflare.com", "Cloudflare"],
    ["curitiba.ns.porkbun.com", "Porkbun"],
    ["ns-cloud-a1.googledomains.com", "Squarespace (Google Domains)"],
    ["ns1059.ui-dns.de", "IONOS"],
    ["dns101.ovh.net", "OVHcloud"],
    ["ns1.hover.com", "Hover"],
    ["ns1.dyna-ns.net", "Dynadot"],
    ["ns1fkl.name.com", "Name.com"],
    ["ns1.dns-parking.com", "Hostinger"],
    ["ns.gabia.co.kr", "Gabia (가비아)"],
    ["ns1.hosting.co.kr", "Hosting.kr (Megazone, 메가존)"],
    ["ns1.cafe24.com", "Cafe24 (카페24)"],
    ["ns1.whoisdomain.kr", "Whois (후이즈)"],
    ["dns1.onamae.com", "Onamae.com (お名前.com)"],
    ["ns-1710.awsdns-21.co.uk", "Amazon Route 53"],
    ["ns.udag.de", "united-domains"],
    ["ns.inwx.de", "INWX"],
    ["docks09.rzone.de", "STRATO"],
    ["ns11.infomaniak.ch", "Infomaniak"],
    ["ns1.netim.net", "Netim"],
    ["ns1.digitalocean.com", "DigitalOcean"],
  ])("%s: %s", (server, name) => {
    expect(providerOf([server, server.toUpperCase()])?.name).toBe(name);
  });

  it("nobody's when no name is known, or they are several's", () => {
    expect(providerOf([])).toBeUndefined();
    expect(providerOf(["ns1.example.com"])).toBeUndefined();
    expect(providerOf(["ns1.hover.com", "ns.gabia.co.kr"])).toBeUndefined();
    expect(providerOf(["ns1.hover.com", "ns1.example.com"])).toBeUndefined();
  });

  it("nobody's when a name only looks like one of theirs", () => {
    expect(providerOf(["ns1.nothover.com", "hover.com.example.net"])).toBeUndefined();
  });
});

describe("how a registry calls a registrar", () => {
  it.each([
    ["GoDaddy.com, LLC", "GoDaddy"],
    ["NameCheap, Inc.", "Namecheap"],
    ["Squarespace Domains II LLC", "Squarespace (Google Domains)"],
    ["Gabia, Inc.", "Gabia (가비아)"],
    ["Megazone Corp., dba HOSTING.KR", "Hosting.kr (Megazone, 메가존)"],
    ["Amazon Registrar, Inc.", "Amazon Route 53"],
    ["GMO Internet Group, Inc. d/b/a Onamae.com", "Onamae.com (お名前.com)"],
    ["1&1 IONOS SE", "IONOS"],
    ["OVH sas", "OVHcloud"],
    ["INWX GmbH & Co. KG", "INWX"],
  ])("%s", (told, name) => {
    expect(registrarNamed(told)?.name).toBe(name);
  });

  it("one that we do not know is nobody of ours", () => {
    expect(registrarNamed("Tucows Domains Inc.")).toBeUndefined();
  });
});

/** Registries that answer with `answers`, by address; anything else is not found. */
function registries(answers: Record<string, unknown>): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetch(url) {
      asked.push(url);
      return { ok: url in answers, json: async () => answers[url] };
    },
  };
}
const bootstrap = "https://data.iana.org/rdap/dns.json";
const services = {
  services: [
    [["net"], ["https://net.test/"]],
    [["com"], ["http://plain.test/", "https://com.test/v1"]],
  ],
};
const card = (name: unknown) => [
  "vcard",
  [
    ["version", {}, "text", "4.0"],
    ["fn", {}, "text", name],
  ],
];
const domainWith = (name: unknown) => ({
  entities: [
    { roles: ["abuse"], vcardArray: card("Abuse") },
    { roles: ["registrar"], vcardArray: card(name) },
  ],
});
const forever = new AbortController().signal;

describe("the registrar by RDAP", () => {
  it("is the entity with that role, at the registry of the domain's ending", async () => {
    const { fetch, asked } = registries({
      [bootstrap]: services,
      "https://com.test/v1/domain/example.com": domainWith("Gabia, Inc."),
    });
    expect(await registrarByRdap("example.com", fetch, forever)).toBe("Gabia, Inc.");
    expect(asked).toEqual([bootstrap, "https://com.test/v1/domain/example.com"]);
    expect(await registrarOf("www.example.com", fetch)).toMatchObject({ name: "Gabia (가비아)" });
  });

  it.each([
    ["the ending has no registry there", "example.kr", { [bootstrap]: services }],
    ["the registry does not know the domain", "example.com", { [bootstrap]: services }],
    ["the bootstrap is gone", "example.com", {}],
    ["the bootstrap is something else", "example.com", { [bootstrap]: ["?"] }],
    [
      "the answer is something else",
      "example.com",
      { [bootstrap]: services, "https://com.test/v1/domain/example.com": 7 },
    ],
    [
      "the name is no text",
      "example.com",
      { [bootstrap]: services, "https://com.test/v1/domain/example.com": domainWith(["x"]) },
    ],
  ])("is not told when %s", async (_why, domain, answers) => {
    expect(await registrarByRdap(domain, registries(answers).fetch, forever)).toBeUndefined();
  });

  it("is not told when there is no network, no JSON, or no answer in time", async () => {
    const broken: Fetch = () => Promise.reject(new TypeError("fetch failed"));
    expect(await registrarByRdap("example.com", broken, forever)).toBeUndefined();
    const html: Fetch = async () => ({ ok: true, json: () => Promise.reject(new SyntaxError("<html>")) });
    expect(await registrarByRdap("example.com", html, forever)).toBeUndefined();
    const silent: Fetch = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const started = performance.now();
    expect(await registrarOf("example.com", silent)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("an unknown name is shown on one line, without what a terminal would obey", async () => {
    const { fetch } = registries({
      [bootstrap]: services,
      "https://com.test/v1/domain/example.com": domainWith("Evil\u001b[2J\nRegistrar"),
    });
    expect(await registrarOf("example.com", fetch)).toBe("Evil [2J Registrar");
  });
});

describe("where the name servers are entered", () => {
  const gabia = registrarNamed("Gabia, Inc.")!;
  const cloudflare = providerOf(["ada.ns.cloudflare.com"])!;
  const line = (...asked: Parameters<typeof whereInItsPages>) => {
    const found = whereInItsPages(...asked);
    return found === undefined ? undefined : { en: String(found), ko: inLanguage(catalogs.ko, found) };
  };

  it("is the registrar's menu, whoever keeps the DNS", () => {
    expect(line("example.com", { registrar: gabia, keeper: cloudflare })).toEqual({
      en: expect.stringMatching(/^It is registered at Gabia \(가비아\): My Gabia .*네임서버/),
      ko: "도메인 등록 업체: Gabia (가비아). My가비아 > 도메인 > 관리 > 네임서버 설정",
    });
  });

  it("may be the menu of who keeps the DNS, when nobody told the registrar", () => {
    expect(line("example.com", { keeper: gabia })?.en).toMatch(/^Its DNS is at Gabia .*If it was bought there too/);
    expect(line("example.com", { keeper: providerOf(["ns1.digitalocean.com"]) })?.en).toBe(
      "Its DNS is at DigitalOcean now; the change is made where it was bought.",
    );
  });

  it("is in the parent's DNS for a subdomain, wherever the domain was bought", () => {
    expect(line("api.example.com", { registrar: gabia, keeper: cloudflare })?.en).toBe(
      "The DNS of example.com is at Cloudflare.",
    );
  });

  it("is not said when nobody was recognised", () => {
    expect(line("example.com", {})).toBeUndefined();
  });
});
