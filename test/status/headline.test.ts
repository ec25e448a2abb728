import { expect, test } from "vitest";
import type { Saying } from "../../src/engine/saying.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage, say } from "../../src/language/phrase.ts";
import type { HealthFacts } from "../../src/status/facts.ts";
import { headline } from "../../src/status/headline.ts";
import type { Outside } from "../../src/status/outside.ts";
import { deployment, elsewhere, facts, resource, target } from "./facts.ts";

const answers = (path: string, answer: Saying) => say("healthAnswers", path, answer);

const alone = { entry: "direct", targets: null } as const;
const outside = (answers: number, trusted = true): Outside => ({
  answers,
  problem: null,
  certificate: { issuer: "nobody", names: ["example.com"], notAfter: "2026-03-01T00:00:00Z", trusted },
});

type Case = [what: string, facts: HealthFacts, verdict: string, code: string, reason: RegExp];

const firstRun = { completed: false, targets: [target("unused", say("healthNotInUse"))] };
const noHttps = { "alb.listener-https": null };
const pending = { ...noHttps, "acm.certificate": "PENDING_VALIDATION" };

const cases: Case[] = [
  ["nothing made", facts({}, { resources: [] }), "down", "nothing-made", /nothing has been made yet/],
  [
    "only what destroy kept",
    facts({}, { resources: [resource("route53.zone", "kept"), resource("s3.assets-bucket", "kept")] }),
    "down",
    "taken-down",
    /taken down/,
  ],
  [
    "only the network so far",
    facts({}, { resources: [resource("network.vpc", "available", { foreign: true })], ...firstRun, targets: null }),
    "coming",
    "not-made-yet",
    /ec2\.instance has not been made yet/,
  ],
  ["instance stopped", facts({ "ec2.instance": "stopped" }), "down", "resource-out", /ec2\.instance is stopped/],
  [
    "instance stopped explains the unhealthy target and the stopped database",
    facts(
      { "ec2.instance": "stopping", "rds.instance": "stopped" },
      { targets: [target("unused", say("healthStopped"))] },
    ),
    "down",
    "resource-out",
    /ec2\.instance is stopping/,
  ],
  ["instance terminated", facts({ "ec2.instance": "absent" }), "down", "resource-out", /does not exist any more/],
  ["database stopped", facts({ "rds.instance": "stopped" }), "down", "resource-out", /rds\.instance is stopped/],
  ["database full", facts({ "rds.instance": "storage-full" }), "down", "resource-out", /storage-full/],
  ["database backing up", facts({ "rds.instance": "backing-up" }), "up", "up", /^$/],
  ["load balancer failed", facts({ "alb.load-balancer": "failed" }), "down", "resource-out", /load-balancer is failed/],
  ["certificate expired", facts({ "acm.certificate": "EXPIRED" }), "down", "resource-out", /certificate is EXPIRED/],
  ["https listener deleted", facts({ "alb.listener-https": "absent" }), "down", "resource-out", /listener-https does/],
  ["http listener deleted: https still works", facts({ "alb.listener-http": "absent" }), "up", "up", /^$/],
  ["nobody is let in", facts({ "network.https-in": "absent" }), "down", "resource-out", /https-in does not/],
  ["the load balancer is kept out", facts({ "network.app-from-alb": "absent" }), "down", "resource-out", /app-from/],
  ["http is kept out: https still works", facts({ "network.http-in": "absent" }), "up", "up", /^$/],
  ["record deleted", facts({ "alb.record": "absent" }), "down", "resource-out", /alb\.record does not exist/],
  ["zone deleted", facts({ "route53.zone": "absent" }), "down", "resource-out", /route53\.zone does not exist/],
  [
    "target answers 404",
    facts({}, { targets: [target("unhealthy", answers("/health", say("healthNothingThere")))] }),
    "down",
    "server-unhealthy",
    /i-1 answers \/health with 404/,
  ],
  ["no target", facts({}, { targets: [] }), "down", "no-server", /no server is registered/],
  [
    "one of two targets healthy",
    facts({}, { targets: [target("unhealthy", "x"), target("healthy")] }),
    "up",
    "up",
    /^$/,
  ],
  [
    "first health check",
    facts({}, { targets: [target("initial", say("healthFirstCheck"))] }),
    "coming",
    "first-check",
    /checked for the first time/,
  ],
  [
    "one target initial, the other sick: the sick one tells",
    facts(
      {},
      {
        targets: [
          target("initial", say("healthFirstCheck")),
          target("unhealthy", answers("/", say("healthAppError", "500"))),
        ],
      },
    ),
    "down",
    "server-unhealthy",
    /with 500/,
  ],
  [
    "being deployed",
    facts({}, { targets: [target("draining", say("healthLeaving"))], deployment: deployment("InProgress") }),
    "coming",
    "being-deployed",
    /deployment d-1 is under way/,
  ],
  [
    "draining without a deployment",
    facts({}, { targets: [target("draining", say("healthLeaving"))], deployment: deployment("Succeeded") }),
    "down",
    "server-unhealthy",
    /i-1 is being taken out/,
  ],
  [
    "the chain back to the registrar",
    facts(pending, { ...firstRun, delegation: elsewhere }),
    "coming",
    "no-https-yet",
    /no https listener yet, because the certificate is not issued, because .*points at ns1\.gandi\.net/,
  ],
  [
    "the chain, DNS silent",
    facts(pending, { ...firstRun, delegation: "unknown" }),
    "coming",
    "no-https-yet",
    /not issued, because DNS could not be asked whether example\.com/,
  ],
  [
    "the chain, ACM at work",
    facts(pending, firstRun),
    "coming",
    "no-https-yet",
    /not issued, because ACM has not seen/,
  ],
  ["issued after the last run", facts(noHttps, firstRun), "coming", "no-https-yet", /`deploy-wizard resume` makes it/],
  [
    "listener being made",
    facts({ "alb.listener-https": "unfinished" }, firstRun),
    "coming",
    "no-https-yet",
    /no https listener yet/,
  ],
  [
    "delegated elsewhere after it had been up",
    facts({}, { delegation: elsewhere }),
    "down",
    "not-delegated",
    /not those of Route 53 yet: example\.com points at/,
  ],
  ["database creating", facts({ "rds.instance": "creating" }), "coming", "resource-coming", /is creating/],
  ["cut short", facts({ "alb.registration": "unfinished" }), "coming", "resource-coming", /resume` goes on with it/],
  ["record not made yet", facts({ "alb.record": null }), "coming", "not-made-yet", /alb\.record has not been made/],
  ["DNS silent", facts({}, { delegation: "unknown" }), "unknown", "dns-silent", /DNS could not be asked/],
  ["health silent", facts({}, { targets: null }), "unknown", "health-silent", /cannot tell the health/],
  ["not shown", facts({ "ec2.instance": "unknown" }), "unknown", "not-shown", /AWS does not show .*ec2\.instance/],
  [
    "not shown, and answers",
    facts({ "eip.address": "unknown" }, { ...alone, outside: outside(200) }),
    "up",
    "up",
    /^$/,
  ],
  ["not shown, and not on the way", facts({ "s3.build-bucket": "unknown" }), "up", "up", /^$/],
  [
    "no domain",
    facts(
      { "alb.listener-https": null, "acm.certificate": null, "alb.record": null, "route53.zone": null },
      {
        domain: null,
        url: "http://alb",
        delegation: null,
      },
    ),
    "up",
    "up",
    /^$/,
  ],
  [
    "no domain, http listener gone",
    facts({ "alb.listener-http": "absent" }, { domain: null, url: "http://alb", delegation: null }),
    "down",
    "resource-out",
    /listener-http does not exist/,
  ],
  [
    "direct: nobody in AWS looks",
    facts({}, { entry: "direct", targets: null }),
    "unknown",
    "not-visible",
    /whether https:\/\/example\.com answers cannot be seen/,
  ],
  ["direct: a visitor finds it", facts({}, { ...alone, outside: outside(200) }), "up", "up", /^$/],
  ["direct: a visitor is asked to log in", facts({}, { ...alone, outside: outside(401) }), "up", "up", /^$/],
  [
    "direct: nothing answers",
    facts({}, { ...alone, outside: { answers: null, problem: "connect ECONNREFUSED", certificate: null } }),
    "down",
    "no-answer",
    /does not answer: connect ECONNREFUSED/,
  ],
  ["direct: the app is down", facts({}, { ...alone, outside: outside(502) }), "down", "server-unhealthy", /with 502/],
  [
    "direct: no certificate from Let's Encrypt yet",
    facts({}, { ...alone, completed: false, outside: outside(200, false) }),
    "coming",
    "certificate-untrusted",
    /browsers do not trust .* \(from nobody\)/,
  ],
  [
    "direct, address lost",
    facts({ "eip.association": "absent" }, { entry: "direct", targets: null }),
    "down",
    "resource-out",
    /eip\.association does not exist/,
  ],
  [
    "direct, first run, not delegated",
    facts({}, { entry: "direct", targets: null, completed: false, delegation: elsewhere }),
    "coming",
    "not-delegated",
    /points at ns1\.gandi\.net/,
  ],
  ["a failed deployment while the old one runs", facts({}, { deployment: deployment("Failed") }), "up", "up", /^$/],
  ["all in place", facts(), "up", "up", /^$/],
];

test.each(cases)("%s", (_what, given, verdict, code, reason) => {
  const found = headline(given);
  expect([found.verdict, found.code]).toEqual([verdict, code]);
  expect(String(found.reason ?? "")).toMatch(reason);
  if (found.reason) expect(inLanguage(catalogs.ko, found.reason)).toMatch(/[가-힣]/);
});
