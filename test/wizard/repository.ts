import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Runtime } from "../../src/delivery/build-tool.ts";
import { detect } from "../../src/wizard/detect/detect.ts";
import { asAnswers, type Detected } from "../../src/wizard/detected.ts";

/** Files of a person's repository, by path. */
export type Files = Record<string, string | Uint8Array>;

/** A folder with these files, gone when the test is over. */
export function repository(files: Files, name = "repository"): string {
  const parent = mkdtempSync(join(tmpdir(), "detect-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What is seen in it, as a config file would have it, with the reasons and the notes in English. */
export async function seenIn(files: Files, given: { runtime?: Runtime; environment?: string } = {}, name?: string) {
  return told(await detect(repository(files, name), given));
}

export function told({ proposals, notes, artifact }: Detected) {
  return {
    answers: asAnswers(proposals),
    from: Object.fromEntries(Object.entries(proposals).map(([path, { from }]) => [path, String(from)])),
    notes: notes.map(String),
    artifact,
  };
}

/** What is seen in `gradle(actuator, postgres)`. */
export const usual = {
  app: "shop",
  runtime: "spring-boot",
  healthCheck: "/actuator/health",
  database: { engine: "postgres" },
};

/** A Gradle project with Spring Boot and these further dependencies, as start.spring.io makes it. */
export function gradle(...dependencies: string[]): Files {
  const lines = ["org.springframework.boot:spring-boot-starter-web", ...dependencies];
  return {
    "settings.gradle": "rootProject.name = 'shop'\n",
    "build.gradle": `plugins {
\tid 'java'
\tid 'org.springframework.boot' version '3.5.0'
\tid 'io.spring.dependency-management' version '1.1.7'
}

group = 'com.example'
version = '0.0.1-SNAPSHOT'

dependencies {
${lines.map((line) => `\timplementation '${line}'`).join("\n")}
\ttestImplementation 'org.springframework.boot:spring-boot-starter-test'
}
`,
  };
}

export const actuator = "org.springframework.boot:spring-boot-starter-actuator";
export const security = "org.springframework.boot:spring-boot-starter-security";
export const postgres = "org.postgresql:postgresql";
export const yml = "src/main/resources/application.yml";
export const properties = "src/main/resources/application.properties";
