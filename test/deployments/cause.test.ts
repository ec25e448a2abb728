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
  unasked: [],
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

const active = { agent: "active" } as const;
const sick = "i-1 is being taken out of the target group";

/** Signs that another rule could take for its own. */
const subtle: typeof table = [
  [
    "stopped before it began",
    facts({ status: "Stopped", code: undefined, begun: false }),
    /somebody stopped it/,
    /deploy/,
  ],
  [
    "CodeDeploy's own role",
    facts({ code: "IAM_ROLE_PERMISSIONS", begun: false, message: "The IAM role does not give you permission." }),
    /may not do its work: The IAM role does not give you permission$/,
    /deploy-wizard resume/,
  ],
  [
    "a bundle that was never there",
    facts({ code: "REVISION_MISSING", begun: false }),
    /not in the build bucket/,
    /deploy/,
  ],
  [
    "nobody can ask the agent",
    facts({ begun: false, agent: { agent: "unknown", why: "denied" } }),
    /agent on i-1/,
    /restart/,
  ],
  [
    "an agent that lives",
    facts({ begun: false, agent: active, message: "Why." }),
    /HEALTH_CONSTRAINTS: Why$/,
    /journalctl/,
  ],
  ["a hook before traffic", at("BeforeBlockTraffic", "boom"), /stops the former/, /--ignore-application-stop-failures/],
  [
    "no room for the bundle",
    at("DownloadBundle", "", { scriptName: "", message: "No space left on device @ io_write" }),
    /disk is full/,
    /start-session/,
  ],
  [
    "no way to the bundle",
    at("DownloadBundle", "", { scriptName: "", errorCode: "UnknownError", message: "Net::OpenTimeout." }),
    /^CodeDeploy says UnknownError: Net::OpenTimeout$/,
    /journalctl/,
  ],
  [
    "a file in the way",
    at("Install", "", { scriptName: "", message: "a specified file already exists at this location: /opt/app/x" }),
    /in its way/,
    /OVERWRITE/,
  ],
  [
    "a database that wants TLS",
    at("ValidateService", 'no pg_hba.conf entry for host "10.0.0.5", no encryption'),
    /its database/,
    /status/,
  ],
  [
    "a stop by the kernel",
    at("ApplicationStart", "Main process exited, code=killed, status=9/KILL"),
    /memory/,
    /larger/,
  ],
  ["thousands in the log", at("ValidateService", "waited 60000 ms"), /script of ValidateService failed/, /journalctl/],
  ["a number that is no answer", at("ValidateService", "401 orders loaded"), /script of ValidateService/, /journalctl/],
  [
    "out of its target group meanwhile",
    { ...at("AfterInstall", "mystery"), health: [sick] },
    /script of AfterInstall failed/,
    /journalctl/,
  ],
  [
    "healthy for itself and not for the load balancer",
    { ...at("AllowTraffic", "", { scriptName: "" }), health: ["i-1 answers /health with 301"] },
    /does not find it healthy: i-1 answers \/health with 301/,
    /healthCheck/,
  ],
  [
    "no script",
    at("ApplicationStart", "", { errorCode: "ScriptMissing" }),
    /deploy\/x\.sh is not in/,
    /codedeploy --force/,
  ],
];

test.each(subtle)("%s", (_what, failure, why, mend) => {
  const cause = causeOf(failure);
  expect(String(cause.why)).toMatch(why);
  expect(String(cause.mend)).toMatch(mend);
  expect(String(cause.why)).not.toMatch(/\.$/);
});

test("what is to be copied is whole: Region and server are in it", () => {
  const mends = [...table, ...subtle].map(([, failure]) => String(causeOf(failure).mend));
  const remote = mends.filter((mend) => mend.includes("aws ssm"));
  expect(remote.length).toBeGreaterThan(5);
  for (const mend of remote) {
    expect(mend).toContain("--region eu-west-1");
    expect(mend).toMatch(/--(target|instance-ids) i-1\b/);
  }
});

describe("the likely cause, and one thing that mends it", () => {
  test.each(table)("%s", (_what, failure, why, mend) => {
    const cause = causeOf(failure);
    expect(String(cause.why)).toMatch(why);
    expect(String(cause.mend)).toMatch(mend);
    expect(inLanguage(catalogs.ko, cause.why)).toMatch(/[가-힣]/);
  });
});
