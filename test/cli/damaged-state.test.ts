/** A real deployment's state, damaged in every way that disks, backups and people know; what stands is on AWS all the while. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { serialiseState } from "../../src/state/schema.ts";
import { callsOf, type Project, project, stateFile, worldFile } from "./project.ts";

let kept: string | undefined;
afterAll(() => kept && rmSync(kept, { recursive: true, force: true }));

/** A copy of what one run has set up for all tests. */
async function deployed(): Promise<Project> {
  const its = project();
  if (kept) {
    cpSync(kept, its.folder, { recursive: true });
    return its;
  }
  await its.expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-assets"]);
  kept = mkdtempSync(join(tmpdir(), "deploy-wizard-kept-"));
  cpSync(its.folder, kept, { recursive: true });
  return its;
}

const commands = [["status"], ["resume", "--yes"], ["destroy", "--all", "--confirm", "shop"]];

/** `damage` gets the file's path and its text. */
type Damage = [what: string, damage: (path: string, text: string) => void, said: RegExp];
const rewritten =
  (how: (text: string) => string | Buffer): Damage[1] =>
  (path, text) =>
    writeFileSync(path, how(text));
const changed = (more: object) => rewritten((text) => serialiseState({ ...JSON.parse(text).state, ...more }));

const damages: Damage[] = [
  ["empty", rewritten(() => ""), /is empty/],
  ["cut in the middle", rewritten((text) => text.slice(0, text.length / 2)), /not whole JSON/],
  ["without its last brace", rewritten((text) => text.trimEnd().slice(0, -1)), /not whole JSON/],
  ["with zeros at its end", rewritten((text) => `${text.slice(0, -512)}${"\0".repeat(512)}`), /not whole JSON/],
  [
    "with a flipped bit in an id",
    rewritten((text) => text.replace(/"i-(.)/, (_, digit) => `"i-${digit === "0" ? "1" : "0"}`)),
    /checksum is wrong/,
  ],
  ["newer", changed({ version: 2 }), /written by a newer deploy-wizard/],
  [
    "a link",
    (path) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
    /symbolic link/,
  ],
  [
    "a folder",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    /Could not read/,
  ],
];

test.each(damages)(
  "%s: status, resume and destroy end with 4, send no call and leave all as it is",
  async (_what, damage, said) => {
    const its = await deployed();
    damage(its.path(stateFile), its.read(stateFile));
    const world = its.read(worldFile);
    const text = contentOf(its.path(stateFile));
    const runs = await Promise.all(commands.map((args) => its.expectRun(4, [...args, "--verbose"])));
    for (const { stderr } of runs) {
      expect(stderr).toMatch(said);
      expect(stderr).toContain(".deploy-wizard");
      expect(callsOf(stderr)).toEqual([]);
    }
    expect(its.read(worldFile)).toBe(world);
    expect(contentOf(its.path(stateFile))).toBe(text);
  },
);

test.each([
  ["account", { account: "123456789012" }],
  ["app", { app: "other" }],
  ["environment", { environment: "dev" }],
])("of another %s: 4, and nothing is changed", async (what, other) => {
  const its = await deployed();
  changed(other)(its.path(stateFile), its.read(stateFile));
  const [world, text] = [its.read(worldFile), its.read(stateFile)];
  // Without a config `destroy` and `status` know the app from the state alone; `--confirm` names it.
  const confirm = ["destroy", "--all", "--confirm", "app" in other ? other.app : "shop"];
  const wanted = what === "app" ? [["status"], ["resume", "--yes"]] : [["status"], ["resume", "--yes"], confirm];
  for (const args of wanted) {
    const { stderr } = await its.expectRun(4, [...args, "--verbose"]);
    expect(stderr).toContain(`belongs to ${what} ${Object.values(other)[0]}`);
    // Whose session it is, is asked by that call alone, and the sandbox knows it without one.
    expect(callsOf(stderr).filter((call) => call !== "GetCallerIdentity")).toEqual([]);
  }
  expect([its.read(worldFile), its.read(stateFile)]).toEqual([world, text]);
});

test("open to all: used, and private again", async () => {
  const its = await deployed();
  chmodSync(its.path(stateFile), 0o666);
  await its.expectRun(0, ["status"]);
  expect(statSync(its.path(stateFile)).mode & 0o777).toBe(0o600);
});

const contentOf = (path: string) => (statSync(path).isDirectory() ? "a folder" : readFileSync(path, "utf8"));
