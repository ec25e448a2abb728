import { describe, expect, test } from "vitest";
import { type Files, seenIn } from "./repository.ts";

const boot = 'plugins {\n  id("org.springframework.boot") version "3.5.0"\n}\n';
const starter = (name: string) => `implementation("org.springframework.boot:spring-boot-starter-${name}")`;
const dependencies = (...lines: string[]) => `dependencies {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;

const gradleModules = (api: string, domain: string): Files => ({
  "settings.gradle.kts": 'rootProject.name = "shop"\ninclude(":api", ":core:domain-model")\n',
  "api/build.gradle.kts": boot + dependencies(starter("web"), starter("actuator"), api),
  "core/domain-model/build.gradle.kts": dependencies(domain, starter("security")),
  "core/domain-model/src/main/java/SecurityConfig.java": "class C { SecurityFilterChain chain; } // nothing open\n",
});
const mariadb = 'runtimeOnly("org.mariadb.jdbc:mariadb-java-client")';

describe("modules that the app is built with", () => {
  test.each(['implementation(project(":core:domain-model"))', "implementation(projects.core.domainModel)"])(
    "bring their database and their security along: %s",
    async (line) => {
      const seen = await seenIn(gradleModules(line, mariadb));
      expect(seen.answers).toMatchObject({ database: { engine: "mariadb" }, healthCheck: "/actuator/health" });
      expect(seen.notes.join("\n")).toMatch(/Security/);
    },
  );

  test("count for nothing when only the tests use them", async () => {
    const seen = await seenIn(gradleModules('testImplementation(project(":core:domain-model"))', mariadb));
    expect(seen.answers).not.toHaveProperty("database");
    expect(seen.notes.join("\n")).toMatch(/No database driver/);
  });

  test("may depend on each other in a circle", async () => {
    const seen = await seenIn({
      ...gradleModules('implementation(project(":core:domain-model"))', mariadb),
      "core/domain-model/build.gradle.kts": dependencies('implementation(project(":api"))', mariadb),
    });
    expect(seen.answers).toMatchObject({ database: { engine: "mariadb" } });
  });

  const pom = (artifactId: string, inside: string) =>
    `<project><groupId>shop</groupId><artifactId>${artifactId}</artifactId><version>1</version>${inside}</project>`;
  const dependency = (group: string, artifact: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId></dependency>`;
  const repackaged =
    "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";

  test("are followed in Maven, and the app has its own module's name", async () => {
    const seen = await seenIn({
      "pom.xml": pom("board-parent", "<modules><module>web</module><module>store</module></modules>"),
      "web/pom.xml": pom("board-web", `<dependencies>${dependency("shop", "board-store")}</dependencies>${repackaged}`),
      "store/pom.xml": pom(
        "board-store",
        `<dependencies>${dependency("com.mysql", "mysql-connector-j")}</dependencies>`,
      ),
    });
    expect(seen.answers).toMatchObject({ app: "board-web", database: { engine: "mysql" } });
  });
});

describe("several modules that are apps", () => {
  const two = (second: string): Files => ({
    "settings.gradle.kts": 'include(":api", ":batch")\n',
    "api/build.gradle.kts": boot + dependencies(starter("actuator")),
    "batch/build.gradle.kts": boot + second,
  });

  test("are named, because only one is deployed", async () => {
    expect((await seenIn(two(""))).notes.join("\n")).toMatch(/Several modules are Spring Boot apps \(api, batch\)/);
  });

  test.each([
    "tasks.bootJar { enabled = false }",
    'tasks.named("bootJar") {\n  enabled = false\n}',
    "bootJar.enabled = false",
  ])("are not: %s", async (line) => {
    expect((await seenIn(two(`${line}\n`))).notes.join("\n")).not.toMatch(/Several modules/);
  });
});
