import { describe, expect, test } from "vitest";
import { catalogs, type Language } from "../../src/language/languages.ts";
import { inLanguage, say } from "../../src/language/phrase.ts";
import { widthOf } from "../../src/layout/width.ts";
import type { Seen } from "../../src/status/look.ts";
import { reportOf, statusJson } from "../../src/status/report.ts";
import { statusLines } from "../../src/status/screen.ts";
import { balanced, deployment, resource, target } from "./facts.ts";

const arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shop-prod-alb/50dc6c495c0c9188";

const failed = deployment("Failed", {
  createdAt: "2026-01-05T08:00:00.000Z",
  description: "owner/shop@4f2a9c",
  failure: {
    code: "HEALTH_CONSTRAINTS",
    message: "The overall deployment failed because too many individual instances failed deployment.",
    event: {
      instanceId: "i-0a1b2c3d4e5f60718",
      name: "ApplicationStart",
      script: "deploy/start.sh",
      message: "Script at specified location: deploy/start.sh failed with exit code 1",
      logTail: "\x1b[31mError: Could not find or load main class\x1b[0m\nexit 1\n",
    },
  },
  rolledBackBy: { id: "d-2", status: "Succeeded" },
});

const seen: Seen = {
  resources: [
    resource("network.vpc", "available", { id: "vpc-1", foreign: true }),
    ...balanced.map((key) => resource(key, "present", key === "alb.load-balancer" ? { id: arn, state: "active" } : {})),
    resource("s3.assets-bucket", "kept", { id: "shop-prod-assets" }),
    resource("codedeploy.application", "present", { id: "shop" }),
    resource("codedeploy.deployment-group", "present", {
      id: "shop-prod",
      drift: ["rolled back: never -> on failure"],
    }),
  ].map((each) => ({
    ...each,
    state: { "ec2.instance": "running", "rds.instance": "available" }[each.key] ?? each.state,
  })),
  targets: { known: [target("unhealthy", say("healthAnswers", "/health", say("healthNothingThere")))] },
  certificate: {
    known: {
      arn: "arn:aws:acm:eu-central-1:111122223333:certificate/1",
      state: "ISSUED",
      names: ["example.com", "www.example.com"],
      notAfter: "2026-12-01T00:00:00.000Z",
      daysLeft: 330,
      renewal: "ELIGIBLE",
    },
  },
  delegation: {
    state: { delegated: true, answered: ["ns-1.awsdns-01.com"], verdict: "delegated" },
    words: say("nsDelegated", "example.com"),
    todo: undefined,
  },
  deployment: { known: failed },
  outside: null,
};

const cost = {
  known: {
    currency: "USD" as const,
    total: 57.02,
    totalUpTo: 63,
    pricesAsOf: "2026-11",
    approximate: true,
    lines: [
      { key: "server", what: "server t4g.small", detail: "730 h x $0.0208", monthly: 15.18, upTo: 15.18 },
      { key: "disk", what: "disk", detail: "", monthly: undefined, upTo: undefined },
    ],
  },
};

const place = { partition: "aws", region: "eu-central-1" };
const about = { fixed: { entry: "alb", domain: "example.com" }, applied: "fingerprint" } as const;
const report = (change: Partial<Seen> = {}, entry: "alb" | "direct" = "alb") =>
  reportOf(
    { ...seen, ...change },
    { ...about, fixed: { ...about.fixed, entry } },
    { url: "https://example.com", cost, place },
  );

function lines(columns: number, language: Language = "en", change: Partial<Seen> = {}, short = false): string[] {
  const text = (saying: Parameters<typeof inLanguage>[1]) => inLanguage(catalogs[language], saying);
  return statusLines(report(change), { columns, text, now: new Date("2026-01-05T11:10:00Z"), short });
}

describe("the screen", () => {
  test("in order: headline, resources, servers, certificate, name servers, deployment, cost, links", () => {
    const page = lines(100);
    expect(page[0]).toMatch(/^not up: i-1 answers \/health with 404/);
    const headings = page.filter((line) => /^[A-Z]/.test(line));
    expect(headings).toEqual([
      "Resources",
      "Servers behind the load balancer",
      "Certificate",
      "Name servers",
      "Last deployment",
      "Cost",
      "AWS console",
    ]);
  });

  test.each([
    [60, "en"],
    [60, "ko"],
    [100, "en"],
    [100, "ko"],
  ] as const)("fits %i columns in %s, but for ids and addresses, which stay whole", (columns, language) => {
    const wide = lines(columns, language).filter((line) => widthOf(line) > columns);
    const whole = [arn, ...report().links.map(({ url }) => url)];
    for (const line of wide) expect(whole).toContain(line.trim());
    expect(lines(columns, language).join("\n")).toContain(arn);
    if (language === "ko")
      expect(lines(columns, language).filter((line) => /^[A-Za-z]/.test(line))).toEqual(["AWS 콘솔"]);
  });

  test("resources under their step, with what differs and whose they are", () => {
    const page = lines(100).join("\n");
    expect(page).toMatch(/^ {2}network\n {4}network\.vpc +available +vpc-1 {2}there before$/m);
    expect(page).toMatch(/^ {4}rds\.instance +available +id of rds\.instance$/m);
    expect(page).toMatch(/^ {4}s3\.assets-bucket +kept +shop-prod-assets$/m);
    expect(page).toContain("differs: rolled back: never -> on failure");
  });

  test("the failing lifecycle event, without the colours that the script printed", () => {
    const page = lines(100).join("\n");
    expect(page).toContain("d-1  Failed, 3 h ago");
    expect(page).toContain("of abc.zip (owner/shop@4f2a9c)");
    expect(page).toContain("failed at ApplicationStart on i-0a1b2c3d4e5f60718");
    expect(page).toContain("Error: Could not find or load main class\n");
    expect(page).not.toContain("\x1b");
    expect(page).toContain("rolled back by d-2 (Succeeded)");
  });

  test("one line for what it costs, and one for what has no price", () => {
    const page = lines(100).join("\n");
    expect(page).toContain("about $57.02 - $63.00 a month (prices of 2026-11, approximate)");
    expect(page).toContain("without disk: no price is known");
  });

  test("what could not be asked is one line with the reason", () => {
    const unknown = { unknown: "AWS denied codedeploy:ListDeployments" };
    const page = lines(100, "en", {
      deployment: unknown,
      targets: unknown,
      certificate: unknown,
      delegation: undefined,
    });
    expect(page.filter((line) => line === "  could not be asked: AWS denied codedeploy:ListDeployments")).toHaveLength(
      3,
    );
    expect(page.join("\n")).toContain("DNS could not be asked whether example.com");
  });

  test("no deployment yet: a placeholder answers", () => {
    expect(lines(100, "en", { deployment: { known: null } }).join("\n")).toContain("none yet: a placeholder answers");
  });

  test("without a load balancer the certificate is on the server, and AWS does not see it", () => {
    const resources = seen.resources.filter(({ step }) => step !== "acm");
    const text = (saying: Parameters<typeof inLanguage>[1]) => inLanguage(catalogs.en, saying);
    const direct = report({ resources, targets: null, certificate: { known: null } }, "direct");
    const page = statusLines(direct, { columns: 100, text, now: new Date(), short: false }).join("\n");
    expect(page).toContain("nginx gets it from Let's Encrypt");
    const certificate = {
      issuer: "Let's Encrypt",
      names: ["example.com"],
      notAfter: "2026-03-01T00:00:00Z",
      trusted: true,
    };
    const asked = report({ ...seen, resources, outside: { answers: 200, problem: null, certificate } }, "direct");
    const shown = statusLines(asked, { columns: 100, text, now: new Date("2026-01-05T00:00:00Z"), short: false });
    expect(shown.join("\n")).toContain(
      "  as the server shows it, from Let's Encrypt\n  expires 2026-03-01, in 55 days",
    );
  });

  test("the short one has what is remarkable and no links", () => {
    const page = lines(100, "en", {}, true).join("\n");
    expect(page).not.toContain("https://eu-central-1.console");
    expect(page).not.toContain("rds.instance");
    expect(page).toContain("codedeploy.deployment-group");
    expect(page).toContain("16 resources as they should be");
  });
});

test("as JSON: English, plain, and honest about what was not asked", () => {
  const json = JSON.parse(JSON.stringify(statusJson(report({ deployment: { unknown: "AWS denied it" } }))));
  expect(json.health).toMatchObject({ up: false, verdict: "down", code: "server-unhealthy" });
  expect(json.health.reason).toMatch(/^i-1 answers \/health with 404/);
  expect(json.targets).toEqual([{ id: "i-1", port: 8080, state: "unhealthy", reason: expect.any(String) }]);
  expect(json.certificate).toMatchObject({ state: "present", names: ["example.com", "www.example.com"] });
  expect(json.lastDeployment).toBeNull();
  expect(json.notAsked).toEqual([{ what: "lastDeployment", why: "AWS denied it" }]);
  expect(json.monthlyCost).toMatchObject({ currency: "USD", total: 57.02, pricesAsOf: "2026-11" });
  expect(json.monthlyCost.lines[1]).toEqual({ key: "disk", what: "disk", detail: "", monthly: null, upTo: null });
  expect(json.links[0]).toEqual({ key: "ec2.instance", url: expect.stringContaining("InstanceDetails") });
});
