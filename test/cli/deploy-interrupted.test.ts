import { expect, test } from "vitest";
import { newCalls } from "../crash/interruption.ts";
import type { CliRun } from "../support/cli.ts";
import { resultOf } from "./project.ts";
import { openShop, type Shop } from "./shop.ts";

const goesOn = /Deployment (d-\w+) goes on by itself; `deploy-wizard status --watch`/;

/** The command, interrupted at that call: exit 130, the call that was under way finished, and none after it. */
async function interrupted(shop: Shop, command: string, at: string): Promise<CliRun> {
  const env = { ...shop.temp.env, DEPLOY_WIZARD_SANDBOX_KILL: at };
  const run = await shop.expectRun(130, [command, "--verbose"], { env });
  expect(run.stderr).toContain("Interrupted. ");
  expect(newCalls(run.stderr)).toEqual([]);
  expect(shop.left()).toEqual([]);
  return run;
}

const later = (shop: Shop) =>
  shop.change((world) => {
    world.now += 3_600_000;
  });

test("deploy, interrupted before CodeDeploy has it: nothing was deployed, and the next one does", async () => {
  const shop = await openShop();
  for (const at of ["ListObjectsV2#1:before:SIGTERM", "UploadPart#1:acted:SIGINT"]) {
    const { stderr } = await interrupted(shop, "deploy", at);
    expect(stderr).toContain("Nothing was deployed.");
  }
  expect(shop.deployments()).toEqual([]);
  await shop.expectRun(0, ["deploy"]);
});

test("deploy and rollback, interrupted while CodeDeploy is asked or followed: its id is said, and it goes on", async () => {
  const shop = await openShop();
  const asked = await interrupted(shop, "deploy", "CreateDeployment#1:before:SIGINT");
  const [first] = shop.deployments();
  expect(goesOn.exec(asked.stderr)?.[1]).toBe(first!.id);
  later(shop);

  await shop.build("shop-2");
  const env = { DEPLOY_WIZARD_SANDBOX_KILL: "GetDeployment#2:acted:SIGHUP" };
  const followed = resultOf(await shop.expectRun(130, ["deploy", "--json"], { env }));
  const [, second] = shop.deployments();
  expect(followed).toMatchObject({ command: "deploy", status: "interrupted", deployment: { id: second!.id } });
  later(shop);

  const back = await interrupted(shop, "rollback", "CreateDeployment#1:acted:SIGTERM");
  const [, , third] = shop.deployments();
  expect(goesOn.exec(back.stderr)?.[1]).toBe(third!.id);
  expect(third!.revision).toEqual(first!.revision);
  expect(shop.deployments()).toHaveLength(3);
});

test("interrupted twice, or while an answer is lost: whether it has begun is not known, and said so", async () => {
  const shop = await openShop();
  const env = { DEPLOY_WIZARD_SANDBOX_KILL: "CreateDeployment#1:acted:SIGINT+SIGINT" };
  const { stderr } = await shop.expectRun(130, ["deploy"], { env });
  expect(stderr).toContain("A deployment may have begun: `deploy-wizard status` shows it");
  expect(shop.deployments()).toHaveLength(1);
  later(shop);

  await shop.build("shop-2");
  shop.change(({ faults }) =>
    faults.push({ command: "CreateDeployment", code: "InternalFailure", status: 500, times: 1, acts: true }),
  );
  const lost = await interrupted(shop, "deploy", "CreateDeployment#1:before:SIGINT");
  expect(lost.stderr).toContain("A deployment may have begun");
  expect(shop.deployments()).toHaveLength(2);
});
