import { screen } from "@inquirer/testing/vitest";
import { describe, expect, it } from "vitest";
import { back } from "../../src/commands/asks.ts";
import { widthOf } from "../../src/layout/width.ts";
import { questions } from "../../src/wizard/questions.ts";
import { askRegion } from "../../src/wizard/region-question.ts";
import { settings } from "../../src/wizard/settings.ts";
import { answer, question } from "./answer.ts";
import { asking, sheetOf } from "./asking.ts";

describe("what is typed", () => {
  it.each([
    ["app", ["shop", "enter"], { app: "shop" }],
    ["domain", ["Example.COM", "enter"], { domain: "example.com" }],
    ["domain", ["none", "enter"], { domain: null }],
    ["domain", ["없음", "enter"], { domain: null }],
    ["github.repository", ["owner/shop", "enter"], { github: { repository: "owner/shop", branch: "main" } }],
    ["github.repository", ["enter"], { github: null }],
    ["port", ["9090", "enter"], { port: 9090 }],
    ["healthCheck", ["/up", "enter"], { healthCheck: "/up" }],
    ["server.instanceType", ["t4g.medium", "enter"], { server: { instanceType: "t4g.medium" } }],
    ["server.disk", ["30", "enter"], { server: { disk: 30 } }],
    ["database.class", ["db.t4g.small", "enter"], { database: { class: "db.t4g.small" } }],
    ["database.storage", ["50", "enter"], { database: { storage: 50 } }],
    ["database.backupDays", ["14", "enter"], { database: { backupDays: 14 } }],
    ["vpc", ["vpc-0123456789abcdef0", "enter"], { vpc: "vpc-0123456789abcdef0" }],
  ])("%s: %j", async (path, keys, expected) => {
    expect((await answer(path, keys)).config).toMatchObject(expected);
  });

  it("a branch, once there is a repository", async () => {
    const sheet = sheetOf({ file: { app: "shop", github: { repository: "owner/shop" } } });
    expect((await answer("github.branch", ["release", "enter"], sheet)).config.github?.branch).toBe("release");
  });
});

describe("what is chosen", () => {
  it.each([
    ["runtime", ["enter"], { runtime: "spring-boot" }],
    ["runtime", ["down", "enter"], { runtime: "node", port: 3000, healthCheck: "/" }],
    ["runtime", ["down", "down", "enter"], { runtime: "docker" }],
    ["database.engine", ["down", "enter"], { database: { engine: "mysql" } }],
    ["database.engine", ["down", "down", "down", "enter"], { database: null }],
    ["entry", ["enter"], { entry: "alb", server: { elasticIp: false } }],
    ["entry", ["down", "enter"], { entry: "alb", server: { elasticIp: true } }],
    ["entry", ["down", "down", "enter"], { entry: "direct", server: { elasticIp: false } }],
    ["database.multiAz", ["up", "enter"], { database: { multiAz: true } }],
    ["assets", ["down", "enter"], { assets: false }],
  ])("%s: %j", async (path, keys, expected) => {
    expect((await answer(path, keys)).config).toMatchObject(expected);
  });

  it("a database again, after none", async () => {
    const sheet = sheetOf({ file: { app: "shop", database: null } });
    expect((await answer("database.engine", ["up", "up", "enter"], sheet)).config.database?.engine).toBe("mysql");
  });

  it("the Region, which is near the language unless another is chosen", async () => {
    const chosen = askRegion(asking(), "ko");
    expect(screen.getScreen()).toContain("❯ ap-northeast-2 (Seoul)");
    screen.keypress("up");
    screen.keypress("enter");
    expect(await chosen).toBe("ap-northeast-1");
  });
});

describe("what is no answer", () => {
  it.each([
    ["app", "Shop!", "expected 2 to 20 lower-case letters"],
    ["app", "", "Type something"],
    ["domain", "", "Type your domain, or none"],
    ["domain", "https://example.com/x", "it is a URL; type only the name: example.com"],
    ["domain", "example", "a single word without a dot"],
    ["github.repository", "shop", "expected owner/name"],
    ["port", "99999", "expected 1 to 65535"],
    ["port", "http", "expected 1 to 65535"],
    ["healthCheck", "health", "starts with /"],
    ["server.disk", "4", "expected 8 to 16384 (GiB)"],
    ["server.instanceType", "big", "expected an EC2 instance type such as t4g.small"],
    ["database.backupDays", "0", "lost data could not be brought back"],
    ["vpc", "main", "expected default or the id of a VPC"],
  ])("%s: %j is said to be %s, and asked again", async (path, typed, problem) => {
    const sheet = sheetOf();
    const before = sheet.complete();
    const done = question(path).ask(sheet, asking());
    screen.type(typed);
    screen.keypress("enter");
    await screen.next();
    expect(screen.getScreen().replace(/\s+/g, " ")).toContain(problem);
    expect(sheet.complete()).toEqual(before);
    screen.keypress("escape");
    expect(await done).toBe(back);
  });

  it("an nginx port with nginx in front", async () => {
    const sheet = sheetOf({ file: { app: "shop", entry: "direct" } });
    const done = question("port").ask(sheet, asking());
    screen.type("443");
    screen.keypress("enter");
    await screen.next();
    expect(screen.getScreen()).toContain("nginx listens on 443");
    screen.keypress("escape");
    await done;
  });
});

describe.each([...questions, ...settings.map((setting) => setting.question)].map((each) => [each.path, each] as const))(
  "%s",
  (_path, each) => {
    const file = { app: "shop", domain: "example.com", github: { repository: "owner/shop" } };

    it("gives a reason, proposes an answer, and leaves by Escape", async () => {
      const sheet = sheetOf({ file });
      const done = each.ask(sheet, asking());
      const shown = screen.getScreen().split("\n");
      const asked = shown.findIndex((line) => line.startsWith("?"));
      expect(asked).toBeGreaterThan(0);
      expect(shown.slice(0, asked).join("\n")).toMatch(/\w+ \w+/);
      expect(shown.slice(asked).join("\n")).toMatch(/\(.+\)|❯ .+/);
      screen.keypress("escape");
      expect(await done).toBe(back);
      expect(sheet.complete()).toEqual(sheetOf({ file }).complete());
    });

    it("takes the proposal with Enter", async () => {
      const sheet = sheetOf({ file });
      const done = each.ask(sheet, asking());
      screen.keypress("enter");
      expect(await done).toBeUndefined();
      expect(sheet.complete()).toEqual(sheetOf({ file }).complete());
    });

    it.each(["en", "ko"] as const)("fits 60 columns (%s)", async (language) => {
      const done = each.ask(sheetOf({ file }), asking({ columns: 60, language }));
      const lines = screen.getScreen().split("\n");
      expect(lines.filter((line) => widthOf(line) > 60)).toEqual([]);
      screen.keypress("escape");
      await done;
    });
  },
);
