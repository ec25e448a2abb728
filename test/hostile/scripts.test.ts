import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, testWith } from "../delivery/tool.ts";

const templates = join(import.meta.dirname, "../../templates");
const files = readdirSync(templates, { recursive: true, encoding: "utf8" });
const text = (path: string) => readFileSync(join(templates, path), "utf8");
const scripts = files.filter((path) => path.endsWith(".sh")).sort();

testWith("shellcheck").each(scripts)("%s has nothing that shellcheck objects to", (path) => {
  // What has no first line of its own is put behind one of bash.
  expect(run("shellcheck", ["--norc", "--shell=bash", "-"], { input: text(path) })).toMatchObject({
    status: 0,
    stdout: "",
  });
});

test("nothing else in the templates is a shell script, and none switches a check off", () => {
  expect(scripts.length).toBeGreaterThan(10);
  const others = files.filter((path) => /\.\w+$/.test(path) && !scripts.includes(path));
  for (const path of others) expect(text(path), path).not.toMatch(/^#!.*\bsh\b/);
  for (const path of scripts) expect(text(path), path).not.toMatch(/shellcheck\s+disable/);
});
