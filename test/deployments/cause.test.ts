import { describe, expect, test } from "vitest";
import { causeOf, type FailureFacts } from "../../src/deployments/cause.ts";
import { catalogs } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";

const facts = (change: Partial<FailureFacts> = {}): FailureFacts => ({
  status: "Failed",
  code: "HEALTH_CONSTRAINTS",
  message: "The overall deployment failed because too many individual instances failed deployment.",
  event: undefined,
  begun: true,
  health: [],
  agent: undefined,
  instanceId: "i-1",
  region: "eu-west-1",
  port: 8080,
  healthCheck: "/health",
  ...change,
});
const at = (name: string, logTail: string, more: object = {}) =>
  facts({ event: { instanceId: "i-1", name, diagnostics: { scriptName: "deploy/x.sh", logTail, ...more } } });
const validate = (answer: string) => at("ValidateService", `not healthy: and the last answer was ${answer}`);

const table: [what: string, facts: FailureFacts, why: RegExp, mend: RegExp][] = [
  ["no server", facts({ code: "NO_INSTANCES", begun: false }), /no running server/, /deploy-wizard resume/],
  [
    "no agent",
    facts({ begun: false, agent: { agent: "inactive", said: "failed" } }),
    /agent on i-1/,
    /restart codedeploy-agent/,
  ],
  ["the former stop script", at("ApplicationStop", "boom"), /stops the former/, /--ignore-application-stop-failures/],
  [
    "no bundle",
    at("DownloadBundle", "", { message: "The specified key does not exist." }),
    /not in the build/,
    /deploy/,
  ],
  ["no right to it", at("DownloadBundle", "", { message: "Access Denied" }), /may not read/, /resume/],
  ["no room", at("AfterInstall", "cp: No space left on device"), /disk is full/, /start-session/],
  [
    "no artifact",
    at("AfterInstall", "the bundle has no app.jar, which spring-boot needs"),
    /no artifact/,
    /Build again/,
  ],
  ["no memory", at("ValidateService", "java.lang.OutOfMemoryError: Java heap space"), /out of memory/, /larger server/],
  ["a newer Java", at("ValidateService", "java.lang.UnsupportedClassVersionError"), /newer Java/, /Java 21/],
  ["no database", at("ValidateService", "Communications link failure"), /its database/, /status/],
  [
    "the port is taken",
    at("ValidateService", "java.net.BindException: Address already in use"),
    /port 8080/,
    /session/,
  ],
  ["a login", validate("401"), /answers 401: it wants a login/, /without a login/],
  ["a redirect", validate("302"), /a redirect/, /without a login/],
  ["no such path", validate("404"), /answers 404/, /healthCheck/],
  ["the app's own error", validate("503"), /answers 503/, /journalctl/],
  ["nobody listens", validate("no answer"), /does not listen on port 8080/, /journalctl/],
  ["the load balancer", at("AllowTraffic", "", { scriptName: "" }), /load balancer/, /healthCheck/],
  ["too slow", at("ApplicationStart", "", { errorCode: "ScriptTimedOut" }), /not done in its time/, /journalctl/],
  ["something else", at("ApplicationStart", "mystery"), /script of ApplicationStart failed/, /journalctl/],
];

describe("the likely cause, and one thing that mends it", () => {
  test.each(table)("%s", (_what, failure, why, mend) => {
    const cause = causeOf(failure);
    expect(String(cause.why)).toMatch(why);
    expect(String(cause.mend)).toMatch(mend);
    expect(inLanguage(catalogs.ko, cause.why)).toMatch(/[가-힣]/);
  });
});
