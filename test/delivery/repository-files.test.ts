import { mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { AwsTools } from "../../src/aws/tools.ts";
import { unifiedDiff } from "../../src/delivery/diff.ts";
import { repositoryFiles as resource } from "../../src/resources/repository-files.ts";

let folder: string;
let warnings: string[];
let tools: AwsTools;

const stop = { path: "deploy/stop.sh", content: "#!/bin/bash\nexit 0\n", mode: 0o755 };
const appspec = { path: "appspec.yml", content: "version: 0.0\n", mode: 0o644 };
const input = { files: [appspec, stop], force: false };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "project-"));
  warnings = [];
  tools = { projectFolder: folder, warn: (message: string) => warnings.push(message) } as unknown as AwsTools;
});

const read = (path: string) => readFileSync(join(folder, path), "utf8");

/** As a later run does: looks with what was recorded, then brings in place what differs. */
async function again(wanted: typeof input, recorded: Awaited<ReturnType<typeof resource.create>>) {
  const found = await resource.find(tools, wanted, { recorded });
  const changes = await resource.sync!(tools, wanted, found!.output);
  for (const change of changes) await change.apply?.();
  return { changes: changes.map(({ detail }) => detail), output: await resource.ready!(tools, wanted, found!.output) };
}

describe("files in the repository", () => {
  test("are written with their folders and modes", async () => {
    const output = await resource.create(tools, input, "token");
    expect(read("deploy/stop.sh")).toBe(stop.content);
    expect(statSync(join(folder, "deploy/stop.sh")).mode & 0o777).toBe(0o755);
    expect(output.paths).toEqual(["appspec.yml", "deploy/stop.sh"]);
    expect(Object.keys(output.hashes)).toEqual(output.paths);
    expect(warnings).toEqual([]);
  });

  test("that somebody else wrote are shown as a diff and left alone", async () => {
    writeFileSync(join(folder, "appspec.yml"), "version: 0.0\nos: windows\n");
    const output = await resource.create(tools, input, "token");
    expect(read("appspec.yml")).toContain("windows");
    expect(output.hashes).not.toHaveProperty(["appspec.yml"]);
    expect(warnings.map(String)).toEqual([expect.stringContaining("-os: windows")]);
    expect((await again(input, output)).changes).toEqual([]);
  });

  test("are overwritten with --force", async () => {
    writeFileSync(join(folder, "appspec.yml"), "mine\n");
    const output = await resource.create(tools, { ...input, force: true }, "token");
    expect(read("appspec.yml")).toBe(appspec.content);
    expect(output.hashes).toHaveProperty(["appspec.yml"]);
  });

  test("that we wrote follow the template, until somebody changes them", async () => {
    const first = await resource.create(tools, input, "token");
    const newer = { ...input, files: [{ ...appspec, content: "version: 0.1\n" }, stop] };
    const { changes, output } = await again(newer, first);
    expect(changes).toEqual([expect.stringContaining("appspec.yml")]);
    expect(read("appspec.yml")).toBe("version: 0.1\n");
    writeFileSync(join(folder, "appspec.yml"), "version: 0.1\n# mine\n");
    const { changes: none } = await again(
      { ...input, files: [{ ...appspec, content: "version: 0.2\n" }, stop] },
      output,
    );
    expect(none).toEqual([]);
    expect(read("appspec.yml")).toContain("# mine");
    expect(warnings).toHaveLength(1);
  });

  test("that were removed are written again, and Windows line ends are no difference", async () => {
    const output = await resource.create(tools, { ...input, files: [appspec] }, "token");
    writeFileSync(join(folder, "appspec.yml"), "version: 0.0\r\n");
    expect((await again(input, output)).changes).toEqual([expect.stringContaining("deploy/stop.sh: missing")]);
  });

  test("stay when everything is taken down", async () => {
    const output = await resource.create(tools, input, "token");
    expect(await resource.remove(tools, input, output, { keepData: false })).toMatchObject({ handedOver: true });
    expect(read("appspec.yml")).toBe(appspec.content);
  });

  test("are never written through a link out of the project", async () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    symlinkSync(outside, join(folder, "deploy"));
    await expect(resource.create(tools, input, "token")).rejects.toMatchObject({ code: "refused" });
    symlinkSync(join(outside, "nowhere"), join(folder, "appspec.yml"));
    await expect(resource.create(tools, { ...input, files: [appspec] }, "token")).rejects.toThrow(/symbolic link/);
  });

  test("may be behind a link within it", async () => {
    mkdirSync(join(folder, "ops"));
    symlinkSync("ops", join(folder, "deploy"));
    await resource.create(tools, input, "token");
    expect(read("ops/stop.sh")).toBe(stop.content);
  });
});

describe("a diff", () => {
  test("shows what changes with a little around it", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g", "h"].join("\n");
    expect(unifiedDiff(before, before.replace("e", "E").replace("a\n", "")).split("\n")).toEqual([
      "-a",
      " b",
      " c",
      " d",
      "-e",
      "+E",
      " f",
      " g",
      "...",
    ]);
  });

  test("ends when it gets long", () => {
    const long = Array.from({ length: 200 }, (_, at) => `line ${at}`).join("\n");
    expect(unifiedDiff("", long, 10).split("\n")).toHaveLength(11);
  });
});
