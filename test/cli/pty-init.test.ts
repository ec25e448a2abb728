import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { widthOf } from "../../src/layout/width.ts";
import { openPty, type Pty, type PtyOptions } from "../support/pty.ts";

// Whole runs in a terminal, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const minute = 60_000;

function folder() {
  const made = mkdtempSync(join(tmpdir(), "deploy-wizard-init-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const start = (cwd: string, args: string[], more: Partial<PtyOptions> = {}) =>
  openPty({ args: [...args, "--sandbox"], cwd, rows: 50, ...more });

const settled = (cwd: string) => JSON.parse(readFileSync(join(cwd, "deploy-wizard.json"), "utf8"));
const stateOf = (cwd: string) => join(cwd, ".deploy-wizard/prod.json");

/** Enter through every question but app and domain; counts what was asked up to the confirmation. */
async function answerAll(pty: Pty): Promise<number> {
  let asked = 0;
  const reply = async (question: RegExp, text = "") => {
    await pty.waitFor(question);
    asked += 1;
    pty.type(text);
    pty.press("enter");
  };
  await reply(/app called\? \(/, "shop");
  await reply(/what runs the app\?/);
  await reply(/which database\?/);
  await reply(/your domain\?/, "example.com");
  await reply(/visitors get to the server\?/);
  await reply(/which GitHub repository\?/);
  await reply(/Your answers/);
  await pty.waitFor(/Make this in the sandbox now\?/, minute);
  return asked;
}

describe("init on a terminal", () => {
  test.each([60, 80, 120])("from nothing to https:// at %i columns", async (columns) => {
    const cwd = folder();
    const pty = await start(cwd, ["init", "--wait"], { columns, env: { NO_COLOR: "1" } });
    expect(await answerAll(pty)).toBeLessThanOrEqual(8);
    const plan = pty.lines().join("\n");
    expect(plan).toMatch(/Plan: \d+ to make/);
    for (const step of ["network", "ec2", "rds", "route53", "acm", "alb", "s3", "codedeploy"])
      expect(plan).toContain(step);
    expect(plan).toMatch(/load balancer/);
    expect(existsSync(stateOf(cwd))).toBe(false);
    pty.press("enter");
    await pty.waitFor(/awsdns/, minute);
    expect(await pty.exit).toBe(0);
    const lines = pty.lines();
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    expect(lines.join("\n")).toMatch(/https:\/\/example\.com\s*$/);
    expect(settled(cwd)).toMatchObject({ app: "shop", domain: "example.com", entry: "alb" });
    expect(existsSync(join(cwd, ".deploy-wizard/prod.answers.json"))).toBe(false);
  });

  test("every amount adds up to the total", async () => {
    const pty = await start(folder(), ["init"], { columns: 100 });
    await answerAll(pty);
    const table = pty.lines().map((line) => /^(.*\S)\s+(\d+\.\d\d)(?: - (\d+\.\d\d))?$/.exec(line.trim()));
    const rows = table.flatMap((row) => (row ? [{ what: row[1]!, least: row[2]!, most: row[3] ?? row[2]! }] : []));
    const total = rows.pop();
    const cents = (amounts: string[]) => amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
    expect(rows.length).toBeGreaterThan(8);
    expect(cents(rows.map(({ least }) => least))).toBe(cents([total!.least]));
    expect(cents(rows.map(({ most }) => most))).toBe(cents([total!.most]));
    pty.press("ctrl-c");
    expect(await pty.exit).toBe(130);
  });

  test("one answer is changed in the review, and once more at the plan; then it is refused", async () => {
    const cwd = folder();
    const pty = await start(cwd, ["init"]);
    await pty.waitFor(/app called\?/);
    pty.type("shop");
    pty.press("enter");
    for (const question of [/what runs the app\?/, /which database\?/]) {
      await pty.waitFor(question);
      pty.press("enter");
    }
    await pty.waitFor(/your domain\?/);
    pty.type("example.com");
    pty.press("enter");
    await pty.waitFor(/visitors get to the server\?/);
    pty.press("escape");
    // The way back: the domain again, with what was typed proposed.
    await pty.waitFor(/your domain\? \(or none\) \(example\.com\)/);
    pty.press("enter");
    await pty.waitFor(/visitors get to the server\?/);
    pty.press("enter");
    await pty.waitFor(/which GitHub repository\?/);
    pty.press("enter");
    await pty.waitFor(/Your answers/);
    for (const _ of [1, 2, 3]) pty.press("down");
    await pty.waitFor(/❯ Port/);
    pty.press("enter");
    await pty.waitFor(/Which port does the app listen on\?/);
    pty.type("9090");
    pty.press("enter");
    await pty.waitFor(/Port +9090/);
    pty.press("enter");

    await pty.waitFor(/Make this in the sandbox now\?/, minute);
    expect(settled(cwd).port).toBe(9090);
    pty.press("down");
    await pty.waitFor(/❯ change an answer/);
    pty.press("enter");
    await pty.waitFor(/❯ Go on to plan and price/);
    pty.press("down");
    pty.press("down");
    await pty.waitFor(/❯ Runtime/);
    pty.press("enter");
    await pty.waitFor(/what runs the app\?/);
    pty.press("down");
    pty.press("enter");
    await pty.waitFor(/Runtime +node/);
    pty.press("enter");
    await pty.waitFor(/yes, make it[\s\S]*change an answer/, minute);
    pty.press("down");
    pty.press("down");
    await pty.waitFor(/❯ no, stop here/);
    pty.press("enter");
    expect(await pty.exit).toBe(0);
    expect(pty.lines().join(" ")).toContain("Nothing was made");
    expect(settled(cwd)).toMatchObject({ port: 9090, runtime: "node" });
    expect(existsSync(stateOf(cwd))).toBe(false);
  });

  test("answers survive Ctrl-C in the middle of the questions", async () => {
    const cwd = folder();
    const first = await start(cwd, ["init"]);
    await first.waitFor(/app called\?/);
    first.type("store");
    first.press("enter");
    await first.waitFor(/what runs the app\?/);
    first.press("down");
    first.press("enter");
    await first.waitFor(/which database\?/);
    first.press("ctrl-c");
    expect(await first.exit).toBe(130);
    expect(first.lines().join(" ")).toMatch(/Interrupted[\s\S]*init/);
    expect(existsSync(join(cwd, "deploy-wizard.json"))).toBe(false);

    const second = await start(cwd, ["init"]);
    await second.waitFor(/app called\? \(store\)/);
    expect(second.screen()).toContain("answers from last time");
    second.press("enter");
    await second.waitFor(/❯ Node\.js/);
    second.press("ctrl-c");
    expect(await second.exit).toBe(130);
  });

  test("Ctrl-C while things are made; resume goes on as if nothing had happened", async () => {
    const cwd = folder();
    const pty = await start(cwd, ["init"], { env: { DEPLOY_WIZARD_SANDBOX_SPEED: "60" } });
    await answerAll(pty);
    pty.press("enter");
    await pty.waitFor(/security group .* created/, minute);
    pty.press("ctrl-c");
    expect(await pty.exit).toBe(130);
    expect(pty.lines().join(" ")).toMatch(/Interrupted[\s\S]*deploy-wizard resume/);

    const again = await start(cwd, ["resume", "--wait"]);
    expect(await again.exit).toBe(0);
    expect(again.lines().join("\n")).toMatch(/https:\/\/example\.com\s*$/);
    const world = JSON.parse(readFileSync(join(cwd, ".deploy-wizard/sandbox-world.json"), "utf8"));
    expect([world.ec2.instances.length, world.rds.databases.length, world.elb.loadBalancers.length]).toEqual([1, 1, 1]);
  });

  test("what the repository shows is proposed, with where it was seen", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "package.json"),
      JSON.stringify({ name: "corner-shop", scripts: { start: "node server.js" } }),
    );
    writeFileSync(join(cwd, "server.js"), "const port = process.env.PORT || 4000;\n");
    const pty = await start(cwd, ["init"], { columns: 100 });
    await pty.waitFor(/package\.json[\s\S]*app called\? \(corner-shop\)/);
    pty.press("enter");
    await pty.waitFor(/package\.json[\s\S]*❯ Node\.js/);
    pty.press("ctrl-c");
    await pty.exit;
  });

  test("speaks Korean, in columns that stay straight", async () => {
    const cwd = folder();
    const pty = await start(cwd, ["init", "--wait", "--lang", "ko", "--app", "shop", "--domain", "example.com"], {
      columns: 60,
    });
    for (const question of [
      /무엇으로 실행하나요/,
      /데이터베이스를 쓸까요/,
      /어떻게 접속하나요/,
      /GitHub 저장소/,
      /입력한 답입니다/,
    ]) {
      await pty.waitFor(question);
      pty.press("enter");
    }
    await pty.waitFor(/샌드박스에 만들까요/, minute);
    pty.press("enter");
    expect(await pty.exit).toBe(0);
    const lines = pty.lines();
    expect(lines.filter((line) => widthOf(line) > 60)).toEqual([]);
    expect(lines.join("\n")).toMatch(/네임서버[\s\S]*https:\/\/example\.com\s*$/);
  });
});
