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

test("state and config are gone: both are read from the account, written, and resume has nothing to do", async () => {
  const shop = project();
  await shop.expectRun(0, [...bare, "--github", "octo/shop", "--github-ids", "1/2", "--wait"]);
  const config = JSON.parse(shop.read("deploy-wizard.json")) as object;
  const before = shop.read(stateFile);
  rmSync(shop.path(stateFile));
  rmSync(shop.path("deploy-wizard.json"));
  const { stderr } = await shop.expectRun(0, ["recover"]);
  expect(stderr).toContain('"repository": "octo/shop"');
  expect(JSON.parse(shop.read("deploy-wizard.json"))).toEqual({ ...config, region: "us-east-1" });
  expect(JSON.parse(shop.read(stateFile)).state.id).toBe(JSON.parse(before).state.id);
  expect((await shop.expectRun(0, ["resume"])).stderr).not.toMatch(/ (created|updated|deleted)$/m);
});

test("of several apps the one that is meant has to be named", async () => {
  const shop = project();
  const lose = () => [stateFile, "deploy-wizard.json"].map((file) => rmSync(shop.path(file)));
  await shop.expectRun(0, [...bare, "--wait"]);
  lose();
  const little = ["--no-domain", "--entry", "direct", "--database", "none", "--no-assets"];
  await shop.expectRun(0, ["init", "--yes", "--app", "blog", ...little]);
  lose();
  const { stderr } = await shop.expectRun(2, ["recover"]);
  expect(stderr).toMatch(/several apps are here: (shop, blog|blog, shop)\./);
  expect(stderr).toMatch(/`deploy-wizard recover --app (shop|blog)`/);
  expect((await shop.expectRun(2, ["recover", "--app", "shpo"])).stderr).toContain("there is shop/prod, blog/prod");
  await shop.expectRun(0, ["recover", "--app", "blog"]);
  expect(JSON.parse(shop.read("deploy-wizard.json"))).toMatchObject({ app: "blog", domain: null, entry: "direct" });
  expect((await shop.expectRun(2, ["recover", "--app", "shop"])).stderr).toContain("deploy-wizard.json is of blog");
});

test("without a config, or with nothing to be found: exit 2, with the one thing to do", async () => {
  const shop = project();
  expect((await shop.expectRun(2, ["recover"])).stderr).toContain("no trace of any app/prod");
  shop.write("deploy-wizard.json", '{ "app": "shop" }');
  expect((await shop.expectRun(2, ["recover"])).stderr).toContain("shop/prod");
  expect(shop.has(stateFile)).toBe(false);
});
