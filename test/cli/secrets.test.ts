/** Secrets are planted wherever a run could come across one; then everything that it wrote is searched for them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { run, testWith } from "../delivery/tool.ts";
import type { CliRun } from "../support/cli.ts";
import { project, resultOf } from "./project.ts";
import { withShop } from "./shop.ts";

const secrets = {
  awsSecret: "pLaNtEd/aws+secret0123456789abcdefghij00",
  profileSecret: "pLaNtEd/profile+secret0123456789abcdef00",
  sessionToken: "pLaNtEd-session-token-9f8e7d",
  gitHubToken: "ghp_pLaNtEd0123456789abcdefghijklmnopqrst",
  remoteToken: "ghp_pLaNtEdRemote0123456789abcdefghijkl",
  dotEnv: "pLaNtEd-database-pass&word",
  npmToken: "npm_pLaNtEd0123456789abcdefghijklmnopqr",
  urlPassword: "pLaNtEd-url-p4ssw0rd",
};

/** The forms in which a secret may have been written. In base64 it depends on what stands before it. */
function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.from(" ".repeat(before) + secret)
      .toString("base64")
      .slice(before === 0 ? 0 : 4, -4),
  );
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inBase64];
}

function leaksIn(text: string): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );
}

/** Every file below `folder`, but for those that were planted. */
function filesIn(folder: string, planted: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !planted.includes(file));
}

/** What a bundle holds, one file after the other, and what the archives among them hold. */
function unpacked(bundle: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "bundle.zip"), bundle);
  expect(run("unzip", ["-q", join(folder, "bundle.zip"), "-d", join(folder, "in")])).toMatchObject({ status: 0 });
  const files = filesIn(join(folder, "in"), []).map((file) => readFileSync(file));
  expect(files.length).toBeGreaterThan(3);
  const isGzip = (bytes: Buffer) => bytes.subarray(0, 2).toString("hex") === "1f8b";
  return Buffer.concat(files.map((bytes) => (isGzip(bytes) ? gunzipSync(bytes) : bytes)));
}

test("the search finds a secret in each of its forms", () => {
  const secret = secrets.dotEnv;
  for (const text of [secret, encodeURIComponent(secret)]) expect(leaksIn(`x ${text} y`)).toEqual(["dotEnv"]);
  for (const before of ["", "a", "ab"]) {
    expect(leaksIn(Buffer.from(`${before}${secret} and more`).toString("base64"))).toEqual(["dotEnv"]);
  }
  expect(leaksIn("nothing")).toEqual([]);
});

testWith("unzip")("no secret is in anything that a whole life of an app writes or says", async () => {
  const its = withShop(project());
  mkdirSync(its.path(".git"));
  mkdirSync(its.path("src"));
  const planted = {
    ".env": `DB_PASSWORD=${secrets.dotEnv}\nPORT=3000\n`,
    "src/.env.production": `DB_PASSWORD=${secrets.dotEnv}\n`,
    ".npmrc": `//registry.npmjs.org/:_authToken=${secrets.npmToken}\n`,
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": `[remote "origin"]\n\turl = https://x:${secrets.remoteToken}@github.com/acme/shop.git\n`,
    credentials: `[default]\naws_access_key_id = AKIAPLANTED\naws_secret_access_key = ${secrets.profileSecret}\n`,
  };
  for (const [name, text] of Object.entries(planted)) its.write(name, text);
  its.write("package.json", '{"name":"shop","scripts":{"start":"node server.js"}}');
  its.write("server.js", "require('http').createServer().listen(process.env.PORT)");
  const temp = its.temp.env.TMPDIR!;
  const env = {
    ...its.temp.env,
    AWS_ACCESS_KEY_ID: "AKIAPLANTED",
    AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
    AWS_SESSION_TOKEN: secrets.sessionToken,
    AWS_SHARED_CREDENTIALS_FILE: its.path("credentials"),
    GITHUB_TOKEN: secrets.gitHubToken,
  };
  const runs: CliRun[] = [];
  const expectRun = async (code: number, args: string[]) => {
    const ran = await its.run(args, { env });
    expect(ran.code, `${args.join(" ")}\n${ran.stderr}${ran.stdout}`).toBe(code);
    runs.push(ran);
    return ran;
  };
  const remote = `https://x:${secrets.urlPassword}@github.com/acme/shop`;
  const site = `https://x:${secrets.urlPassword}@example.com/`;
  await expectRun(2, ["init", "--yes", "--app", "shop", "--no-domain", "--github", remote]);
  await expectRun(2, ["init", "--yes", "--app", "shop", "--domain", site, "--verbose"]);
  await expectRun(0, ["init", "--yes", "--app", "shop", "--domain", "example.com", "--wait", "--verbose"]);
  await expectRun(0, ["resume", "--json", "--verbose"]);
  await expectRun(0, ["status", "--verbose"]);
  await expectRun(0, ["plan", "--json"]);
  await expectRun(0, ["deploy", "--verbose"]);
  its.write("server.js", "require('http').createServer().listen(+process.env.PORT)");
  const deployed = await expectRun(0, ["deploy", "--json"]);
  expect(resultOf(deployed)).toMatchObject({ status: "complete" });
  await expectRun(0, ["rollback", "--verbose"]);

  // The user data and the parameters are in the rehearsal's world: those are AWS's, but we wrote them.
  const world = JSON.stringify(its.world());
  expect(leaksIn(world)).toEqual([]);
  const packed = [...world.matchAll(/"(H4sI[^"]+)/g)].map(([, text = ""]) => gunzipSync(Buffer.from(text, "base64")));
  expect(packed.length).toBeGreaterThan(0);
  for (const text of packed) expect(leaksIn(text.toString())).toEqual([]);
  const versions = its
    .world()
    .s3.buckets.flatMap((bucket) => bucket.versions.filter(({ key }) => key.endsWith(".zip")));
  expect(versions.length).toBeGreaterThan(1);
  for (const { body } of versions) {
    const inBundle = unpacked(Buffer.from(body!, "base64"));
    expect(inBundle.toString()).toContain("server.js");
    expect(leaksIn(inBundle.toString("latin1"))).toEqual([]);
  }

  const ours = Object.keys(planted).map((name) => its.path(name));
  const written = filesIn(its.folder, ours);
  expect(written).toEqual(
    expect.arrayContaining([its.path(".deploy-wizard/prod.json"), its.path("deploy-wizard.json")]),
  );
  for (const file of [...written, ...filesIn(temp, [])]) {
    expect(leaksIn(readFileSync(file, "latin1")), file).toEqual([]);
  }

  await expectRun(0, ["destroy", "--confirm", "shop", "--all", "--json", "--verbose"]);
  rmSync(its.path("deploy-wizard.json"));
  await expectRun(2, ["status", "--verbose"]);
  for (const { stdout, stderr } of runs) expect(leaksIn(stdout + stderr), stderr).toEqual([]);
});

test.each([
  ["--endpoint-url", "http://"],
  ["--endpoint-url", ""],
  ["AWS_ENDPOINT_URL", "https://"],
  ["AWS_ENDPOINT_URL_STS", "http://"],
])("an endpoint with a password, from %s and beginning with %j, is refused by its name alone", async (from, scheme) => {
  const its = project();
  const url = `${scheme}user:${secrets.urlPassword}@127.0.0.1:1`;
  its.write("deploy-wizard.json", '{"app":"shop","region":"eu-central-1","domain":null}');
  const given = from.startsWith("--") ? { args: [from, url], env: {} } : { args: [], env: { [from]: url } };
  for (const more of [["--verbose"], ["--json"]]) {
    const { code, stdout, stderr } = await its.runForReal(["doctor", ...given.args, ...more], {
      ...given.env,
      AWS_ACCESS_KEY_ID: "AKIAPLANTED",
      AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
    });
    const said = stdout + stderr;
    expect(code, said).toBe(2);
    expect(said).toContain(`${from}: a user or password is given before an @`);
    expect(said).not.toMatch(/user:|@127/);
    expect(leaksIn(said)).toEqual([]);
  }
  for (const file of filesIn(its.folder, [])) expect(leaksIn(readFileSync(file, "latin1")), file).toEqual([]);
});

const profile = (url: string) => `[default]\nendpoint_url = ${url}\n`;
const service = (url: string) => `[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = ${url}\n`;
test.each([
  ["a profile", profile, "http://", "@127.0.0.1:1"],
  ["a profile", profile, "http://", " @[::"],
  ["a service of a profile", service, "", "@127.0.0.1:1"],
])("a password in AWS's own config file, in the endpoint of %s, is not repeated", async (_, text, before, after) => {
  const its = project();
  its.write("deploy-wizard.json", '{"app":"shop","region":"eu-central-1","domain":null}');
  its.write("aws-config", text(`${before}user:${secrets.urlPassword}${after}`));
  const { code, stdout, stderr } = await its.runForReal(["doctor", "--verbose"], {
    AWS_CONFIG_FILE: its.path("aws-config"),
    AWS_ACCESS_KEY_ID: "AKIAPLANTED",
    AWS_SECRET_ACCESS_KEY: secrets.awsSecret,
  });
  const said = stdout + stderr;
  expect(code, said).toBe(2);
  expect(said).toContain("sts:GetCallerIdentity");
  expect(leaksIn(said)).toEqual([]);
});

test.each([
  ["no program is started, to whose arguments something could get", /child_process|worker_threads/],
  ["the database's password is never asked for", /client-secrets-manager|GetSecretValueCommand/],
])("%s", (_, pattern) => {
  const files = filesIn(join(import.meta.dirname, "../../src"), []);
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => pattern.test(readFileSync(file, "utf8")))).toEqual([]);
});
