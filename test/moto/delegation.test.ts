import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CliRun } from "../support/cli.ts";
import type { ZoneRecord } from "../support/dns-server.ts";
import { motoAvailable } from "../support/moto.ts";
import { census } from "./audit-names.ts";
import { only, openStage, type Run, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

/** What the domain has at the registrar's own DNS before it moves. */
const former: ZoneRecord[] = [
  { name: "example.com", type: "NS", data: "ns1.registrar.test" },
  { name: "example.com", type: "A", data: "192.0.2.80" },
  { name: "example.com", type: "MX", data: { preference: 10, exchange: "mx.mail.test" } },
  { name: "example.com", type: "TXT", data: ["v=spf1 include:mail.test -all"] },
  { name: "google._domainkey.example.com", type: "TXT", data: ["v=DKIM1; k=rsa; p=MIGf"] },
  { name: "_dmarc.example.com", type: "TXT", data: ["v=DMARC1; p=none"] },
  { name: "blog.example.com", type: "CNAME", data: "blogs.test" },
  { name: "www.example.com", type: "A", data: "192.0.2.80" },
];

describe.skipIf(!(await motoAvailable()))("a domain that is not delegated yet, on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
    let screen: CliRun;
    let parked: World;
    let again: Run;
    let last: Run;
    let world: World;
    beforeAll(async () => {
      stage.dns.set(former);
      stage.moto.holdCertificates(true);
      screen = await stage.onScreen(["init", "--yes", "--app", "shop", "--domain", "example.com", "--entry", entry]);
      parked = await stage.world();
      again = await stage.wizard(["resume"]);
      const servers = only(parked.route53.zones).NameServers;
      setTimeout(() => {
        stage.delegate("example.com", servers);
        stage.moto.holdCertificates(false);
      }, 1500);
      last = await stage.wizard(["resume", "--wait"]);
      world = await stage.world();
    });
    afterAll(() => stage.next());

    it("parks with exit 3, the name servers on the screen and on stdout", () => {
      const servers = only(parked.route53.zones).NameServers;
      expect(screen.code).toBe(3);
      for (const server of servers) expect(screen.stderr).toContain(server);
      expect(screen.stderr).toContain("registrar");
      expect(screen.stderr).toContain("ns1.registrar.test");
      expect(screen.stdout).toBe(`${[...servers, "https://example.com"].join("\n")}\n`);
    });

    it("has done everything that does not need the person", () => {
      const missing = census(world).filter((one) => !census(parked).includes(one));
      expect(missing).toEqual(entry === "alb" ? ["alb.listener-https shop-prod-https"] : []);
      expect(census(parked).filter((one) => !census(world).includes(one))).toEqual([]);
    });

    it("parks again, with the same certificate, and says so in JSON", () => {
      expect([again.code, again.status, again.outputs.delegated]).toEqual([3, "waiting", false]);
      expect(again.outputs.nameServers).toEqual(only(parked.route53.zones).NameServers);
      const told = only(again.events.filter(({ type }) => type === "nameServers"));
      expect(told).toMatchObject({ domain: "example.com", nameServers: again.outputs.nameServers });
      expect(again.said).toContain("ns1.registrar.test");
      expect(again.outputs.certificateArn).toBe(parked.acm.certificates[0]?.CertificateArn ?? null);
    });

    it("finishes with resume --wait once the registry has the name servers", () => {
      expect([last.said, last.code, last.outputs.delegated]).toEqual(["", 0, true]);
      expect(world.acm.certificates.map(({ CertificateArn }) => CertificateArn)).toEqual(
        parked.acm.certificates.map(({ CertificateArn }) => CertificateArn),
      );
      expect(world.acm.certificates.every(({ Status }) => Status === "ISSUED")).toBe(true);
    });

    it("has carried mail and other records over before, and not what the wizard makes itself", () => {
      const of = (name: string, type: string) =>
        only(parked.route53.zones)
          .Records.filter((one) => one.Name === `${name}.` && one.Type === type)
          .flatMap((one) => one.ResourceRecords?.map(({ Value }) => Value) ?? []);
      expect(of("example.com", "MX")).toEqual(["10 mx.mail.test."]);
      expect(of("example.com", "TXT")).toEqual(['"v=spf1 include:mail.test -all"']);
      expect(of("google._domainkey.example.com", "TXT")).toEqual(['"v=DKIM1; k=rsa; p=MIGf"']);
      expect(of("_dmarc.example.com", "TXT")).toEqual(['"v=DMARC1; p=none"']);
      expect(of("blog.example.com", "CNAME")).toEqual(["blogs.test."]);
      expect([...of("example.com", "A"), ...of("www.example.com", "A")]).not.toContain("192.0.2.80");
      expect(of("example.com", "NS")).toHaveLength(4);
    });
  });
});
