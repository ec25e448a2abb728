import { describe, expect, test } from "vitest";
import { actuator, gradle, postgres, properties, seenIn, yml } from "./repository.ts";

describe("the port", () => {
  test.each([
    ["YAML", { [yml]: "server:\n  port: 9090\n" }, 9090],
    ["YAML in one line", { [yml]: "server.port: 9091\n" }, 9091],
    [".yaml", { "src/main/resources/application.yaml": "server: {port: 9092}" }, 9092],
    ["a placeholder with a default", { [yml]: `server:\n  port: \${PORT:8081}\n` }, 8081],
    ["a placeholder in a placeholder", { [yml]: `server:\n  port: \${SERVER_PORT:\${PORT:8082}}\n` }, 8082],
    ["a placeholder for another setting", { [properties]: `shop.port=8083\nserver.port=\${shop.port}` }, 8083],
    ["properties", { [properties]: "# the port\nserver.port = 8084\n" }, 8084],
    ["properties with a colon", { [properties]: "server.port:8085" }, 8085],
    ["properties over YAML", { [yml]: "server.port: 1111", [properties]: "server.port=8086" }, 8086],
    [
      "the config folder over the rest",
      { [properties]: "server.port=1111", "src/main/resources/config/application.yml": "server.port: 8087" },
      8087,
    ],
    [
      "a value that Maven fills in elsewhere",
      { [yml]: "info:\n  version: @project.version@\nserver:\n  port: 8088\n" },
      8088,
    ],
    [
      "the document for every profile",
      {
        [yml]:
          "server:\n  port: 8089\n---\nspring:\n  config:\n    activate:\n      on-profile: dev\nserver:\n  port: 1111\n",
      },
      8089,
    ],
    ["a later document without a condition", { [yml]: "server.port: 1111\n---\nserver.port: 8090\n" }, 8090],
    [
      "not the legacy profile document",
      { [yml]: "server.port: 8091\n---\nspring.profiles: dev\nserver.port: 1111\n" },
      8091,
    ],
    [
      "also beside spring.profiles.active",
      { [yml]: "spring:\n  profiles:\n    active: local\nserver:\n  port: 8092\n" },
      8092,
    ],
    [
      "properties of several documents",
      { [properties]: "server.port=8093\n#---\nspring.config.activate.on-profile=dev\nserver.port=1111\n" },
      8093,
    ],
  ] as const)("is read from %s", async (_name, files, port) => {
    const seen = await seenIn({ ...gradle(actuator), ...files });
    expect(seen.answers.port).toBe(port);
    expect(seen.from.port).toMatch(/^server\.port in src\/main\/resources\/(config\/)?application\./);
  });

  test.each([
    ["beyond 65535", "server.port: 99999"],
    ["of SSH", "server.port: 22"],
    ["chosen at random", "server.port: 0"],
    ["without a default", `server.port: \${PORT}`],
    ["that refers to itself", `server.port: \${server.port}`],
    ["that is no number", "server.port: 80a"],
    ["of a profile's own file only", ""],
  ])("%s is not proposed", async (_name, text) => {
    const profile = { "src/main/resources/application-dev.yml": "server.port: 7000" };
    const seen = await seenIn({ ...gradle(actuator), ...profile, [yml]: text });
    expect(seen.answers).not.toHaveProperty("port");
    expect(seen.answers.runtime).toBe("spring-boot");
  });
});

describe("the database", () => {
  test("is the one of the data source's URL, when there are several drivers", async () => {
    const files = {
      ...gradle(actuator, postgres, "com.mysql:mysql-connector-j"),
      [yml]: `spring:\n  datasource:\n    url: \${DB_URL:jdbc:mysql://localhost:3306/shop}\n`,
    };
    const seen = await seenIn(files);
    expect(seen.answers.database).toEqual({ engine: "mysql" });
    expect(seen.from["database.engine"]).toBe(`spring.datasource.url in ${yml}`);
  });

  test("is the driver's, when the URL is of a database in memory", async () => {
    const seen = await seenIn({ ...gradle(actuator, postgres), [yml]: "spring.datasource.url: jdbc:h2:mem:mysql" });
    expect(seen.answers.database).toEqual({ engine: "postgres" });
  });

  test("is left open with several drivers and no URL", async () => {
    const seen = await seenIn(gradle(actuator, postgres, "com.mysql:mysql-connector-j"));
    expect(seen.answers).not.toHaveProperty("database");
    expect(seen.notes).toEqual([expect.stringContaining("drivers of several databases")]);
  });
});

test("settings that keep the load balancer out are noted", async () => {
  const { notes } = await seenIn({
    ...gradle(actuator, postgres),
    [yml]: "server:\n  address: 127.0.0.1\n  ssl:\n    key-store: classpath:key.p12\n",
  });
  expect(notes).toEqual([expect.stringContaining("server.ssl"), expect.stringContaining("server.address")]);
});
