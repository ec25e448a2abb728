import { expect, test } from "vitest";
import { artifactPath } from "../../src/wizard/detected.ts";
import { differencesFrom } from "../../src/wizard/differences.ts";

const proposals = {
  app: { value: "shop", from: "build.gradle" },
  port: { value: 9999, from: "server.port in application.yml" },
  healthCheck: { value: "/actuator/health", from: "actuator in pom.xml" },
  "database.engine": { value: "mysql" as const, from: "mysql in pom.xml" },
};

test("where the config keeps what the repository no longer says, it is said", () => {
  const file = { app: "store", port: 8085, healthCheck: "/actuator/health", database: null };
  expect(differencesFrom(file, proposals).map(String)).toEqual([
    "port is 8085 in the config and stays so; the repository says 9999 (server.port in application.yml).",
  ]);
});

test("nothing without a config", () => expect(differencesFrom(undefined, proposals)).toEqual([]));

test("the artifact is a path, or a pattern where the build files do not give its name away", () => {
  expect(artifactPath({ files: "web/target/*.jar", name: "web-1.0.jar" })).toBe("web/target/web-1.0.jar");
  expect(artifactPath({ files: "build/libs/*.jar" })).toBe("build/libs/*.jar");
});
