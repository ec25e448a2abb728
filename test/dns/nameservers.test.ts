import { expect, test } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { initShop, linesOf, type Project, project, resultOf, worldFile } from "../cli/project.ts";

const old = ["ns07.domaincontrol.com", "ns08.domaincontrol.com"];

/** The world between two runs. */
function changeWorld({ world, write }: Project, change: (world: World) => void): void {
  const now = world();
  change(now);
  write(worldFile, JSON.stringify(now));
}

const delegate = (to: Project, nameServers: string[]) =>
  changeWorld(to, (world) => {
    world.delegations["example.com"] = { nameServers, since: world.now };
  });

const short = [...initShop, "--database", "none", "--no-assets"];

test("nameservers: the four alone on stdout, what the registry answers on stderr, the verdict in JSON", async () => {
  const here = project();
  const servers = linesOf((await here.expectRun(3, short)).stdout).slice(0, 4);
  const look = async () => {
    const screen = await here.expectRun(0, ["nameservers"]);
    expect(linesOf(screen.stdout)).toEqual(servers);
    const korean = (await here.expectRun(0, ["nameservers", "--lang", "ko"])).stderr;
    const { delegation } = resultOf(await here.expectRun(0, ["nameservers", "--json"]));
    return { said: screen.stderr, korean, delegation };
  };

  const before = await look();
  expect(before.delegation).toEqual({ delegated: false, answered: [], verdict: "none" });
  expect(before.said).toContain("example.com has no name servers yet.");
  expect(before.said).toContain("Copy these four name servers to the registrar");
  expect(before.korean).toContain("네임서버 4개를 등록하세요");

  delegate(here, old);
  const unchanged = await look();
  expect(unchanged.delegation).toMatchObject({ delegated: false, verdict: "unchanged", provider: "GoDaddy" });
  expect(unchanged.said).toContain("Change Nameservers");
  expect(unchanged.korean).toContain("현재 네임서버: GoDaddy");

  const typed = servers[3]!.replace("awsdns", "awsdsn");
  delegate(here, [...servers.slice(0, 3), typed]);
  const typo = await look();
  expect(typo.delegation).toMatchObject({ verdict: "typo", typos: [{ answered: typed, meant: servers[3] }] });
  expect(typo.said).toContain(`${typed} should be ${servers[3]}`);
  expect(typo.korean).toContain("오타");

  delegate(here, servers);
  changeWorld(here, (world) => {
    world.caches = { "example.com": { nameServers: old, until: world.now + 36_000_000 } };
  });
  const cached = await look();
  expect(cached.delegation).toMatchObject({ delegated: true, verdict: "cached", remembered: old });
  expect(cached.said).toMatch(/still remember .*, for \d+ h( \d+ min)? at most/);
  // It counts as delegated: ACM asks the registry, not a cache.
  const done = await here.expectRun(0, ["resume", "--json"]);
  expect(resultOf(done)).toMatchObject({ status: "complete", outputs: { delegated: true } });
  expect(resultOf(done).warnings).toEqual([expect.stringContaining("still remember")]);
});

test("a leftover DS comes first wherever the name servers are told; hazards are warnings and in the result", async () => {
  const here = project();
  await here.expectRun(0, ["init", "--yes", "--app", "shop", "--domain", "example.com", "--no-provision"]);
  const hazard = (world: World) => {
    world.signers = { "example.com": { keyTags: [2371], ttl: 86_400 } };
    world.publicRecords.push({ name: "example.com", type: "CAA", ttl: 300, values: ['0 issue "letsencrypt.org"'] });
  };
  const first = await here.expectRun(3, short);
  expect(first.stderr).not.toContain("DNSSEC");
  changeWorld(here, hazard);
  const screen = await here.expectRun(3, ["resume"]);
  const at = (text: string) => screen.stderr.indexOf(text);
  expect(at("First turn DNSSEC off")).toBeGreaterThan(-1);
  expect(at("First turn DNSSEC off")).toBeLessThan(at("Copy these four"));
  // The last instruction of all is what people follow.
  expect(screen.stderr.slice(at("Waiting: "))).toMatch(/First turn DNSSEC off.*Only then: At the\s+registrar/s);
  expect(at('0 issue "amazon.com"')).toBeGreaterThan(-1);
  const { warnings } = resultOf(await here.expectRun(0, ["nameservers", "--json"]));
  expect(warnings).toEqual([expect.stringContaining("DNSSEC"), expect.stringContaining("CAA")]);
  expect((await here.expectRun(0, ["nameservers", "--lang", "ko"])).stderr).toContain("DNSSEC을 해제하고");
});

test("a domain in a zone that the account serves already: nobody is told to copy name servers", async () => {
  const here = project();
  await here.expectRun(0, [...short, "--wait"]);
  const api = ["--env", "dev", "--config", "dev.json"];
  const inZone = ["--domain", "api.example.com", "--database", "none", "--no-assets"];
  const made = await here.expectRun(0, ["init", "--yes", "--app", "shop", ...inZone, ...api]);
  expect(linesOf(made.stdout)).toEqual(["https://api.example.com"]);
  expect(made.stderr).toContain("no name servers to change");
  expect(made.stderr).not.toContain("Copy these four");

  const again = await here.expectRun(0, ["resume", ...api]);
  expect(linesOf(again.stdout)).toEqual(["https://api.example.com"]);
  expect(again.stderr).toContain("no name servers to change");

  const asked = await here.expectRun(0, ["nameservers", ...api]);
  expect(asked.stdout).toBe("");
  expect(asked.stderr).toContain("in the zone example.com, which this account serves already");
  const json = await here.expectRun(0, ["nameservers", "--json", ...api]);
  expect(json.events.filter(({ type }) => type === "nameServers")).toEqual([]);
  expect(resultOf(json).outputs.nameServers).toHaveLength(4);
});
