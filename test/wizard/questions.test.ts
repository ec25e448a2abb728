import { screen } from "@inquirer/testing/vitest";
import { describe, expect, it } from "vitest";
import { back } from "../../src/commands/asks.ts";
import type { Config } from "../../src/config/schema.ts";
import { widthOf } from "../../src/layout/width.ts";
import type { WizardQuestion } from "../../src/wizard/question.ts";
import { isOpen, questions } from "../../src/wizard/questions.ts";
import { askRegion } from "../../src/wizard/region-question.ts";
import { settings } from "../../src/wizard/settings.ts";
import { Sheet } from "../../src/wizard/sheet.ts";
import { asking, sheetOf } from "./asking.ts";

const question = (path: string): WizardQuestion => {
  const found = [...questions, ...settings.map((setting) => setting.question)].find((each) => each.path === path);
  if (!found) throw new Error(`no question answers ${path}`);
  return found;
};

/** Types into the question of `path` and tells what the config says afterwards. */
async function answer(path: string, keys: string[], sheet = sheetOf()) {
  const done = question(path).ask(sheet, asking());
  for (const key of keys) {
    if (["enter", "up", "down", "escape", "backspace"].includes(key)) screen.keypress(key);
    else screen.type(key);
  }
  const result = await done;
  return { result, config: sheet.complete() };
}

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

describe("the way back and the origin", () => {
  it("< as an answer goes back", async () => {
    expect((await answer("app", ["<", "enter"])).result).toBe(back);
  });

  it("says where a proposal comes from: repository, file, last time", async () => {
    const shown = async (path: string, sheet: ReturnType<typeof sheetOf>) => {
      const done = question(path).ask(sheet, asking());
      const text = screen.getScreen();
      screen.keypress("escape");
      await done;
      return text;
    };
    const seen = sheetOf({ proposals: { port: { value: 8081, from: "server.port in application.yml" } } });
    expect(await shown("port", seen)).toMatch(/proposed from: server\.port in application\.yml[\s\S]*\(8081\)/);
    expect(await shown("port", sheetOf({ file: { app: "shop", port: 9000 } }))).toContain("deploy-wizard.json");
    expect(await shown("port", sheetOf({ draft: new Map([["port", 9001]]) }))).toContain("your answer last time");
    expect(await shown("port", sheetOf())).toContain("proposed from: the usual default");
    expect(await shown("app", sheetOf())).not.toContain("proposed from");
  });

  it("asks nothing that a flag has answered, and drops a remembered answer that will not do", () => {
    const sheet = sheetOf({
      flags: { app: "shop", database: "none" },
      draft: new Map<string, unknown>([
        ["port", -1],
        ["assets", false],
      ]),
    });
    expect(questions.filter((each) => isOpen(each, sheet)).map(({ path }) => path)).toEqual([
      "runtime",
      "domain",
      "entry",
      "github.repository",
    ]);
    expect(sheet.complete()).toMatchObject({ port: 8080, assets: false, database: null });
  });

  it("port and health check of one runtime are not proposed for another", async () => {
    const proposals = {
      runtime: { value: "spring-boot" as const, from: "build.gradle" },
      port: { value: 8081, from: "application.yml" },
    };
    const sheet = sheetOf({ proposals });
    expect(sheet.complete().port).toBe(8081);
    await answer("runtime", ["down", "enter"], sheet);
    expect(sheet.complete()).toMatchObject({ runtime: "node", port: 3000 });
  });

  it("a choice that cannot stand beside another answer says why, and is passed over", async () => {
    const sheet = sheetOf({ file: { app: "shop", port: 443 } });
    const done = question("entry").ask(sheet, asking({ columns: 100 }));
    expect(screen.getScreen()).toContain(
      "straight to the server, with an Elastic IP (with entry direct nginx listens on 443",
    );
    screen.keypress("down");
    screen.keypress("down");
    screen.keypress("enter");
    expect(screen.getScreen()).toContain("cannot be selected");
    screen.keypress("escape");
    expect(await done).toBe(back);
    expect(sheet.complete().entry).toBe("alb");
  });

  it("a port that nginx needs is not proposed where nginx stands in front", async () => {
    const sheet = sheetOf({ proposals: { port: { value: 80, from: "EXPOSE in Dockerfile" } } });
    expect(sheet.complete().port).toBe(80);
    await answer("entry", ["down", "down", "enter"], sheet);
    expect(sheet.complete()).toMatchObject({ entry: "direct", port: 8080 });
  });

  it("says what all of it would cost with each choice", async () => {
    const monthly = ({ entry, database }: Config) => (entry === "alb" ? 50 : 30.4) + (database ? 10 : 0);
    const shown = async (path: string, keys: string[]) => {
      const sheet = new Sheet({ flags: {}, file: undefined, configPath: "", proposals: {}, draft: new Map(), monthly });
      const done = question(path).ask(sheet, asking());
      for (const key of keys) screen.keypress(key);
      const text = screen.getScreen().replace(/\s+/g, " ");
      screen.keypress("escape");
      await done;
      return text;
    };
    expect(await shown("entry", [])).toContain("about $60 a month in all");
    expect(await shown("entry", ["down", "down"])).toContain("about $40 a month in all");
    expect(await shown("database.engine", ["down", "down", "down"])).toContain("about $50 a month in all");
    expect(await shown("runtime", [])).not.toContain("$");
  });

  it("asks at most six questions before the review", () => {
    expect(questions.filter((each) => isOpen(each, sheetOf()))).toHaveLength(6);
  });
});
