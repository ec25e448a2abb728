import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDeploymentState, readDeploymentState } from "../../src/state/deployment-state.ts";
import { createFileStore } from "../../src/state/file-store.ts";
import { openStore } from "../../src/state/open-store.ts";
import { about } from "../support/bench.ts";

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "deploy-wizard-state-"));
  folder = join(root, ".deploy-wizard");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () => createFileStore(folder, "prod");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const refused = { code: "state", exitCode: 4 };

test("without a file there is no state, and reading makes nothing", async () => {
  expect(await open().read()).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
});

test("the file is 0600 in a folder of 0700, and so is the copy; nothing else is left beside them", async () => {
  const store = openStore({ state: folder, environment: "prod" });
  await store.write("first");
  await store.write("second");
  expect(modeOf(folder)).toBe("700");
  expect(modeOf(join(folder, "prod.json"))).toBe("600");
  expect(modeOf(join(folder, "prod.json.bak"))).toBe("600");
  expect(readdirSync(folder).toSorted()).toEqual(["prod.json", "prod.json.bak"]);
});

test("the mode is 0600 although a killed run left a file of the same name that all may read", async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, `prod.json.${process.pid}.tmp`), "half", { mode: 0o644 });
  await open().write("text");
  expect(modeOf(join(folder, "prod.json"))).toBe("600");
  expect(await open().read()).toBe("text");
});

test("one that all may read is made private again as soon as it is read", async () => {
  const store = open();
  await store.write("one");
  chmodSync(store.where, 0o644);
  expect(await store.read()).toBe("one");
  expect(statSync(store.where).mode & 0o777).toBe(0o600);
});

test("the .bak is the text before", async () => {
  const store = open();
  await store.write("first");
  expect(existsSync(store.backup)).toBe(false);
  await store.write("second");
  await store.write("third");
  expect([await store.read(), readFileSync(store.backup, "utf8")]).toEqual(["third", "second"]);
});

test("the .bak is the state before the last change even when changes come at once", async () => {
  const store = open();
  const state = await createDeploymentState(store, about);
  await Promise.all([state.apply("one"), state.apply("two"), state.apply("three")]);
  expect(JSON.parse(readFileSync(store.backup, "utf8")).state.serial).toBe(0);
  expect((await readDeploymentState(store))?.applied).toBe("three");
});

test("the .bak is never used silently", async () => {
  const store = open();
  const state = await createDeploymentState(store, about);
  await state.apply("one");
  writeFileSync(store.where, "");
  await expect(readDeploymentState(store)).rejects.toMatchObject({
    ...refused,
    hint: expect.stringContaining(store.backup),
  });
});

test("environments do not see each other's", async () => {
  await open().write("prod");
  expect(await createFileStore(folder, "dev").read()).toBeUndefined();
});

test("removed, file and copy are gone", async () => {
  const store = open();
  await store.write("first");
  await store.write("second");
  await store.remove();
  expect(readdirSync(folder)).toEqual([]);
  await store.remove();
});

test.each(["prod.json", "prod.json.bak"])("a symbolic link as %s is neither read nor written through", async (name) => {
  mkdirSync(folder);
  const target = join(root, "target");
  writeFileSync(target, "theirs");
  symlinkSync(target, join(folder, name));
  await expect(open().read()).rejects.toMatchObject(refused);
  await expect(open().write("ours")).rejects.toMatchObject(refused);
  await expect(open().remove()).rejects.toMatchObject(refused);
  expect(readFileSync(target, "utf8")).toBe("theirs");
  expect(lstatSync(join(folder, name)).isSymbolicLink()).toBe(true);
});

test("a link that leads nowhere is refused too, not taken for new", async () => {
  mkdirSync(folder);
  symlinkSync(join(root, "nowhere"), join(folder, "prod.json"));
  await expect(open().read()).rejects.toMatchObject(refused);
  await expect(open().write("ours")).rejects.toMatchObject(refused);
  expect(existsSync(join(root, "nowhere"))).toBe(false);
});

test.each(["", "/"])("a symbolic link as the folder, written with %j at its end, is refused", async (end) => {
  const target = join(root, "elsewhere");
  mkdirSync(target);
  symlinkSync(target, folder);
  const store = createFileStore(`${folder}${end}`, "prod");
  await expect(store.read()).rejects.toMatchObject(refused);
  await expect(store.write("ours")).rejects.toMatchObject(refused);
  await expect(store.lock()).rejects.toMatchObject(refused);
  expect(readdirSync(target)).toEqual([]);
});

test("a link where the text is written first is not written through", async () => {
  mkdirSync(folder);
  const target = join(root, "target");
  writeFileSync(target, "theirs");
  symlinkSync(target, join(folder, `prod.json.${process.pid}.tmp`));
  await open().write("ours");
  expect([readFileSync(target, "utf8"), await open().read()]).toEqual(["theirs", "ours"]);
});

test("a file in place of the folder is an error that names it, never `new`", async () => {
  writeFileSync(folder, "");
  await expect(open().read()).rejects.toMatchObject({ ...refused, message: expect.stringContaining(folder) });
  await expect(open().write("ours")).rejects.toMatchObject(refused);
  await expect(open().lock()).rejects.toMatchObject(refused);
});

test("a folder in place of the file is an error, and stays as it is", async () => {
  mkdirSync(join(folder, "prod.json"), { recursive: true });
  await expect(open().read()).rejects.toMatchObject(refused);
  await expect(open().write("ours")).rejects.toMatchObject(refused);
  expect(readdirSync(folder)).toEqual(["prod.json"]);
});

test("a write that fails leaves the text before and no half of the new one", async () => {
  const store = open();
  await store.write("first");
  // Where the new text would be written first there is something that cannot be replaced.
  mkdirSync(join(folder, `prod.json.${process.pid}.tmp`, "full"), { recursive: true });
  await expect(store.write("second")).rejects.toMatchObject({ ...refused, hint: expect.stringContaining("space") });
  expect(await store.read()).toBe("first");
});

test("a folder that nothing can be written into is an error that says why", async () => {
  // /proc refuses new files even to the superuser.
  const store = createFileStore("/proc/sys", "prod");
  const message = expect.stringMatching(/^Could not write the state in \/proc\/sys: .+/);
  await expect(store.write("ours")).rejects.toMatchObject({ ...refused, message });
  await expect(store.lock()).rejects.toMatchObject(refused);
});
