import { screen } from "@inquirer/testing/vitest";
import { describe, expect, it } from "vitest";
import { back } from "../../src/commands/asks.ts";
import type { Config } from "../../src/config/schema.ts";
import { isOpen, questions } from "../../src/wizard/questions.ts";
import { Sheet } from "../../src/wizard/sheet.ts";
import { answer, question } from "./answer.ts";
import { asking, sheetOf } from "./asking.ts";

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
