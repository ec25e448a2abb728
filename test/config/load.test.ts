import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfigFile, writeConfigFile } from "../../src/config/load.ts";
import { parseConfig } from "../../src/config/schema.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "config-"));
  path = join(folder, "deploy-wizard.json");
});
afterEach(() => rm(folder, { recursive: true }));

async function load(content: string | Buffer): Promise<unknown> {
  await writeFile(path, content);
  return loadConfigFile(path);
}

describe("reading the config file", () => {
  it("gives what stands in it", async () => {
    const text = '{"a": [1, -2.5e3, "x\\u00e9\\n", []], "b": {}, "c": null, "d": true, "e": false}\r\n';
    expect(await load(text)).toEqual(JSON.parse(text));
  });

  it("gives undefined when there is none", async () => {
    expect(await loadConfigFile(path)).toBeUndefined();
  });

  it("drops a byte order mark", async () => {
    expect(await load("\ufeff{}")).toEqual({});
  });

  it.each([
    ['{"a":1,}', 'line 1, column 8: "}" found; expected a field name in double quotes after the comma.'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: a text in quotes found; expected "," or "}".'],
    ['{\n  "app": shop\n}', 'line 2, column 10: "shop" found; expected a value.'],
    ["{'app': 1}", `line 1, column 2: "'" found; expected a field name in double quotes or "}".`],
    [
      "{\r\n  // note\r\n}",
      'line 2, column 3: a comment (JSON has none) found; expected a field name in double quotes or "}".',
    ],
    ['{"a":1', 'line 1, column 7: the end of the file found; expected "," or "}".'],
    ['{"a":"x', "line 1, column 6: a text that is not closed, or that has a line break or escape which JSON forbids."],
    [
      '{"a":"x\ny"}',
      "line 1, column 6: a text that is not closed, or that has a line break or escape which JSON forbids.",
    ],
    ['{"a" 1}', 'line 1, column 6: "1" found; expected ":" after a field name.'],
    ['{"a":01}', 'line 1, column 6: "01" found; expected a value.'],
    ["[1,]", 'line 1, column 4: "]" found; expected a value.'],
    ["[1 2]", 'line 1, column 4: "2" found; expected "," or "]".'],
    ["{} {}", 'line 1, column 4: "{" found; expected the end of the file.'],
    ['{"a":1,"b":2,"a":3}', 'line 1, column 14: "a" is there twice.'],
    ["[".repeat(200), "line 1, column 102: nested more than 100 deep."],
    ['{"a":\u0007}', 'line 1, column 6: "\\u0007" found; expected a value.'],
  ])("says where %j is broken", async (text, message) => {
    await expect(load(text)).rejects.toMatchObject({ code: "config", message: `${path}, ${message}` });
  });

  it.each([
    ["an empty file", Buffer.from(""), "is empty."],
    ["a blank file", Buffer.from(" \n"), "is empty."],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le"), "is in UTF-16; expected UTF-8."],
    ["Latin-1", Buffer.from('{"a":"\xfc"}', "latin1"), "is not in UTF-8."],
  ])("refuses %s", async (_what, content, message) => {
    await expect(load(content)).rejects.toMatchObject({ code: "config", message: `${path} ${message}` });
  });

  it("refuses a folder", async () => {
    await mkdir(path);
    await expect(loadConfigFile(path)).rejects.toThrow(`${path} is a folder, not a file.`);
  });

  it("refuses a path through a file", async () => {
    await writeFile(path, "{}");
    await expect(loadConfigFile(join(path, "x"))).rejects.toThrow("a part of that path is no folder");
  });

  it.skipIf(process.getuid?.() === 0)("refuses a file that may not be read", async () => {
    await writeFile(path, "{}");
    await chmod(path, 0);
    await expect(loadConfigFile(path)).rejects.toThrow("permission denied");
  });
});

describe("writing the config file", () => {
  const config = parseConfig({ github: { repository: "me/shop" }, app: "shop", region: "eu-west-1" }, "");

  it("puts the fields in the documented order and ends in a newline", async () => {
    await writeConfigFile(path, config);
    const text = await readFile(path, "utf8");
    expect(Object.keys(JSON.parse(text)).join(" ")).toBe(
      "$schema app region domain entry runtime port healthCheck server database vpc assets github",
    );
    expect(text.split("\n").slice(0, 2)).toEqual(["{", '  "$schema": "./node_modules/deploy-wizard/schema.json",']);
    expect(text.endsWith("\n}\n")).toBe(true);
    expect(parseConfig(await loadConfigFile(path), "")).toEqual({ ...config, $schema: expect.any(String) });
  });

  it("leaves nothing beside it", async () => {
    await writeConfigFile(path, config);
    await writeConfigFile(path, { ...config, port: 9000 });
    expect(await readdir(folder)).toEqual(["deploy-wizard.json"]);
    expect(await loadConfigFile(path)).toMatchObject({ port: 9000 });
  });

  it("writes through a symbolic link", async () => {
    const target = join(folder, "real.json");
    await writeFile(target, "{}");
    await symlink(target, path);
    await writeConfigFile(path, config);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await loadConfigFile(target)).toMatchObject({ app: "shop" });
  });

  it("says so when the folder is not there", async () => {
    await expect(writeConfigFile(join(folder, "no", "x.json"), config)).rejects.toMatchObject({ code: "config" });
  });
});
