import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ignoreState } from "../../src/commands/git-ignore.ts";
import { loadConfigFile } from "../../src/config/load.ts";
import { readProjectFile } from "../../src/delivery/project-file.ts";
import { readCache } from "../../src/prices/cache.ts";
import { readWorld } from "../../src/sandbox/world.ts";
import { createFileStore } from "../../src/state/file-store.ts";
import { readPlainFile } from "../../src/state/plain-file.ts";
import { openDraft } from "../../src/wizard/draft.ts";
import { project } from "../cli/project.ts";
import { newFolder } from "../delivery/builds.ts";
import { acts } from "./arbitraries.ts";

const made: Record<string, (path: string) => void> = {
  "a pipe that nobody writes to": (path) => execFileSync("mkfifo", [path]),
  "a huge file": (path) => {
    writeFileSync(path, "");
    truncateSync(path, 2 ** 40);
  },
};
const kinds = Object.keys(made);
const noFile = /is a pipe or a device, not a file|has more than \d+ MiB/;

function put(kind: string, name: string): string {
  const path = join(newFolder(), name);
  mkdirSync(dirname(path), { recursive: true });
  made[kind]!(path);
  return path;
}

test.each(kinds)("%s is neither waited for nor read whole, whichever file it stands for", async (kind) => {
  const config = put(kind, "deploy-wizard.json");
  await expect(loadConfigFile(config)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(noFile) });
  const state = dirname(put(kind, "prod.json"));
  const store = createFileStore(state, "prod");
  await expect(store.read()).rejects.toMatchObject({ exitCode: 4, message: expect.stringMatching(noFile) });
  const lock = createFileStore(dirname(put(kind, "prod.lock")), "prod").lock();
  await expect(lock).rejects.toMatchObject({ exitCode: 4, message: expect.stringMatching(noFile) });
  const workflow = dirname(put(kind, "appspec.yml"));
  await expect(readProjectFile(workflow, "appspec.yml")).rejects.toMatchObject({
    code: "refused",
    message: expect.stringMatching(noFile),
  });
  const ignoring = dirname(put(kind, ".gitignore"));
  await expect(ignoreState(ignoring, join(ignoring, ".deploy-wizard"))).rejects.toThrow(noFile);
  expect(openDraft(dirname(put(kind, "prod.answers.json")), "prod").read()).toEqual(new Map());
  expect(() => readWorld(put(kind, "sandbox-world.json"))).toThrow("cannot be read");
  const prices = dirname(put(kind, "prices-eu-central-1.json"));
  expect(readCache(prices, "eu-central-1", new Date(0))).toEqual(new Map());
});

test(".gitignore is not written through a link out of the project", async () => {
  const [folder, outside] = [newFolder(), join(newFolder(), "profile")];
  writeFileSync(outside, "theirs");
  symlinkSync(outside, join(folder, ".gitignore"));
  await expect(ignoreState(folder, join(folder, ".deploy-wizard"))).rejects.toThrow("link out of the project");
  expect(readFileSync(outside, "utf8")).toBe("theirs");
});

test("a device without end is not read, and a file whose size the system does not tell is", () => {
  expect(() => readPlainFile("/dev/zero", 1)).toThrow("is a pipe or a device, not a file");
  expect(readPlainFile("/proc/self/status", 1).toString()).toContain("Pid:");
});

test("a file may have exactly as many bytes as are allowed", () => {
  const file = join(newFolder(), "file");
  writeFileSync(file, Buffer.alloc(1024 ** 2, "x"));
  expect(readPlainFile(file, 1).equals(Buffer.alloc(1024 ** 2, "x"))).toBe(true);
  writeFileSync(file, "y", { flag: "a" });
  expect(() => readPlainFile(file, 1)).toThrow("has more than 1 MiB");
});

test.each([
  ["--config", 2, "/dev/zero", "/dev/zero is a pipe or a device"],
  ["--config", 2, ".", ". is a folder"],
  ["--config", 2, "", "--config: nothing given"],
  ["--config", 2, "a\u001b]0;x\u0007\nb", String.raw`--config: "a\u001b]0;x\u0007\nb" given`],
  ["--config", 2, "x/".repeat(9_000), "--config: 18000 characters given"],
  ["--state", 4, "/dev/zero", "the state in /dev/zero"],
  ["--state", 2, "", "--state: nothing given"],
  ["--state", 2, "a\u009b2J\u202eb", "--state: "],
  ["--state", 2, "s3://\u001b[2J", "--state: "],
])("what is no place for %s ends with %i and says why, case %#", async (flag, code, value, why) => {
  const its = project();
  its.write("deploy-wizard.json", '{"app":"shop","region":"eu-central-1"}');
  const { stderr, stdout } = await its.expectRun(code, ["status", `${flag}=${value}`]);
  expect(stderr).toContain(why);
  expect(stdout + stderr).not.toMatch(acts);
  expect(stderr.length).toBeLessThan(1000);
});
