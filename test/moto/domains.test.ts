import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { audit, type Expected } from "./audit.ts";
import { only, openStage, type Run, type Stage } from "./stage.ts";

const entries = ["alb", "direct"] as const;

/** Without what these tests are not about. */
const short = ["--yes", "--app", "shop", "--database", "none"];
const asked = { app: "shop", environment: "prod", port: 8080, databasePort: null, disk: 20 };

describe.skipIf(!(await motoAvailable()))("kinds of domains on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  afterEach(() => stage.next());

  const nothingFound = async (run: Run, more: Pick<Expected, "entry" | "domain">) => {
    expect([run.said, run.code]).toEqual(["", 0]);
    expect(audit(await stage.world(), { ...asked, ...more, id: run.outputs.id })).toEqual([]);
  };

  it.each(entries)("puts a subdomain into the zone above that this account serves (%s)", async (entry) => {
    const args = ["route53", "create-hosted-zone", "--name", "example.com", "--caller-reference", "theirs"];
    const { DelegationSet } = (await stage.moto.awsCli(args)) as { DelegationSet: { NameServers: string[] } };
    stage.delegate("example.com", DelegationSet.NameServers);

    const run = await stage.wizard(["init", ...short, "--domain", "api.example.com", "--entry", entry]);
    expect([run.said, run.code, run.outputs.url]).toEqual(["", 0, "https://api.example.com"]);
    expect(run.events.filter(({ type }) => type === "nameServers")).toEqual([]);
    const { route53, acm } = await stage.world();
    const zone = only(route53.zones);
    expect([zone.Name, zone.Tags]).toEqual(["example.com.", {}]);
    expect(zone.Records.filter(({ Type }) => Type === "A").map(({ Name }) => Name)).toEqual(["api.example.com."]);
    expect(zone.Records.filter(({ Type }) => Type === "CNAME")).toHaveLength(entry === "alb" ? 1 : 0);
    const names = entry === "alb" ? [["api.example.com"]] : [];
    expect(acm.certificates.map(({ SubjectAlternativeNames }) => SubjectAlternativeNames)).toEqual(names);
  });

  it.each(entries)("gives a subdomain its own zone when its parent is elsewhere (%s)", async (entry) => {
    const parent = { name: "example.com", type: "NS" as const, data: "ns1.elsewhere.test" };
    stage.dns.set([parent]);
    const init = ["init", ...short, "--domain", "api.example.com", "--entry", entry];
    const parked = await stage.wizard(init);
    expect(parked.code).toBe(3);
    expect(parked.said).toContain("In the DNS of example.com, add NS records for api.example.com");
    expect(parked.said).not.toContain("registrar");
    const screen = await stage.onScreen(["resume"]);
    expect([screen.code, screen.stderr]).toEqual([3, expect.stringMatching(/NS records for api\.example\.com/)]);

    const zone = only((await stage.world()).route53.zones);
    expect([zone.Name, zone.NameServers]).toEqual(["api.example.com.", parked.outputs.nameServers]);
    stage.delegate("api.example.com", zone.NameServers, [parent]);
    await nothingFound(await stage.wizard(["resume"]), { entry, domain: "api.example.com" });
  });

  it.each(entries)("serves http without a domain, and https after one has been added (%s)", async (entry) => {
    const first = await stage.wizard(["init", ...short, "--no-domain", "--entry", entry]);
    await nothingFound(first, { entry, domain: null });
    const { elb, ec2, route53 } = await stage.world();
    const host = entry === "alb" ? only(elb.balancers).DNSName : only(ec2.addresses).PublicIp;
    expect(first.outputs).toMatchObject({ url: `http://${host}`, nameServers: null, delegated: null });
    expect(route53.zones).toEqual([]);

    stage.edit((config) => {
      config.domain = "example.com";
    });
    const parked = await stage.wizard(["resume"]);
    expect([parked.code, parked.outputs.url]).toEqual([3, "https://example.com"]);
    const between = only((await stage.world()).route53.zones);
    expect(between.Records.filter(({ Type }) => Type === "A")).toHaveLength(2);
    stage.delegate("example.com", between.NameServers);
    const second = await stage.wizard(["resume"]);
    await nothingFound(second, { entry, domain: "example.com" });
    expect(second.outputs.servers).toEqual(first.outputs.servers);
    const { ssm } = await stage.world();
    expect(ssm.parameters.find(({ Name }) => Name.endsWith("/domain"))?.Value).toBe("example.com");
  });
});
