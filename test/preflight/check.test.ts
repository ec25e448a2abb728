import { expect, test } from "vitest";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { isLook } from "../commands/rehearsal.ts";
import { account, examine, madeShop, shop } from "./examine.ts";

/** IAM judges; it does nothing. */
const isSimulation = (call: string) => call === "iam SimulatePrincipalPolicy";

test.each(["alb", "direct"])("only looking calls are sent, and nothing changes (%s)", async (entry) => {
  const { sandbox, config, state } = await madeShop({ entry });
  const empty = account();
  for (const [one, with_] of [
    [sandbox, { state }],
    [empty, {}],
  ] as const) {
    const before = JSON.stringify({ ...one.world, now: 0, firstLooks: {} });
    const { calls } = await examine(one, config, with_);
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter((call) => !isLook(call) && !isSimulation(call))).toEqual([]);
    expect(JSON.stringify({ ...one.world, now: 0, firstLooks: {} })).toBe(before);
  }
});

test("a new account has nothing that stands in the way; each check says so", async () => {
  const { findings } = await examine(account());
  expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
    "credentials ok",
    "region ok",
    "network ok",
    "permissions ok",
    "quotas ok",
    "database ok",
    "dns ok",
    "names ok",
  ]);
});

test("a config without domain and database has nothing to check there", async () => {
  const { of } = await examine(account(), shop({ domain: null, database: null }));
  expect(of("dns")).toMatchObject([{ status: "ok", message: "This config has no domain." }]);
  expect(of("database")).toMatchObject([{ status: "ok", message: "This config has no database." }]);
});

test("when AWS refuses everything, every check is unknown and none crashes", async () => {
  const sandbox = account(({ faults }) => {
    faults.push({ command: "*", code: "AccessDenied", status: 403, times: 10_000 });
  });
  const { findings } = await examine(sandbox);
  expect(findings.length).toBeGreaterThan(7);
  for (const { status, message } of findings) {
    expect(status).toBe("unknown");
    expect(message).not.toContain("\n");
  }
});

test("DNS that would break the domain is a warning, because everything else is made all the same", async () => {
  const sandbox = account((world) => {
    world.publicRecords.push({ name: "example.com", type: "CAA", ttl: 300, values: ['0 issue "other-ca.example"'] });
  });
  const findings = (await examine(sandbox)).of("dns");
  expect(findings).toMatchObject([{ status: "warning" }]);
  expect(String(findings[0]?.hint)).toMatch(/letsencrypt|amazon/);
  expect(String(findings[0]?.message)).toContain("CAA");
  expect(inLanguage(catalogs.ko, findings[0]!.message)).toMatch(/[가-힣]/);
  expect((await examine(sandbox, shop({ domain: "other.example" }))).of("dns")).toMatchObject([{ status: "ok" }]);
});

test("the server's agent: online, gone, and not asked for before there is a server", async () => {
  const { sandbox, config, state } = await madeShop();
  const agent = async () => (await examine(sandbox, config, { state })).of("agent");
  expect(await agent()).toMatchObject([{ status: "ok" }]);
  sandbox.world.ec2.instances[0]!.phase = "stopped";
  const [gone] = await agent();
  expect(gone?.status).toBe("warning");
  expect(gone?.hint).toContain("aws ec2 reboot-instances --instance-ids i-");
  expect((await examine(account())).of("agent")).toEqual([]);
});
