import { describe, expect, test } from "vitest";
import { actuator, gradle, postgres, properties, seenIn, yml } from "./repository.ts";

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
