import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileStore } from "../../src/state/file-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-wizard-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, "prod.lock");
const lock = (environment = "prod") => createFileStore(folder, environment).lock();
const since = "2026-01-05T09:00:00.000Z";
const leave = (holder: object) =>
  writeFileSync(path(), JSON.stringify({ id: "other", host: hostname(), since, ...holder }));
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

test("taken and released, the folder is as before", async () => {
  const held = await lock();
  expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
  await held.release();
  expect(readdirSync(folder)).toEqual([]);
  await (await lock()).release();
});

test("a second run is refused, exit 4, and the first one's lock stays", async () => {
  const held = await lock();
  await expect(lock()).rejects.toMatchObject({
    code: "locked",
    exitCode: 4,
    message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
  });
  expect(readdirSync(folder)).toEqual(["prod.lock"]);
  await held.release();
});

test("another process that is alive keeps it; when that process is gone it is taken over", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    leave({ pid: other.pid });
    await expect(lock()).rejects.toMatchObject({
      code: "locked",
      message: expect.stringContaining(`process ${other.pid} on ${hostname()}, since ${since}`),
    });
  } finally {
    const gone = new Promise((resolve) => other.once("exit", resolve));
    other.kill("SIGKILL");
    await gone;
  }
  const held = await lock();
  expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({ pid: process.pid });
  await held.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock of another machine is never taken over: whether that process lives cannot be seen", async () => {
  leave({ pid: deadPid(), host: "another-machine" });
  await expect(lock()).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining("another-machine"),
    hint: expect.stringContaining("--force-unlock other"),
  });
  expect(existsSync(path())).toBe(true);
});

test("with its id, the lock of another machine is taken over; with another id it stays", async () => {
  leave({ pid: deadPid(), host: "another-machine" });
  await expect(createFileStore(folder, "prod", "mistyped").lock()).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining("has the id other, not mistyped"),
  });
  const held = await createFileStore(folder, "prod", "other").lock();
  expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({ pid: process.pid });
  await held.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a process of this machine that is alive is not pushed aside by its id", async () => {
  leave({ pid: process.pid });
  await expect(createFileStore(folder, "prod", "other").lock()).rejects.toMatchObject({ code: "locked" });
  expect(existsSync(path())).toBe(true);
});

test.runIf(existsSync("/proc/self/stat"))("a number that another process has by now is no sign of life", async () => {
  const held = await lock();
  const mine = JSON.parse(readFileSync(path(), "utf8"));
  await held.release();
  expect(mine.started).toMatch(/^[0-9a-f-]{36} \d+$/);
  leave({ pid: process.pid, started: mine.started });
  await expect(lock()).rejects.toMatchObject({ code: "locked" });
  leave({ pid: process.pid, started: mine.started.replace(/ \d+$/, " 1") });
  await (await lock()).release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each(["", "not json", '{"pid":1}', "\0\0\0"])(
  "a lock that says %j names nobody and is taken over",
  async (text) => {
    writeFileSync(path(), text);
    const held = await lock();
    expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({ pid: process.pid });
    await held.release();
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("something that is no file in its place is an error, not a lock", async () => {
  mkdirSync(path());
  await expect(lock()).rejects.toMatchObject({ code: "state", exitCode: 4 });
  expect(readdirSync(folder)).toEqual(["prod.lock"]);
});

test("releasing does not remove a lock that somebody else has taken since", async () => {
  const held = await lock();
  leave({ pid: process.pid });
  await held.release();
  expect(JSON.parse(readFileSync(path(), "utf8"))).toMatchObject({ id: "other" });
});

test("each environment has its own", async () => {
  const [prod, dev] = [await lock("prod"), await lock("dev")];
  await prod.release();
  await dev.release();
});

test("a run that died while it took a lock over is in nobody's way", async () => {
  leave({ pid: deadPid() });
  writeFileSync(`${path()}.removal`, JSON.stringify({ id: "remover", pid: deadPid(), host: hostname(), since }));
  const held = await lock();
  await held.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("while another run takes it over it is locked, and the lock itself is named", async () => {
  leave({ pid: deadPid() });
  writeFileSync(`${path()}.removal`, JSON.stringify({ id: "remover", pid: process.pid, host: hostname(), since }));
  const refusal = await lock().catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "locked", message: expect.stringContaining(`${path()} (process`) });
  expect(readdirSync(folder).toSorted()).toEqual(["prod.lock", "prod.lock.removal"]);
});

test("of many processes that find a dead one's lock at the same time, exactly one holds it", async () => {
  const module = join(import.meta.dirname, "../../src/state/file-lock.ts");
  const bundle = join(folder, "lock.mjs");
  const { build } = await import("esbuild");
  await build({
    entryPoints: [module],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
    logLevel: "error",
  });
  const script = `
    const { lockFile } = await import(${JSON.stringify(bundle)});
    while (Date.now() < Number(process.argv[1])) {}
    try { lockFile(${JSON.stringify(path())}); console.log("held"); } catch (error) { console.log(error.code); }
    process.stdin.resume();`;
  // Several rounds: what goes wrong here goes wrong seldom.
  for (let round = 0; round < 5; round += 1) {
    leave({ pid: deadPid() });
    expect((await together(script)).toSorted()).toEqual(["held", ...Array(5).fill("locked")]);
    expect(readdirSync(folder).toSorted()).toEqual(["lock.mjs", "prod.lock"]);
  }
}, 60_000);

/** Six processes that run `script` at the same instant; each lives until all have spoken, so that none is a dead one. */
async function together(script: string): Promise<string[]> {
  const start = String(Date.now() + 700);
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", script, start], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const said = await Promise.all(
    children.map((child) => new Promise<string>((done) => child.stdout.once("data", (text) => done(`${text}`.trim())))),
  );
  for (const child of children) child.stdin.end();
  await Promise.all(children.map((child) => new Promise((done) => child.once("close", done))));
  return said;
}

test("what killed runs left beside the state goes; whatever else is there stays", async () => {
  const left = (name: string, text = "") => writeFileSync(join(folder, name), text);
  const holder = (pid: number, host = hostname()) => JSON.stringify({ id: "x", pid, host, since });
  const [mine, theirs] = ["0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"];
  left("prod.json.4711.tmp", "half of a te");
  left(`prod.lock.${mine}`, holder(deadPid()));
  left(`prod.lock.removal.${mine}`, holder(deadPid()));
  const others = [
    "prod.json",
    "prod.json.bak",
    "prod.json.tmp",
    "staging.json.4711.tmp",
    "myprod.json.4711.tmp",
    "prod.answers.json.4711.tmp",
    "prod.json.4711.tmp.txt",
  ];
  for (const name of others) left(name);
  left(`prod.lock.${theirs}`, holder(process.pid));
  left(`prod.lock.removal.${theirs}`, holder(deadPid(), "elsewhere"));
  mkdirSync(join(folder, "prod.json.1.tmp"));
  symlinkSync("/etc/hostname", join(folder, "prod.json.2.tmp"));
  await (await lock()).release();
  expect(readdirSync(folder).sort()).toEqual(
    [...others, `prod.lock.${theirs}`, `prod.lock.removal.${theirs}`, "prod.json.1.tmp", "prod.json.2.tmp"].sort(),
  );
});
