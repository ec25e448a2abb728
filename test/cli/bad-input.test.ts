import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { linesOf } from "./project.ts";

process.stdout.setMaxListeners(0);
process.stderr.setMaxListeners(0);
process.setMaxListeners(0);

/** The command line in this process, in an empty folder (but for a config) and with nothing of AWS around it. */
async function complain(args: string[], config?: string) {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-bad-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "deploy-wizard.json");
  if (config !== undefined) writeFileSync(file, config);
  for (const name of [
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
  ]) {
    vi.stubEnv(name, "");
  }
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "none"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "none"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  const heard = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    heard.out += text;
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    heard.err += text;
    return true;
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  const code = await main([...args, "--config", file, "--state", join(folder, "state")]);
  const made = readdirSync(folder).filter((name) => name !== "deploy-wizard.json");
  return { code, ...heard, made, hasConfig: existsSync(file) };
}

const shop = ["init", "--sandbox", "--yes", "--app", "shop"];
const named = (app: string) => ["init", "--sandbox", "--yes", "--app", app];
const at = (domain: string) => [...shop, "--domain", domain];
const withFlag = (flag: string, value: string) => [...shop, "--no-domain", flag, value];
const flags = (flag: string, values: string[], expected: RegExp): Row[] =>
  values.map((value) => [withFlag(flag, value), flag, value, expected]);

/** What is typed, the flag or config path that the message names, what it repeats, and what it says is expected. */
type Row = [args: string[], names: string, given: string, expected: RegExp, config?: string];

const apps = ["Shop", "1shop", "s", "shop--x", "shop-", "sh op", "", "a-name-of-21-character"];
const rows: Row[] = [
  ...apps.map((app): Row => [named(app), "--app", app, /2 to 20 lower-case letters/]),
  [named("internal-x"), "--app", "internal-x", /expected another name/],
  [named("sg-x"), "--app", "sg-x", /expected another name/],
  [at("localhost"), "--domain", "localhost", /a name like example\.com/],
  [at("192.0.2.1"), "--domain", "192.0.2.1", /IP address; expected a domain name/],
  [at("2001:db8::1"), "--domain", "2001:db8::1", /IP address; expected a domain name/],
  [at("[::1]"), "--domain", "[::1]", /IP address; expected a domain name/],
  [at("co.uk"), "--domain", "co.uk", /public suffix.*expected a name below it/],
  [at("github.io"), "--domain", "github.io", /public suffix/],
  [at("com"), "--domain", "com", /single word/],
  [at("*.example.com"), "--domain", "*.example.com", /wildcard; type the name itself: example\.com/],
  [at("a..example.com"), "--domain", "a..example.com", /empty part/],
  [at(".example.com"), "--domain", ".example.com", /empty part/],
  [at(""), "--domain", '""', /empty/],
  [at(`${"a".repeat(64)}.com`), "--domain", "aaaa", /at most 63/],
  [at("-shop.example.com"), "--domain", "-shop.example.com", /hyphen/],
  [at("ex_ample.com"), "--domain", "ex_ample.com", /letters, digits, hyphens and dots/],
  [at("https://example.com/"), "--domain", "https://example.com/", /only the name: example\.com/],
  [at("example.com:80"), "--domain", "example.com:80", /only the name: example\.com/],
  ...flags("--port", ["0", "65536", "-1", "80.5", "http", ""], /1 to 65535/),
  ...flags("--port", ["22"], /expected the port that the app/),
  ...flags("--disk", ["7", "16385", "big"], /8 to 16384 \(GiB\)/),
  ...flags("--database-storage", ["19", "x"], /20 to 65536/),
  ...flags("--backup-days", ["0", "36"], /1 to 35/),
  ...flags("--servers", ["0", "two", "3"], /1/),
  ...flags("--instance-type", ["big"], /t4g\.small/),
  ...flags("--entry", ["nlb"], /alb, direct/),
  ...flags("--runtime", ["rails"], /spring-boot, node, docker/),
  ...flags("--database", ["oracle"], /postgres, mysql, mariadb/),
  ...flags("--vpc", ["vpc-xyz"], /vpc-\.\.\./),
  ...flags("--health-check", ["up"], /starts with \//),
  ...flags("--github", ["name-only"], /owner\/name/),
  ...flags("--region", ["moon"], /eu-central-1/),
  ...flags("--env", ["Prod", "toolonge", "1", ""], /1 to 7 lower-case letters/),
  ...flags("--poll-interval", ["0", "-1", "often", ""], /seconds above 0/),
  ...flags("--timeout", ["0", "x"], /seconds above 0/),
  ...flags("--wait", ["0", "x"], /seconds above 0/),
  ...flags("--resolver", [":::", "9.9.9.9:99999", "a b"], /host:port/),
  ...flags("--endpoint-url", ["nope", "ftp://127.0.0.1"], /URL such as http/),
  [["init", "--sandbox", "--yes"], "--app", "Not answered", /--app shop/],
  [[...shop, "--no-domain", "--disc", "9"], "--disc", "--disc", /Did you mean --disk\?/],
  [["status", "--sandboxx"], "--sandboxx", "--sandboxx", /Did you mean --sandbox\?/],
  [["destory"], "destory", "destory", /Did you mean destroy\?/],
  [["init", "shop", "--sandbox"], "init", "1", /Expected 0 arguments/],
  [["plan", "--sandbox"], "server.disk", "4", /8 to 16384/, '{"app":"shop","server":{"disk":4}}'],
  [["plan", "--sandbox"], "domian", "domian", /did you mean domain\?/, '{"app":"shop","domian":"example.com"}'],
  [
    ["plan", "--sandbox"],
    "server.instancetype",
    "unknown",
    /server\.instanceType\?/,
    '{"app":"s1","server":{"instancetype":1}}',
  ],
  [["plan", "--sandbox"], "app", "missing", /2 to 20/, "{}"],
  [
    ["plan", "--sandbox"],
    "deploy-wizard.json",
    '"}" found',
    /line 2, column 12: .*expected a value/,
    '{"app":"shop",\n "domain": }',
  ],
  [["plan", "--sandbox"], "deploy-wizard.json", "end of the file", /line 1, column 14/, '{"app":"shop"'],
  [["plan", "--sandbox"], "deploy-wizard.json", "empty", /init/, " \n"],
  [["plan", "--sandbox"], "deploy-wizard.json", "no config", /init/],
  [["init", "--yes", "--app", "shop", "--no-domain"], "Region", "No AWS Region", /--region/],
  [
    ["init", "--yes", "--app", "shop", "--no-domain", "--region", "eu-central-1"],
    "credentials",
    "No AWS",
    /aws configure/,
  ],
  [["status", "--sandbox"], "state", "no state", /init/],
  [["destroy", "--sandbox", "--confirm", "shop"], "state", "no state", /recover/],
];

test.each(rows)("%j: exit 2, one line and a hint, no call", async (args, names, given, expected, config) => {
  const { code, out, err, made, hasConfig } = await complain(args, config);
  expect(code).toBe(2);
  expect(out).toBe("");
  const lines = linesOf(err).filter((line) => !line.startsWith("Sandbox: "));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(err).toContain(names);
  expect(err).toContain(given);
  expect(err).toMatch(expected);
  expect(err).not.toMatch(/^\s+at /m);
  // Neither the sandbox's world nor a state nor a config: nothing was called, nothing was begun.
  expect(made).toEqual([]);
  expect(hasConfig).toBe(config !== undefined);
});

test("several mistakes are named together, one a line", async () => {
  const { code, err } = await complain([...withFlag("--port", "0"), "--disk", "1"]);
  expect(code).toBe(2);
  expect(linesOf(err).slice(0, 2)).toEqual([expect.stringContaining("--port"), expect.stringContaining("--disk")]);
});

test.each([
  ["a flag's value", [...shop, "--port", "0"]],
  ["an option of every command", [...shop, "--poll-interval", "0"]],
  ["an unknown flag", [...shop, "--disc", "1"]],
])("with --json %s that is wrong is an error line, then the result", async (_what, args) => {
  const { code, out, err } = await complain([...args, "--json"]);
  expect(code).toBe(2);
  expect(err).toBe("");
  const [error, result] = linesOf(out).map((line) => JSON.parse(line) as object);
  expect(error).toMatchObject({ type: "error", message: expect.any(String) });
  expect(result).toMatchObject({ type: "result", command: "init", status: "failed" });
});
