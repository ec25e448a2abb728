import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { buildTool, detectBuildTool, type Runtime } from "../../src/delivery/build-tool.ts";
import { repositoryFiles } from "../../src/delivery/repository-files.ts";
import { type WorkflowValues, workflow } from "../../src/delivery/workflow.ts";
import { values } from "./workflow-projects.ts";

const all: WorkflowValues[] = [
  values,
  { ...values, buildTool: "maven" },
  { ...values, runtime: "node", buildTool: "npm" },
  { ...values, runtime: "docker", buildTool: "docker" },
];

interface Step {
  uses?: string;
  run?: string;
}

const steps = (text: string) => parse(text).jobs.deploy.steps as Step[];

describe("the workflow", () => {
  test.each(all)("for $buildTool pins every action by commit, with its version beside it", (each) => {
    const uses = workflow(each).match(/uses: .*/g)!;
    expect(uses.length).toBeGreaterThanOrEqual(2);
    for (const line of uses) expect(line).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test.each(all)("for $buildTool keeps expressions out of scripts", (each) => {
    for (const { run: script } of steps(workflow(each))) expect(script ?? "").not.toContain("${{");
  });

  test.each(all)("for $buildTool builds before it takes on the role", (each) => {
    const names = steps(workflow(each)).map(({ uses, run: script }) => uses ?? script ?? "");
    const build = names.findIndex((name) => /bootJar|mvnw|npm run|docker build/.test(name));
    expect(build).toBeGreaterThan(0);
    expect(names.findIndex((name) => name.includes("configure-aws-credentials"))).toBeGreaterThan(build);
  });

  test("asks for no more than it needs, and one deployment at a time", () => {
    const found = parse(workflow(values));
    expect(found.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(found.concurrency["cancel-in-progress"]).toBe(false);
    expect(found.concurrency.group).toBe("deploy-wizard-shop-prod");
    expect(found.on.push.branches).toEqual(["main"]);
  });

  test("holds values as data, whatever they contain", () => {
    const odd = 'a"b: $(id) # x\n- c';
    const found = parse(workflow({ ...values, branch: odd, application: odd }));
    expect(found.on.push.branches).toEqual([odd]);
    expect(found.env.APPLICATION).toBe(odd);
    expect(found.jobs).toEqual(parse(workflow(values)).jobs);
  });

  test("builds what is bound to a processor on the same kind", () => {
    const runner = (each: WorkflowValues) => parse(workflow(each)).jobs.deploy["runs-on"];
    expect(runner(all[2]!)).toBe("ubuntu-24.04-arm");
    expect(runner({ ...all[2]!, architecture: "x86_64" })).toBe("ubuntu-24.04");
    expect(runner(values)).toBe("ubuntu-24.04");
  });
});

describe("what builds the project", () => {
  const project = (...files: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), "project-"));
    for (const file of files) writeFileSync(join(folder, file), "");
    return folder;
  };

  test.each<[string[], Runtime, string]>([
    [["gradlew", "build.gradle"], "spring-boot", "gradle"],
    [["build.gradle.kts"], "spring-boot", "gradle"],
    [["pom.xml", "package.json"], "spring-boot", "maven"],
    [["package.json"], "node", "npm"],
    [["Dockerfile", "pom.xml"], "docker", "docker"],
  ])("%j for %s: %s", (files, runtime, tool) => {
    expect(buildTool(project(...files), runtime)).toBe(tool);
  });

  test("nothing yet: the usual tool, and no more than that is claimed", () => {
    expect(detectBuildTool(project("package.json"), "spring-boot")).toBeUndefined();
    expect(buildTool(project("package.json"), "spring-boot")).toBe("gradle");
  });
});

describe("the files in the repository", () => {
  test("are appspec.yml and executable hooks, and the workflow only with GitHub", () => {
    const paths = (files: { path: string }[]) => files.map(({ path }) => path);
    const without = repositoryFiles({ github: null });
    const scripts = ["stop", "install", "start", "validate", "healthy", "last-words", "put-back"];
    expect(paths(without)).toEqual(["appspec.yml", ...scripts.map((name) => `deploy/${name}.sh`)]);
    expect(paths(repositoryFiles({ github: values }))).toEqual([...paths(without), ".github/workflows/deploy.yml"]);
    for (const { path, mode } of without) expect(mode).toBe(path.endsWith(".sh") ? 0o755 : 0o644);
  });

  test("fit together: every script is a hook or is run by one, and what is there already is overwritten", () => {
    const files = repositoryFiles({ github: null });
    const appspec = parse(files[0]!.content);
    expect(appspec.file_exists_behavior).toBe("OVERWRITE");
    const hooks = Object.values(appspec.hooks as Record<string, { location: string }[]>).flat();
    const run = files.flatMap(({ content }) =>
      [...content.matchAll(/"\$(deploy\/[a-z-]+\.sh)"/g)].map((match) => match[1]),
    );
    expect([...new Set([...hooks.map(({ location }) => location), ...run])].sort()).toEqual(
      files
        .slice(1)
        .map(({ path }) => path)
        .sort(),
    );
  });
});
