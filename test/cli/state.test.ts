import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { project, stateFile, worldFile } from "./project.ts";

const config = JSON.stringify({ app: "shop", domain: null });

/** A whole state without resources, with `changes`. */
function stateText(changes: object): string {
  const state = {
    version: 1,
    serial: 0,
    id: "abcdefghij",
    app: "shop",
    environment: "prod",
    account: "000000000000",
    region: "us-east-1",
    fixed: { entry: "alb", domain: null },
    resources: {},
    ...changes,
  };
  return JSON.stringify({ checksum: createHash("sha256").update(JSON.stringify(state)).digest("hex"), state });
}

const whole = stateText({});

describe.each([
  ["broken", "{ no JSON", /broken/],
  ["truncated", whole.slice(0, -20), /broken/],
  ["empty", "", /empty/],
  ["of something else", '{"hello":1}', /not a deploy-wizard state/],
  ["changed by hand", whole.replace('"serial":0', '"serial":9'), /checksum/],
  ["written by a newer version", stateText({ version: 99 }), /newer/],
  ["of another account", stateText({ account: "123456789012" }), /123456789012/],
  ["of another Region", stateText({ region: "eu-west-1" }), /eu-west-1/],
])("a state that is %s", (_what, text, said) => {
  test.each([
    [["init", "--yes", "--region", "us-east-1"]],
    [["status", "--region", "us-east-1"]],
    [["destroy", "--all", "--confirm", "shop", "--region", "us-east-1"]],
  ])("%j: exit 4, told with its file, and never taken for new", async (args) => {
    const { expectRun, write, read, has, folder } = project();
    mkdirSync(`${folder}/.deploy-wizard`);
    write("deploy-wizard.json", config);
    write(stateFile, text);
    const { stderr, stdout } = await expectRun(4, args);
    expect(stderr).toMatch(said);
    expect(stderr).toContain(stateFile);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe("");
    expect(read(stateFile)).toBe(text);
    // Signing in is a call too, but one that makes nothing; it tells whose state this is.
    if (has(worldFile)) expect(read(worldFile)).not.toContain("deploy-wizard:id");
  });
});

test("a lock held by a living process: exit 4, and nothing is made", async () => {
  const { expectRun, write, has, folder } = project();
  mkdirSync(`${folder}/.deploy-wizard`);
  write("deploy-wizard.json", config);
  const holder = { id: "someone", pid: process.pid, host: hostname(), since: new Date().toISOString() };
  write(".deploy-wizard/prod.lock", JSON.stringify(holder));
  const { stderr } = await expectRun(4, ["init", "--yes"]);
  expect(stderr).toContain(String(process.pid));
  expect(has(stateFile)).toBe(false);
  expect(has(".deploy-wizard/prod.lock")).toBe(true);
});

test("a lock of a process that is gone is taken over", async () => {
  const { expectRun, write, has, folder } = project();
  mkdirSync(`${folder}/.deploy-wizard`);
  write("deploy-wizard.json", config);
  // Process ids end long before this.
  write(".deploy-wizard/prod.lock", JSON.stringify({ id: "x", pid: 2 ** 30, host: hostname(), since: "then" }));
  await expectRun(0, ["init", "--yes", "--database", "none"]);
  expect(has(".deploy-wizard/prod.lock")).toBe(false);
});
