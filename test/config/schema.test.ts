import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnswerFlag, answerFlags } from "../../src/config/answers.ts";
import { jsonSchema } from "../../src/config/json-schema.ts";
import { missingFields, parseConfig } from "../../src/config/schema.ts";
import { WizardError } from "../../src/engine/errors.ts";

function refusal(value: unknown, origins: Record<string, string> = {}): WizardError {
  try {
    parseConfig(value, "deploy-wizard.json", (path) => origins[path]);
  } catch (error) {
    if (error instanceof WizardError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(value)}`);
}

const shop = (fields: object) => ({ app: "shop", ...fields });

describe("the config", () => {
  it("needs nothing but the app's name", () => {
    expect(parseConfig({ app: "shop" }, "deploy-wizard.json")).toEqual({
      app: "shop",
      domain: null,
      entry: "alb",
      runtime: "spring-boot",
      port: 8080,
      healthCheck: "/actuator/health",
      server: { instanceType: "t4g.small", disk: 20, servers: "1", elasticIp: false },
      database: { engine: "postgres", class: "db.t4g.micro", storage: 20, backupDays: 7, multiAz: false },
      vpc: "default",
      assets: true,
      github: null,
    });
  });

  it.each([
    ["node", 3000, "/"],
    ["docker", 8080, "/"],
    ["spring-boot", 8080, "/actuator/health"],
  ])("takes port and health check from the runtime %s", (runtime, port, healthCheck) => {
    expect(parseConfig(shop({ runtime }), "")).toMatchObject({ port, healthCheck });
  });

  it("fills in what a section leaves out, and keeps null", () => {
    expect(parseConfig(shop({ database: { storage: 50 } }), "").database).toMatchObject({
      engine: "postgres",
      storage: 50,
    });
    expect(parseConfig(shop({ github: { repository: "me/shop" } }), "").github).toMatchObject({ branch: "main" });
    expect(parseConfig(shop({ database: null }), "").database).toBeNull();
    expect(parseConfig(shop({ server: { servers: 1 } }), "").server.servers).toBe("1");
  });

  it("keeps the domain as DNS knows it", () => {
    expect(parseConfig(shop({ domain: "Bücher.example." }), "").domain).toBe("xn--bcher-kva.example");
  });

  it("names the field, what was given and what is expected, in one line", () => {
    const error = refusal(shop({ server: { disk: 4 } }));
    expect(error).toMatchObject({ code: "config", exitCode: 2, hint: "Correct deploy-wizard.json." });
    expect(error.message).toBe("server.disk: 4 given; expected 8 to 16384 (GiB)");
  });

  it("names the flag too when the value came from one", () => {
    const error = refusal(shop({ server: { disk: 4 } }), { "server.disk": "--disk" });
    expect(error.message).toBe("--disk (server.disk): 4 given; expected 8 to 16384 (GiB)");
    expect(error.hint).toBeUndefined();
  });

  it("names everything that is wrong, in at most five lines", () => {
    const error = refusal(shop({ port: 0, entry: "x", runtime: "x", vpc: "x", region: "x", assets: 1 }));
    expect(error.message.split("\n")).toHaveLength(5);
    expect(error.message).toContain("and 2 more");
  });

  it.each([
    [{ dsk: 1 }, "dsk: unknown field; did you mean server.disk?"],
    [{ server: { dsk: 1 } }, "server.dsk: unknown field; did you mean server.disk?"],
    [{ "health-check": "/" }, "health-check: unknown field; did you mean healthCheck?"],
    [{ databse: null }, "databse: unknown field; did you mean database?"],
    [{ database: { storge: 20 } }, "database.storge: unknown field; did you mean database.storage?"],
    [{ colour: "red" }, "colour: unknown field"],
  ])("suggests the nearest field for %j", (fields, message) => {
    expect(refusal(shop(fields)).message).toBe(message);
  });

  it.each([
    [{ app: "s" }, "2 to 20"],
    [{ app: "Shop" }, "lower-case"],
    [{ app: "my--shop" }, "single hyphens"],
    [{ app: "shop-" }, "single hyphens"],
    [{ app: "a".repeat(21) }, "2 to 20"],
    [{ app: "internal-shop" }, "internal-"],
    [{ app: "internal" }, "internal-"],
    [{ app: "sg-shop" }, "sg-"],
    [{ app: "sg" }, "sg-"],
    [{ app: "sthree-x" }, "sthree-"],
    [{ app: 5 }, "app: 5 given"],
    [{ region: "frankfurt" }, "a region such as"],
    [{ domain: "co.uk" }, "a public suffix"],
    [{ domain: 5 }, "expected a domain"],
    [{ entry: "nlb" }, "one of alb, direct"],
    [{ runtime: "ruby" }, "one of spring-boot, node, docker"],
    [{ port: 0 }, "1 to 65535"],
    [{ port: 65536 }, "1 to 65535"],
    [{ port: 80.5 }, "1 to 65535"],
    [{ port: "8080" }, '"8080" given'],
    [{ port: 22 }, "SSH"],
    [{ entry: "direct", port: 80 }, "port: 80 given; with entry direct nginx listens on 80"],
    [{ entry: "direct", port: 443 }, "nginx listens on 443"],
    [{ healthCheck: "health" }, "starts with /"],
    [{ healthCheck: "/a b" }, "without spaces"],
    [{ healthCheck: "/ü" }, "printable"],
    [{ healthCheck: `/${"a".repeat(1024)}` }, "at most 1024"],
    [{ server: null }, "expected an object"],
    [{ server: { instanceType: "small" } }, "instance type"],
    [{ server: { disk: 16385 } }, "8 to 16384 (GiB)"],
    [{ server: { servers: 2 } }, "several servers are not supported yet; 1 is"],
    [{ server: { servers: "2-4" } }, "several servers are not supported yet; 1 is"],
    [{ server: { servers: 0 } }, "expected 1"],
    [{ server: { servers: "many" } }, "expected 1"],
    [{ server: { elasticIp: "yes" } }, "true or false"],
    [{ database: "postgres" }, "expected an object, or null"],
    [{ database: { engine: "oracle" } }, "one of postgres, mysql, mariadb"],
    [{ database: { class: "t4g.micro" } }, "db.t4g.micro"],
    [{ database: { storage: 19 } }, "20 to 65536 (GiB)"],
    [{ database: { backupDays: 0 } }, "0 switches backups off"],
    [{ database: { backupDays: 36 } }, "36 given; expected 1 to 35"],
    [{ database: { backupDays: -1 } }, "-1 given; expected 1 to 35"],
    [{ vpc: "dedicated" }, "not supported yet"],
    [{ vpc: "vpc-xyz" }, "expected default or the id"],
    [{ assets: null }, "true or false"],
    [{ github: { branch: "main" } }, "github.repository: missing"],
    [{ github: { repository: "shop" } }, "owner/name"],
    [{ github: { repository: "https://github.com/me/shop" } }, "owner/name"],
    [{ github: { repository: "me/shop.git" } }, "owner/name"],
    [{ github: { repository: "-me/shop" } }, "owner/name"],
    [{ github: { repository: "me/.." } }, "owner/name"],
    [{ github: { repository: "me/shop", ids: "1" } }, "two numbers"],
  ])("refuses %j", (fields, reason) => {
    const { message } = refusal(shop(fields));
    expect(message).toContain(reason);
    expect(message).not.toContain("\n");
  });

  it.each([
    "a b",
    "a..b",
    "a~b",
    "a^b",
    "a:b",
    "a?b",
    "a*b",
    "a[b",
    "a\\b",
    "a/",
    "/a",
    "a.lock",
    "a.lock/b",
    ".a",
    "a/.b",
    "@",
    "a@{b",
    "-a",
    "a.",
    "a//b",
    "*/x",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub Actions
    "a${{b}}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
    "a${aws}",
    "",
  ])("refuses the branch %j", (branch) => {
    expect(refusal(shop({ github: { repository: "me/shop", branch } })).message).toContain("github.branch");
  });

  it.each(["main", "release/1.x", "feature/a-b_c", "v2@next"])("accepts the branch %j", (branch) => {
    expect(parseConfig(shop({ github: { repository: "My-Org/my.shop_2", branch } }), "").github).toMatchObject({
      branch,
    });
  });

  it("names required fields that are missing", () => {
    expect(missingFields({})).toEqual(["app"]);
    expect(missingFields({ github: {}, server: { disk: 1 } })).toEqual(["app", "github.repository"]);
    expect(missingFields({ app: "shop", port: null })).toEqual([]);
  });

  it("has every flag's field in the schema", () => {
    const sections = { server: {}, database: {}, github: { repository: "me/shop" } };
    for (const { path } of Object.values<AnswerFlag>(answerFlags)) {
      const [section, field] = path.split(".") as [keyof typeof sections, string?];
      const value = field ? shop({ [section]: { ...sections[section], [field]: {} } }) : shop({ [section]: 5.5 });
      expect(refusal(value).message).toMatch(new RegExp(`^${path.replace(".", "\\.")}: .* given; `));
    }
  });

  it("is what schema.json says", () => {
    expect(readFileSync(new URL("../../schema.json", import.meta.url), "utf8")).toBe(jsonSchema());
  });
});
