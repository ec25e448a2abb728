import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { artifactEntry, type BundleEntry, deliveryFiles, writeBundle } from "../../src/delivery/bundle.ts";
import { repositoryFiles } from "../../src/delivery/repository-files.ts";
import { delivery, jar, newFolder, put } from "./builds.ts";
import { run, testWith } from "./tool.ts";

const scripts = repositoryFiles({ github: null })
  .map(({ path }) => path)
  .filter((path) => path.startsWith("deploy/"))
  .sort();

/** A project with a jar; files as a person's umask leaves them. */
async function project({ umask = 0o022 } = {}): Promise<BundleEntry[]> {
  const folder = delivery(newFolder());
  const file = await jar(join(folder, "shop.jar"));
  const modes: [path: string, mode: number][] = [
    ["appspec.yml", 0o666],
    ["shop.jar", 0o666],
    ...scripts.map((path): [string, number] => [path, 0o777]),
  ];
  for (const [path, mode] of modes) chmodSync(join(folder, path), mode & ~umask);
  const { entry } = await artifactEntry({ name: "app.jar", path: file }, newFolder());
  return [...(await deliveryFiles(folder)), entry];
}

const zipped = async (entries: BundleEntry[]) => {
  const bundle = await writeBundle(entries, join(newFolder(), "bundle.zip"));
  return { ...bundle, content: readFileSync(bundle.file) };
};

test("the same files are the same bytes: on another day, under another umask, in another time zone", async () => {
  const one = await zipped(await project());
  expect(one.bytes).toBe(one.content.length);
  const strict = await project({ umask: 0o077 });
  for (const { source } of strict) utimesSync(source, new Date(), new Date("2031-05-05"));
  expect((await zipped(strict)).sha256).toBe(one.sha256);
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const zone of ["Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati"]) {
    vi.stubEnv("TZ", zone);
    const other = await zipped(await project());
    expect(other.content.equals(one.content), zone).toBe(true);
  }
});

test("one byte, or one executable bit, is another bundle", async () => {
  const one = await zipped(await project());
  const entries = await project();
  chmodSync(entries.find(({ path }) => path === "deploy/stop.sh")!.source, 0o644);
  const again = await deliveryFiles(join(entries[0]!.source, ".."));
  expect((await zipped([...again, entries.at(-1)!])).sha256).not.toBe(one.sha256);
});

testWith("unzip")("unzip finds appspec.yml at the root, scripts executable, and the jar stored as it is", async () => {
  const { file } = await zipped(await project());
  // Info-ZIP exits with 1 on a mere warning.
  expect(run("unzip", ["-tq", file])).toMatchObject({ status: 0 });
  const { stdout } = run("unzip", ["-Z", "-s", file]);
  const lines = stdout.split("\n").filter((line) => /^[-dl]r/.test(line));
  const files = lines.map((line) => {
    const columns = line.split(/ +/);
    return [columns[0], columns[5], columns[6], columns.at(-1)].join(" ");
  });
  const script = (path: string) =>
    `-rwxr-xr-x ${files.find((each) => each.endsWith(path))?.split(" ")[1]} 80-Feb-01 ${path}`;
  expect(files).toEqual([
    expect.stringMatching(/^-rw-r--r-- def\w 80-Feb-01 appspec\.yml$/),
    ...scripts.map(script),
    "-rw-r--r-- stor 80-Feb-01 app.jar",
  ]);
});

testWith("python3")("Python reads the same, bit by bit", async () => {
  const { file } = await zipped(await project());
  const program = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as bundle:
    assert bundle.testzip() is None
    print(json.dumps([[i.filename, oct(i.external_attr >> 16), i.create_system, list(i.date_time), len(i.extra)] for i in bundle.infolist()]))
`;
  const midnight = [1980, 2, 1, 0, 0, 0];
  const { stdout } = run("python3", ["-c", program, file]);
  expect(JSON.parse(stdout)).toEqual([
    ["appspec.yml", "0o100644", 3, midnight, 0],
    ...scripts.map((path) => [path, "0o100755", 3, midnight, 0]),
    ["app.jar", "0o100644", 3, midnight, 0],
  ]);
});

test("scripts in folders, behind links, and a linked deploy folder go in; links that lead nowhere are named", async () => {
  const folder = delivery(newFolder());
  put(folder, { "deploy/lib/common.sh": "#!/bin/bash\n", "shared/wait.sh": "#!/bin/bash\n" }, 0o755);
  mkdirSync(join(folder, "deploy/empty"));
  symlinkSync("../shared/wait.sh", join(folder, "deploy/wait.sh"));
  symlinkSync("../shared", join(folder, "deploy/shared"));
  const paths = ["appspec.yml", ...[...scripts, "deploy/lib/common.sh", "deploy/wait.sh"].sort()];
  expect((await deliveryFiles(folder)).map(({ path }) => path)).toEqual(paths);

  const [other, elsewhere] = [newFolder(), delivery(newFolder())];
  symlinkSync(join(elsewhere, "appspec.yml"), join(other, "appspec.yml"));
  symlinkSync(join(elsewhere, "deploy"), join(other, "deploy"));
  symlinkSync("start.sh", join(elsewhere, "deploy/again.sh"));
  const linked = await deliveryFiles(other);
  expect(linked.map(({ path }) => path)).toEqual(["appspec.yml", ...[...scripts, "deploy/again.sh"].sort()]);
  expect(linked.filter(({ executable }) => !executable).map(({ path }) => path)).toEqual(["appspec.yml"]);

  symlinkSync("/nowhere", join(folder, "deploy/gone.sh"));
  await expect(deliveryFiles(folder)).rejects.toMatchObject({
    code: "usage",
    message: `${join(folder, "deploy/gone.sh")} is a link that leads nowhere.`,
  });
});

test.each<[what: string, change: (folder: string) => void]>([
  ["no appspec.yml", (folder) => rmSync(join(folder, "appspec.yml"))],
  ["no deploy/", (folder) => rmSync(join(folder, "deploy"), { recursive: true })],
  [
    "a file called deploy",
    (folder) => {
      rmSync(join(folder, "deploy"), { recursive: true });
      put(folder, { deploy: "" });
    },
  ],
])("%s: the command that writes them is named", async (_what, change) => {
  const folder = delivery(newFolder());
  change(folder);
  await expect(deliveryFiles(folder)).rejects.toMatchObject({
    code: "usage",
    message: `${folder} has no appspec.yml with its scripts in deploy/.`,
    hint: "`deploy-wizard codedeploy` writes them.",
  });
});

test("a file that is gone by the time it is zipped is an error, and no crash", async () => {
  const entries = await project();
  rmSync(entries.at(-1)!.source);
  await expect(writeBundle(entries, join(newFolder(), "bundle.zip"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a Node.js app is packed into the folder for work, never into the project", async () => {
  const app = put(newFolder(), { "package.json": "{}", "server.js": "", ".env": "x" });
  const work = newFolder();
  const { entry, leftOut } = await artifactEntry({ name: "app.tar.gz", path: app }, work);
  expect(entry).toEqual({ path: "app.tar.gz", source: join(work, "app.tar.gz"), executable: false });
  expect(leftOut).toEqual([".env"]);
  expect(readdirSync(app).sort()).toEqual([".env", "package.json", "server.js"]);
  expect(execFileSync("tar", ["-tzf", entry.source], { encoding: "utf8" })).toBe("package.json\nserver.js\n");
});
