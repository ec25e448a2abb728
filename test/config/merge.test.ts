import { describe, expect, it } from "vitest";
import { answerFlags, type Flags, flagFor, flagOf } from "../../src/config/answers.ts";
import { mergeAnswers } from "../../src/config/merge.ts";
import { parseConfig } from "../../src/config/schema.ts";

describe("answers", () => {
  it("come from the flag, then the file, then what was detected, then the default", () => {
    const { answers } = mergeAnswers({
      flags: { disk: "40" },
      file: { app: "filed", server: { disk: 30, instanceType: "t3.small" } },
      detected: { app: "detected", runtime: "node", server: { instanceType: "t3.large", disk: 10 } },
    });
    expect(answers).toEqual({ app: "filed", runtime: "node", server: { disk: 40, instanceType: "t3.small" } });
    expect(parseConfig(answers, "").server.servers).toBe("1");
  });

  it.each<[Flags, object]>([
    [{ app: "shop" }, { app: "shop" }],
    [{ region: "eu-west-1" }, { region: "eu-west-1" }],
    [{ domain: "example.com" }, { domain: "example.com" }],
    [{ domain: false }, { domain: null }],
    [{ entry: "direct" }, { entry: "direct" }],
    [{ runtime: "node" }, { runtime: "node" }],
    [{ port: "80" }, { port: 80 }],
    [{ port: "http" }, { port: "http" }],
    [{ healthCheck: "/up" }, { healthCheck: "/up" }],
    [{ instanceType: "t3.small" }, { server: { instanceType: "t3.small" } }],
    [{ disk: "8.5" }, { server: { disk: 8.5 } }],
    [{ servers: "2-4" }, { server: { servers: "2-4" } }],
    [{ elasticIp: true }, { server: { elasticIp: true } }],
    [{ database: "mysql" }, { database: { engine: "mysql" } }],
    [{ database: "none" }, { database: null }],
    [{ databaseClass: "db.m7g.large" }, { database: { class: "db.m7g.large" } }],
    [{ databaseStorage: "50" }, { database: { storage: 50 } }],
    [{ backupDays: "14" }, { database: { backupDays: 14 } }],
    [{ multiAz: true }, { database: { multiAz: true } }],
    [{ vpc: "vpc-12345678" }, { vpc: "vpc-12345678" }],
    [{ assets: false }, { assets: false }],
    [{ assets: true }, {}],
    [{ github: "me/shop" }, { github: { repository: "me/shop" } }],
    [{ branch: "dev" }, { github: { branch: "dev" } }],
    [{ githubIds: "1/2" }, { github: { ids: "1/2" } }],
    [{}, {}],
  ])("take the flag %j", (flags, answers) => {
    expect(mergeAnswers({ flags }).answers).toEqual(answers);
  });

  it("that say none replace a whole section of the file, and the other way round", () => {
    expect(mergeAnswers({ flags: { database: "none" }, file: { database: { storage: 50 } } }).answers).toEqual({
      database: null,
    });
    expect(mergeAnswers({ flags: { database: "mysql", multiAz: true }, file: { database: null } }).answers).toEqual({
      database: { engine: "mysql", multiAz: true },
    });
    expect(
      mergeAnswers({ flags: {}, file: { github: null }, detected: { github: { repository: "a/b" } } }).answers,
    ).toEqual({
      github: null,
    });
  });

  it.each<[Flags, unknown, string]>([
    [{ database: "none", databaseClass: "db.t4g.small" }, {}, "--database-class was given, but database is none."],
    [{ multiAz: true }, { database: null }, "--multi-az was given, but database is none."],
    [{ branch: "dev" }, { github: null }, "--branch was given, but github is none."],
  ])("that contradict each other are refused: %j", (flags, file, message) => {
    expect(() => mergeAnswers({ flags, file })).toThrow(expect.objectContaining({ code: "usage", message }));
  });

  it("that are missing are named with their flag", () => {
    expect(mergeAnswers({ flags: { branch: "dev" } }).missing).toEqual([
      { path: "app", flag: "--app" },
      { path: "github.repository", flag: "--github" },
    ]);
    expect(mergeAnswers({ flags: { app: "shop" } }).missing).toEqual([]);
  });

  it("remember the flag they came from, for messages", () => {
    const { originOf } = mergeAnswers({ flags: { disk: "4", domain: false, database: "none" }, file: { port: 1 } });
    expect(["server.disk", "domain", "database", "port"].map(originOf)).toEqual([
      "--disk",
      "--no-domain",
      "--database none",
      undefined,
    ]);
  });

  it("leave a file that is no object for the schema to refuse", () => {
    const answers = [5, [], "x"].map((file) => mergeAnswers({ flags: { app: "shop" }, file }).answers);
    for (const answer of answers) expect(() => parseConfig(answer, "f")).toThrow("expected an object");
    expect(() =>
      parseConfig(mergeAnswers({ flags: { app: "a1", disk: "9" }, file: { server: 5 } }).answers, "f"),
    ).toThrow("server: 5 given");
  });

  it("do not reach into prototypes", () => {
    const file = JSON.parse('{"app":"shop","__proto__":{"polluted":true},"server":{"__proto__":{"disk":9}}}');
    const { answers } = mergeAnswers({ flags: { disk: "20" }, file, detected: { server: {} } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(() => parseConfig(answers, "f")).toThrow("__proto__: unknown field");
  });
});

describe("flags", () => {
  it("are found by their field", () => {
    expect(flagFor("server.disk")).toBe("--disk");
    expect(flagFor("assets")).toBe("--no-assets");
    expect(flagFor("nothing")).toBeUndefined();
    expect(flagOf(answerFlags.elasticIp)).toBe("--elastic-ip");
  });
});
