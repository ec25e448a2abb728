import { describe, expect, test } from "vitest";
import { readAppspec } from "../../src/delivery/appspec.ts";
import { template } from "../../src/delivery/templates.ts";

const head = "version: 0.0\nos: linux\n";
const hook = (event: string, script: string) => `${head}hooks:\n  ${event}:\n    - ${script}\n`;

/** Without a byte order mark of its own, whatever an editor on Windows puts there. */
const byteOrderMark = "\uFEFF";

describe("what CodeDeploy takes", () => {
  test.each([
    ["the wizard's own", template("appspec.yml")],
    ["neither files nor hooks", head],
    ["empty lists, as the agent reads them", `${head}files:\nhooks:\n`],
    ["a stop script or none", hook("AfterInstall", "location: deploy/install.sh")],
    ["a version with more zeros", head.replace("0.0", "0.00")],
    [
      "a time limit in quotes",
      hook("ApplicationStart", 'location: a.sh, timeout: "60"').replace("- l", "- {l").replace('"60"', '"60"}'),
    ],
    ["two scripts of an event without a time limit", `${hook("AfterInstall", "location: a.sh")}    - location: b.sh\n`],
    ["permissions", `${head}permissions:\n  - object: /opt/app\n    owner: app\n`],
    ["a byte order mark and the line ends of Windows", byteOrderMark + head.replaceAll("\n", "\r\n")],
    ["its own way with files that are there", `${head}file_exists_behavior: RETAIN\n`],
  ])("%s", (_what, text) => {
    expect(readAppspec(text).problems).toEqual([]);
  });
});

describe("what it would refuse, or never run", () => {
  test.each([
    ["no YAML", "version: [0.0", /^appspec\.yml is no YAML: /],
    ["nothing", "", /^appspec\.yml: /],
    ["a list", "- version: 0.0\n", /^appspec\.yml: /],
    ["the version as text", 'version: "0.0"\nos: linux\n', /version: should be 0\.0 without quotes/],
    ["another version", "version: 1.0\nos: linux\n", /^appspec\.yml, version: should be 0\.0/],
    ["no version", "os: linux\n", /^appspec\.yml, version: /],
    ["Windows", "version: 0.0\nos: windows\n", /^appspec\.yml, os: should be linux$/],
    ["a Lambda's", "version: 0.0\nResources: []\n", /^appspec\.yml, os: should be linux$/],
    [
      "a place that is not absolute",
      `${head}files:\n  - source: /\n    destination: opt\n`,
      /files\.0\.destination: should be absolute/,
    ],
    [
      "a place of Windows",
      `${head}files:\n  - source: \\\n    destination: c:\\app\n`,
      /destination: should be absolute/,
    ],
    ["files that are a map", `${head}files:\n  source: /\n`, /^appspec\.yml, files: /],
    [
      "an event with a typing error",
      hook("AplicationStart", "location: a.sh"),
      /^appspec\.yml, hooks.*AplicationStart|Invalid key/,
    ],
    ["an event without scripts", `${head}hooks:\n  ApplicationStop:\n`, /^appspec\.yml, hooks\.ApplicationStop: /],
    ["a script without a place", hook("AfterInstall", "timeout: 3"), /hooks\.AfterInstall\.0\.location: /],
    ["no time at all", `${hook("AfterInstall", "location: a.sh")}      timeout: 0\n`, /AfterInstall\.0\.timeout: /],
    ["a time in words", `${hook("AfterInstall", "location: a.sh")}      timeout: 5m\n`, /AfterInstall\.0\.timeout: /],
    [
      "more than an hour",
      `${hook("AfterInstall", "location: a.sh")}      timeout: 3601\n`,
      /hooks\.AfterInstall: more than 3600 s in all$/,
    ],
    ["another way with files that are there", `${head}file_exists_behavior: REPLACE\n`, /file_exists_behavior: /],
  ])("%s", (_what, text, problem) => {
    const { problems } = readAppspec(text);
    expect(problems[0]).toMatch(problem);
    expect(problems.join("")).not.toContain("\n");
  });

  test("an event that cannot have a script is named", () => {
    expect(readAppspec(hook("Install", "location: a.sh")).problems.join()).toContain("Install");
  });
});
