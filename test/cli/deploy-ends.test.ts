import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { widthOf } from "../../src/layout/width.ts";
import { openPty } from "../support/pty.ts";
import { linesOf, resultOf } from "./project.ts";
import { openShop, type Shop, unauthorized } from "./shop.ts";

const failNext = (shop: Shop) =>
  shop.change((world) => {
    world.codedeploy.failNext = unauthorized;
  });

test("--json: every line of stdout is an object, the last one says how it ended, and the exit code the same", async () => {
  const shop = await openShop();
  const good = await shop.expectRun(0, ["deploy", "--json"]);
  const [row] = shop.deployments();
  expect(linesOf(good.stdout)).toHaveLength(good.events.length);
  expect(new Set(good.events.map(({ type }) => type))).toEqual(new Set(["step", "result"]));
  expect(good.events[0]).toMatchObject({ type: "step", step: "codedeploy", status: "started" });
  expect(good.events.some(({ message }) => /^AllowTraffic on i-\w+: Succeeded$/.test(`${message}`))).toBe(true);
  expect(resultOf(good)).toMatchObject({
    command: "deploy",
    status: "complete",
    outputs: { app: "shop", url: "https://example.com", codeDeploy: { application: "shop-prod-app" } },
    deployment: { id: row!.id, revision: row!.revision.s3Location!.key, status: "Succeeded" },
    warnings: [],
  });

  await shop.build("shop-2");
  failNext(shop);
  const bad = await shop.expectRun(1, ["deploy", "--json"]);
  expect(linesOf(bad.stdout)).toHaveLength(bad.events.length);
  expect(bad.events.find(({ type }) => type === "error")).toMatchObject({ code: "resource-failed" });
  const [, failed, back] = shop.deployments();
  expect(resultOf(bad)).toMatchObject({
    status: "failed",
    deployment: {
      id: failed!.id,
      status: "Failed",
      failure: {
        event: "ValidateService",
        script: "deploy/validate.sh",
        logTail: unauthorized.logTail,
        cause: "/actuator/health answers 401: it wants a login",
      },
      rolledBackBy: { id: back!.id, status: "Succeeded" },
    },
  });

  const none = await shop.expectRun(2, ["rollback", "--json"]);
  expect(resultOf(none)).toMatchObject({ command: "rollback", status: "failed" });
  await shop.build("shop-3");
  const begun = await shop.expectRun(0, ["deploy", "--no-wait", "--json"]);
  expect(resultOf(begun)).toMatchObject({ status: "complete", deployment: { status: "Created" } });
});

test("rollback: nothing to go back to, bundles that are gone, and a past that is told", async () => {
  const shop = await openShop();
  expect((await shop.expectRun(2, ["rollback"])).stderr).toContain("No deployment has succeeded yet");
  await shop.expectRun(0, ["deploy"]);
  const [first] = shop.deployments();
  await shop.build("shop-2");
  await shop.expectRun(0, ["deploy"]);
  const key = first!.revision.s3Location!.key!;
  const whole = shop.world();
  shop.change(({ s3 }) => {
    for (const bucket of s3.buckets) bucket.versions = bucket.versions.filter((version) => version.key !== key);
  });
  const gone = await shop.expectRun(2, ["rollback"]);
  expect(gone.stderr).toMatch(/The bundles before d-\w+ are not in shop-prod-build-\S+ any more/);
  expect(shop.deployments()).toHaveLength(2);
  shop.change((world) => Object.assign(world, { s3: whole.s3 }));
  const back = await shop.expectRun(0, ["rollback"]);
  expect(back.stderr).toContain(`Back to what ${first!.id} brought`);
  expect(linesOf(back.stdout)).toEqual([shop.deployments().at(-1)!.id]);
  expect(shop.deployments().at(-1)).toMatchObject({
    revision: { s3Location: { key } },
    description: expect.stringMatching(new RegExp(`^deploy-wizard rollback to ${first!.id} \\[\\S+\\]$`)),
  });
});

test("a session that expires on the way: exit 3, what goes on by itself, and what to do", async () => {
  const shop = await openShop();
  shop.change(({ faults }) => faults.push({ command: "GetDeployment", code: "ExpiredToken", status: 403, times: 1 }));
  const following = await shop.expectRun(3, ["deploy"], shop.temp);
  expect(following.stderr).toMatch(/Sign in again \(`aws sso login`\)\. Deployment d-\w+ goes on by itself/);
  expect(shop.deployments()).toHaveLength(1);
  shop.change(({ faults }) => faults.push({ command: "ListObjectsV2", code: "ExpiredToken", status: 403, times: 1 }));
  const before = await shop.expectRun(3, ["deploy"], shop.temp);
  expect(before.stderr).toContain("then `deploy-wizard deploy`.");
  expect(shop.left()).toEqual([]);
});

test("an upload that breaks off is taken back, and the next deploy starts it anew", async () => {
  const shop = await openShop();
  shop.change(({ faults }) => faults.push({ command: "UploadPart", code: "InternalError", status: 500, times: 8 }));
  const { stderr } = await shop.expectRun(1, ["deploy"], shop.temp);
  expect(stderr).toContain("AWS gave no clear answer to s3:UploadPart");
  const { s3 } = shop.world();
  expect([shop.stored(), s3.buckets.flatMap(({ uploads }) => uploads), shop.left()]).toEqual([[], [], []]);
  await shop.expectRun(0, ["deploy", "--no-wait"]);
});

test("Ctrl-C while it is followed: it goes on, which is said, and exit 130", async () => {
  const shop = await openShop();
  const env = { DEPLOY_WIZARD_SANDBOX_SPEED: "10", ...shop.temp.env };
  const pty = await openPty({ args: ["deploy", "--sandbox"], cwd: shop.folder, env });
  await pty.waitFor(/deployment d-\w+ \(/);
  expect(pty.screen()).not.toMatch(/upload to/);
  pty.press("ctrl-c");
  expect(await pty.exit).toBe(130);
  expect(pty.screen().replace(/\s+/g, " ")).toContain("goes on by itself; `deploy-wizard status --watch`");
  expect(pty.cursorIsVisible()).toBe(true);
  expect(shop.left()).toEqual([]);
  const [row] = shop.deployments();
  expect(row!.stoppedAt).toBeUndefined();
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor or clears begins with an escape.
const moves = /\r|\n|\x1b\[[0-9;?]*[A-HJKST]/;

test.each([
  ["in English", [], /it wants a login/, /What ran before runs again/],
  ["in Korean", ["--lang", "ko"], /로그인이 필요함/, /이전 버전이 다시 실행 중입니다/],
])("a failure fits a screen of 60 columns and 24 rows, %s", async (_language, more, why, back) => {
  const shop = await openShop();
  await shop.expectRun(0, ["deploy"]);
  await shop.build("shop-2");
  failNext(shop);
  const args = ["deploy", ...more, "--sandbox"];
  const pty = await openPty({ args, cwd: shop.folder, columns: 60 });
  expect(await pty.exit).toBe(1);
  const screen = pty.screen();
  expect(screen.replace(/\s+/g, " ")).toMatch(why);
  expect(screen.replace(/\s+/g, " ")).toMatch(back);
  expect(screen).toContain("validate.sh");
  expect(screen).toContain("o.s.security.web  using");
  expect(screen).toContain("/actuator/health");
  const lines = [...pty.lines(), ...pty.raw().split(moves).map(stripVTControlCharacters)];
  const tooWide = lines.filter((line) => widthOf(line) > 60 && /\S\s+\S/.test(line.trim()));
  expect(tooWide).toEqual([]);
});
