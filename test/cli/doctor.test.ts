import { expect, test } from "vitest";
import type { Finding } from "../../src/preflight/finding.ts";
import type { World } from "../../src/sandbox/world.ts";
import { initShop, linesOf, type Project, project, resultOf, stateFile, worldFile } from "./project.ts";

const change = ({ world, write }: Project, to: (world: World) => void) => {
  const changed = world();
  to(changed);
  write(worldFile, JSON.stringify(changed));
};

const findingsOf = (run: Parameters<typeof resultOf>[0]) => resultOf(run).findings as Finding[];

test("without a config: who calls and the Region, and how to get at the rest", async () => {
  const { expectRun, has } = project();
  const { stdout } = await expectRun(0, ["doctor"]);
  expect(stdout).toMatch(/^ok {7}credentials: arn:aws:iam::000000000000:user\/sandbox in account 000000000000/m);
  expect(stdout).toMatch(/^ok {7}region: /m);
  expect(stdout).toMatch(/^unknown {2}project: There is no config[^\n]*\n {9}`deploy-wizard init --no-provision`/m);
  expect(has("deploy-wizard.json")).toBe(false);
  expect(has(stateFile)).toBe(false);
});

test("with a config, before anything is made: all checks, and nothing is written", async () => {
  const { expectRun, has, read } = project();
  await expectRun(0, [...initShop, "--no-provision"]);
  const before = read("deploy-wizard.json");
  const { stdout } = await expectRun(0, ["doctor"]);
  for (const check of ["credentials", "region", "network", "permissions", "quotas", "database", "dns", "names"]) {
    expect(stdout).toMatch(new RegExp(`^ok +${check}: `, "m"));
  }
  expect(linesOf(stdout).at(-1)).toBe("All is well: nothing that could be checked stands in the way.");
  expect(read("deploy-wizard.json")).toBe(before);
  expect(has(stateFile)).toBe(false);
  expect(has(".deploy-wizard/prod.lock")).toBe(false);
});

test("problems: exit 2, a policy that can be copied, and a summary; the same findings under --json", async () => {
  const shop = project();
  await shop.expectRun(3, initShop);
  const before = shop.read(stateFile);
  expect((await shop.expectRun(0, ["doctor"])).stdout).toMatch(/^(ok|warn) +agent: /m);

  change(shop, (world) => {
    world.access = { missing: ["rds:CreateDBInstance"] };
    world.elb.loadBalancers = [];
    world.elb.listeners = [];
    world.quotas = { "L-53DA6B97": 0 };
  });
  const { stdout, stderr } = await shop.expectRun(2, ["doctor"]);
  expect(stdout).toMatch(/^problem {2}permissions: 1 of the plan's actions is not allowed: rds:CreateDBInstance\.$/m);
  expect(stdout).toMatch(/^problem {2}quotas: Not enough Application Load Balancers/m);
  expect(linesOf(stdout).at(-1)).toMatch(/^2 problems.*a run would not finish\.$/);
  expect(stderr).not.toMatch(/^\s+at /m);
  const policy = stdout.slice(stdout.indexOf("{"), stdout.lastIndexOf("}") + 1);
  expect(JSON.parse(policy)).toMatchObject({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["rds:CreateDBInstance"] }],
  });

  const json = await shop.expectRun(2, ["doctor", "--json"]);
  expect(resultOf(json)).toMatchObject({ type: "result", command: "doctor", status: "failed" });
  const problems = findingsOf(json).filter(({ status }) => status === "problem");
  expect(problems.map(({ check }) => check)).toEqual(["permissions", "quotas"]);
  expect(problems[0]).toEqual({
    check: "permissions",
    status: "problem",
    message: expect.any(String),
    hint: expect.any(String),
    detail: expect.any(Array),
  });
  expect(shop.read(stateFile)).toBe(before);
});

test("init stops at a problem before anything is made, and says where the rest of it stands", async () => {
  const shop = project();
  await shop.expectRun(0, [...initShop, "--no-provision"]);
  await shop.expectRun(0, ["network"]);
  const before = shop.read(stateFile);
  change(shop, (world) => {
    world.access = { missing: ["rds:CreateDBInstance"] };
  });
  const { stderr } = await shop.expectRun(2, ["init", "--yes"]);
  expect(stderr).toMatch(
    /"rds:CreateDBInstance"[\s\S]*not allowed: rds:CreateDBInstance\.\n .*[^:] `deploy-wizard doctor` checks again\.\n$/,
  );
  expect(shop.read(stateFile)).toBe(before);
});

test("without credentials there is one finding, with how to sign in", async () => {
  const { runForReal } = project();
  const run = await runForReal(["doctor", "--json", "--region", "eu-central-1"]);
  expect(run.code).toBe(2);
  expect(findingsOf(run)).toMatchObject([
    { check: "credentials", status: "problem", hint: expect.stringContaining("aws sso login") },
  ]);
});
