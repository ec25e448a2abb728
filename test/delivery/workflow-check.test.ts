import { expect, test } from "vitest";
import { workflow } from "../../src/delivery/workflow.ts";
import { workflowDifferences } from "../../src/delivery/workflow-check.ts";
import { values } from "./workflow-projects.ts";

const { region, bucket, application, deploymentGroup: group } = values;
const here = { region, bucket, application, group };
const written = workflow({ ...values, runtime: "spring-boot", buildTool: "gradle" });

test("what the wizard wrote for this environment says the same", () => {
  expect(workflowDifferences(written, here)).toEqual([]);
});

test("another environment's is told, value by value", () => {
  expect(workflowDifferences(written, { ...here, bucket: "other-build", group: "other-group" })).toEqual([
    `BUCKET: ${bucket} in place of other-build`,
    `DEPLOYMENT_GROUP: ${group} in place of other-group`,
  ]);
});

test.each([
  ["a workflow of the person's own", "on: push\njobs: {}\n"],
  ["one with values of its own", "env:\n  NODE_VERSION: 22\n"],
  ["one that shares a name and its value", `env:\n  AWS_REGION: ${region}\n`],
  ["one whose values GitHub puts in", `env:\n  BUCKET: ${"$"}{{ vars.BUCKET }}\n`],
  ["one whose environment is one expression", `env: ${"$"}{{ fromJSON(vars.ENV) }}\n`],
  ["one without an environment", "env:\n"],
  ["an empty file", ""],
  ["a list", "- a\n"],
])("nothing is said of %s", (_what, text) => {
  expect(workflowDifferences(text, here)).toEqual([]);
});

test("a file that is no YAML is told in one line", () => {
  expect(workflowDifferences("env: [", here)).toEqual([expect.stringMatching(/^it is no YAML \(.+\)$/)]);
});
