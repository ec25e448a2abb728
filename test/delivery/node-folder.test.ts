import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { list } from "tar";
import { describe, expect, test } from "vitest";
import { nodeFolderProblem, packNodeFolder } from "../../src/delivery/node-folder.ts";
import { newFolder, put } from "./builds.ts";

const pack = (content: object) => JSON.stringify(content);
const app = { "package.json": pack({ scripts: { start: "node server.js" } }), "server.js": "listen()" };

describe("what npm start would not start", () => {
  test.each<[what: string, files: Record<string, string>, problem: RegExp | undefined]>([
    ["a start script", app, undefined],
    ["server.js alone, which npm starts", { "package.json": "{}", "server.js": "" }, undefined],
    ["another tool that starts it", { "package.json": pack({ scripts: { start: "next start" } }) }, undefined],
    [
      "a module's name without its end",
      { "package.json": pack({ scripts: { start: "node dist/main" } }), "dist/main.js": "" },
      undefined,
    ],
    [
      "dependencies with a lock file",
      {
        ...app,
        "package.json": pack({ scripts: { start: "x" }, dependencies: { a: "1" } }),
        "package-lock.json": "{}",
      },
      undefined,
    ],
    ["no package.json", {}, /no package\.json in it/],
    ["broken JSON", { "package.json": "{," }, /its package\.json is no JSON \(/],
    ["an empty package.json", { "package.json": "null" }, /no `start` script, and there is no server\.js/],
    ["nothing to start", { "package.json": pack({ scripts: { dev: "vite" } }) }, /no `start` script/],
    [
      "a build that was not made",
      { "package.json": pack({ scripts: { start: "node --enable-source-maps dist/main.js" } }) },
      /`npm start` runs dist\/main\.js, which is not there/,
    ],
    [
      "dependencies without a lock file",
      { ...app, "package.json": pack({ scripts: { start: "node server.js" }, dependencies: { a: "1" } }) },
      /no package-lock\.json/,
    ],
  ])("%s", async (_what, files, problem) => {
    const found = await nodeFolderProblem(put(newFolder(), files));
    if (problem) expect(found?.problem).toMatch(problem);
    else expect(found).toBeUndefined();
  });

  test("a file in place of a folder", async () => {
    const folder = put(newFolder(), { "app.js": "" });
    expect((await nodeFolderProblem(join(folder, "app.js")))?.problem).toBe("there is no package.json in it");
  });
});

/** The entries of what was packed: path, mode, owner and time of each. */
async function entriesOf(file: string) {
  const entries: { path: string; mode: string; owner: string | undefined; time: number | undefined }[] = [];
  await list({
    file,
    onReadEntry: ({ path, mode = 0, uname, mtime }) =>
      entries.push({ path, mode: mode.toString(8), owner: uname, time: mtime?.getTime() }),
  });
  return entries;
}

async function packed(folder: string) {
  const file = join(newFolder(), "app.tar.gz");
  const leftOut = await packNodeFolder(folder, file);
  return { file, leftOut, bytes: readFileSync(file) };
}

const files = {
  ...app,
  "dist/b.js": "b",
  "dist/a.js": "a",
  "@shop/core.js": "a folder that begins with @",
  "@notes.txt": "and a file",
  "certs/global-bundle.pem": "-----BEGIN CERTIFICATE-----",
};

const privateKey = ["-----BEGIN", "PRIVATE", "KEY-----"].join(" ");

test("everything of the app goes in, in order, and nothing of this machine", async () => {
  const folder = put(newFolder(), files);
  chmodSync(join(folder, "dist/a.js"), 0o700);
  symlinkSync("a.js", join(folder, "dist/latest.js"));
  const { file, leftOut } = await packed(folder);
  expect(leftOut).toEqual([]);
  const entries = await entriesOf(file);
  expect(entries.map(({ path, mode }) => `${path.replace("./", "")} ${mode}`)).toEqual([
    "@notes.txt 644",
    "@shop/core.js 644",
    "certs/global-bundle.pem 644",
    "dist/a.js 755",
    "dist/b.js 644",
    "dist/latest.js 755",
    "package.json 644",
    "server.js 644",
  ]);
  expect(entries.filter(({ owner, time }) => owner || time !== 0)).toEqual([]);
});

test("the same files are the same bytes, on another day and under another umask", async () => {
  const one = await packed(put(newFolder(), files, 0o644));
  const folder = put(newFolder(), files, 0o600);
  utimesSync(join(folder, "server.js"), new Date(0), new Date("2031-05-05"));
  const other = await packed(folder);
  expect(other.bytes.equals(one.bytes)).toBe(true);
  put(folder, { "dist/b.js": "c" });
  expect((await packed(folder)).bytes.equals(one.bytes)).toBe(false);
});

test("packages, git's and the wizard's own stay behind without a word; what may be secret with one", async () => {
  const folder = put(newFolder(), {
    ...app,
    "node_modules/a/index.js": "",
    "packages/core/node_modules/b/index.js": "",
    ".git/config": "",
    ".github/workflows/deploy.yml": "",
    ".deploy-wizard/prod.json": "{}",
    "appspec.yml": "",
    "deploy/stop.sh": "",
    "deploy-wizard.json": "{}",
    ".env": "PASSWORD=1",
    "config/.env.production": "PASSWORD=1",
    ".npmrc": "//registry/:_authToken=1",
    "certs/server.pem": privateKey,
    "certs/tls.key": privateKey,
    ".ssh/id_ed25519": "x",
    ".aws/config": "[default]",
    "home/.git-credentials": "https://me:token@github.com",
    credentials: "[default]\naws_secret_access_key = x",
    "google/credentials.json": '{"private_key": "x"}',
    "auth/credentials.js": "export const credentials = {};",
    "src/deploy/notes.md": "not the wizard's",
    "locales/en.key": "no key of that kind",
  });
  const { file, leftOut } = await packed(folder);
  expect(leftOut).toEqual([
    ".aws/config",
    ".env",
    ".npmrc",
    ".ssh/id_ed25519",
    "certs/server.pem",
    "certs/tls.key",
    "config/.env.production",
    "credentials",
    "google/credentials.json",
    "home/.git-credentials",
  ]);
  expect((await entriesOf(file)).map(({ path }) => path)).toEqual([
    "auth/credentials.js",
    "locales/en.key",
    "package.json",
    "server.js",
    "src/deploy/notes.md",
  ]);
});

test("GNU tar unpacks it", async () => {
  const { file } = await packed(put(newFolder(), files));
  const place = newFolder();
  execFileSync("tar", ["-xzf", file, "-C", place, "--no-same-owner"]);
  expect(readFileSync(join(place, "@shop/core.js"), "utf8")).toBe("a folder that begins with @");
});
