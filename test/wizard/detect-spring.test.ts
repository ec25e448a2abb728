import { describe, expect, test } from "vitest";
import { actuator, gradle, postgres, seenIn } from "./repository.ts";

const pom = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.5.0</version>
    <relativePath/> <!-- lookup parent from repository -->
  </parent>
  <groupId>com.example</groupId>
  <artifactId>book-store</artifactId>
  <version>1.2.0</version>
  ${inside}
</project>`;
const bootPlugin = `<build><plugins><plugin>
  <groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>
</plugin></plugins></build>`;
const dependency = (coordinates: string, scope = "") => {
  const [group, artifact] = coordinates.split(":");
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${scope}</dependency>`;
};

describe("a Gradle project with Spring Boot", () => {
  test("gives name, runtime, database and the jar", async () => {
    const seen = await seenIn(gradle(actuator, postgres));
    expect(seen.answers).toEqual({
      app: "shop",
      runtime: "spring-boot",
      healthCheck: "/actuator/health",
      database: { engine: "postgres" },
    });
    expect(seen.from.app).toBe("rootProject.name in settings.gradle");
    expect(seen.from["database.engine"]).toBe("org.postgresql:postgresql in build.gradle");
    expect(seen.artifact).toEqual({ files: "build/libs/*.jar", name: "shop-0.0.1-SNAPSHOT.jar" });
    expect(seen.notes).toEqual([]);
  });

  test("may be written in Kotlin, with a version catalog", async () => {
    const seen = await seenIn({
      "settings.gradle.kts": 'rootProject.name = "orders"',
      "gradle/libs.versions.toml": `[versions]
boot = "3.5.0"
[libraries]
spring-web = { module = "org.springframework.boot:spring-boot-starter-web" }
spring-actuator = { group = "org.springframework.boot", name = "spring-boot-starter-actuator" }
mysql-driver = "com.mysql:mysql-connector-j:9.1.0"
[bundles]
spring = [
  "spring-web",
  "spring-actuator",
]
[plugins]
spring-boot = { id = "org.springframework.boot", version.ref = "boot" }`,
      "build.gradle.kts": `plugins { 
  alias(libs.plugins.spring.boot)
}
version = "1.0"
dependencies {
  implementation(libs.bundles.spring)
  runtimeOnly(libs.mysql.driver)
}
tasks.bootJar { archiveFileName.set("app.jar") }`,
    });
    expect(seen.answers).toEqual({
      app: "orders",
      runtime: "spring-boot",
      healthCheck: "/actuator/health",
      database: { engine: "mysql" },
    });
    expect(seen.artifact).toEqual({ files: "build/libs/*.jar", name: "app.jar" });
  });

  test("of several modules is the one that applies the plugin", async () => {
    const seen = await seenIn({
      "settings.gradle": "rootProject.name = 'mall'\ninclude ':core', ':app:api'\n",
      "build.gradle": "plugins {\n id 'java'\n id 'org.springframework.boot' version '3.5.0' apply false\n}\n",
      "core/build.gradle": "plugins { id 'java-library' }",
      "app/api/build.gradle": `plugins {\n id 'org.springframework.boot'\n}\ndependencies {\n implementation '${actuator}'\n}`,
      "app/api/src/main/resources/application.yml": "server:\n  port: 9000\n",
    });
    expect(seen.answers).toMatchObject({ app: "mall", port: 9000, healthCheck: "/actuator/health" });
    expect(seen.from.runtime).toBe("Spring Boot in app/api/build.gradle");
    expect(seen.artifact).toEqual({ files: "app/api/build/libs/*.jar", name: "api.jar" });
  });

  test("does not have what a comment or the tests have", async () => {
    const files = gradle();
    const seen = await seenIn({
      ...files,
      "build.gradle": `${files["build.gradle"]}
dependencies {
  // implementation '${actuator}'
  /* implementation '${postgres}' */
  testRuntimeOnly 'com.mysql:mysql-connector-j'
}`,
    });
    expect(seen.answers).toEqual({ app: "shop", runtime: "spring-boot", healthCheck: "/" });
    expect(seen.notes).toContainEqual(expect.stringContaining("the actuator is missing"));
    expect(seen.notes).toContainEqual(expect.stringContaining("No database driver in build.gradle"));
  });
});

describe("a Maven project", () => {
  test("with Spring Boot gives its own name, not its parent's", async () => {
    const dependencies = `<dependencies>${dependency(actuator)}${dependency("org.mariadb.jdbc:mariadb-java-client")}</dependencies>`;
    const seen = await seenIn({ "pom.xml": pom(dependencies + bootPlugin) });
    expect(seen.answers).toEqual({
      app: "book-store",
      runtime: "spring-boot",
      healthCheck: "/actuator/health",
      database: { engine: "mariadb" },
    });
    expect(seen.artifact).toEqual({ files: "target/*.jar", name: "book-store-1.2.0.jar" });
    expect(seen.notes).toEqual([]);
  });

  test("leaves test dependencies and comments out", async () => {
    const test = dependency(postgres, "<scope>test</scope>");
    const seen = await seenIn({
      "pom.xml": pom(`<dependencies>${test}<!-- ${dependency(actuator)} --></dependencies>${bootPlugin}`),
    });
    expect(seen.answers).toEqual({ app: "book-store", runtime: "spring-boot", healthCheck: "/" });
  });

  test("that does not repackage its jar is told what is missing", async () => {
    const { notes } = await seenIn({ "pom.xml": pom(`<packaging>war</packaging>${bootPlugin}`) });
    expect(notes).toContainEqual(expect.stringContaining("makes no jar that starts by itself"));
  });

  test("without Spring Boot is no answer, but a note", async () => {
    const seen = await seenIn({ "pom.xml": "<project><artifactId>tool-box</artifactId></project>" });
    expect(seen.answers).toEqual({ app: "tool-box" });
    expect(seen.notes).toEqual([expect.stringContaining("No Spring Boot plugin in pom.xml")]);
  });
});

test("Gradle without Spring Boot is no answer, but a note", async () => {
  const seen = await seenIn({ "build.gradle": "plugins { id 'application' }" }, {}, "calc");
  expect(seen.answers).toEqual({ app: "calc" });
  expect(seen.notes).toEqual([expect.stringContaining("No Spring Boot plugin in build.gradle")]);
});

test("Spring Boot comes before Node and Docker, which are mentioned", async () => {
  const seen = await seenIn({
    ...gradle(actuator, postgres),
    "package.json": '{"name":"front","scripts":{"start":"vite"}}',
    Dockerfile: "FROM amazoncorretto:21\nEXPOSE 9999\n",
  });
  expect(seen.answers).toMatchObject({ runtime: "spring-boot", app: "shop" });
  expect(seen.answers).not.toHaveProperty("port");
  expect(seen.notes).toEqual([
    "package.json is here too; --runtime node runs the app that way.",
    "Dockerfile is here too; --runtime docker runs the app that way.",
  ]);
});
