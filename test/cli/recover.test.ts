import { readFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { initShop, linesOf, project, resultOf, stateFile } from "./project.ts";

const bare = [...initShop, "--database", "none", "--no-assets"];

test("a lost state is found again, shown, and taken by resume", async () => {
  const shop = project();
  await shop.expectRun(0, [...bare, "--wait"]);
  const { id } = JSON.parse(shop.read(stateFile)).state as { id: string };
  rmSync(shop.path(stateFile));

  const { stdout, stderr } = await shop.expectRun(0, ["recover"]);
  expect(stdout).toMatch(/^ {2}ec2\.instance +by its tags +i-\w+$/m);
  expect(stdout).toMatch(/^ {2}alb\.record +by its name and content +example\.com A$/m);
  expect(stdout).toMatch(/^ {2}network\.vpc +was there before us +vpc-\w+$/m);
  expect(stdout).toContain(`deployment ${id}, 0 not there.`);
  expect(stderr).toContain(stateFile);
  expect(JSON.parse(shop.read(stateFile)).state).toMatchObject({ id, app: "shop" });

  expect((await shop.expectRun(0, ["plan"])).stdout).toBe("");
  await shop.expectRun(0, ["resume"]);
  const again = await shop.expectRun(2, ["recover"]);
  expect(again.stderr).toContain("nothing is lost");
  await shop.expectRun(0, ["destroy", "--confirm", "shop", "--all"]);
  expect(shop.has(stateFile)).toBe(false);
});

test("--json names each resource with how it is known; a broken file is kept under another name", async () => {
  const shop = project();
  await shop.expectRun(3, bare);
  shop.write(stateFile, "{ broken");
  const run = await shop.expectRun(0, ["recover", "--json"]);
  expect(linesOf(run.stdout).map((line) => JSON.parse(line))).toEqual(run.events);
  expect(run.events).toContainEqual(
    expect.objectContaining({
      type: "resource",
      key: "ec2.instance",
      action: "found",
      id: expect.stringMatching(/^i-/),
    }),
  );
  expect(resultOf(run)).toMatchObject({
    command: "recover",
    status: "complete",
    outputs: { app: "shop", url: "https://example.com" },
    recovered: expect.arrayContaining([
      { key: "network.vpc", id: expect.stringMatching(/^vpc-/), by: "before", sure: true },
      { key: "ec2.role-access", id: "shop-prod-server/server", by: "content", sure: false },
    ]),
    unplaced: [],
    keptAs: ".deploy-wizard/prod.json.broken",
  });
  expect(readFileSync(shop.path(`${stateFile}.broken`), "utf8")).toBe("{ broken");
});

test("without a config, or with nothing to be found: exit 2, with the one thing to do", async () => {
  const shop = project();
  expect((await shop.expectRun(2, ["recover"])).stderr).toContain("deploy-wizard.json");
  shop.write("deploy-wizard.json", '{ "app": "shop" }');
  expect((await shop.expectRun(2, ["recover"])).stderr).toContain("shop/prod");
  expect(shop.has(stateFile)).toBe(false);
});
