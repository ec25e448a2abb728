import { expect, test } from "vitest";
import { detect } from "../../src/wizard/detect/detect.ts";
import { actuator, gradle, postgres, repository, security, seenIn, usual } from "./repository.ts";

test.each([
  ["comments that never end", "/*".repeat(125_000)],
  ["strings that never end", '"""'.repeat(80_000)],
  ["quotes that never end", '"\n'.repeat(125_000)],
  ["empty lines", "\n".repeat(250_000)],
  ["spaces", " ".repeat(250_000)],
  ["one long word", "a".repeat(250_000)],
  ["openings", "requestMatchers(".repeat(15_000)],
  ["calls in calls", "@Controller()listen({datasource x{include 'a',".repeat(5_000)],
])("a file takes no time when it is nothing but %s", async (_name, text) => {
  const files = {
    "settings.gradle": text,
    "server.js": text,
    "src/a.ts": text,
    "prisma/schema.prisma": text,
    Dockerfile: text,
  };
  const spring = {
    ...gradle(actuator, postgres, security),
    "src/main/java/A.java": text,
    "src/main/resources/application.properties": text,
  };
  const started = performance.now();
  expect(
    (await seenIn({ ...files, "build.gradle": text, "package.json": '{"scripts":{"start":"node ."}}' })).answers
      .runtime,
  ).toBe("node");
  expect((await seenIn(spring)).answers).toEqual(usual);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test.each([
  ["include", "settings.gradle"],
  ["include(", "settings.gradle"],
  ["rootProject.name =", "settings.gradle"],
  ["alias(", "build.gradle"],
  ["group: 'a',", "build.gradle"],
  ["bootJar { archiveFileName", "build.gradle"],
  ["[libraries]\na =", "gradle/libs.versions.toml"],
  ["@GetMapping(", "src/main/java/A.java"],
  ["@GetMapping(value =", "src/main/java/A.java"],
  ["http.requestMatchers(", "src/main/java/A.java"],
  ["http.requestMatchers()", "src/main/java/A.java"],
  ["http.authorize(a,", "src/main/java/A.java"],
  ["anyRequest()", "src/main/java/A.java"],
  ["process.env.PORT", "server.js"],
  ["process.env.PORT)", "server.js"],
  ["app.listen(", "server.js"],
  ["const { PORT = 3000", "server.js"],
  ["app.get(", "server.js"],
  ["@Controller(", "src/a.ts"],
  ["datasource db {", "prisma/schema.prisma"],
  ["PORT =", ".env"],
  ["EXPOSE", "Dockerfile"],
  ["FROM a AS", "Dockerfile"],
  ["HEALTHCHECK", "Dockerfile"],
  ['[remote "origin"', ".git/config"],
  ['[remote "origin"]\nurl', ".git/config"],
  ["ref:", ".git/HEAD"],
])("%j with nothing but white space behind it takes no time", async (text, path) => {
  const files = {
    ...gradle(security),
    "package.json": '{"scripts":{"start":"node ."}}',
    "server.js": "",
    ".git/HEAD": "",
  };
  const folder = repository({ ...files, [path]: `${text}${" ".repeat(255_000)}x` });
  const started = performance.now();
  for (const runtime of ["spring-boot", "node", "docker"] as const) await detect(folder, { runtime });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("a remote without end is not read", async () => {
  const config = `[remote "origin"]\n\turl = https://github.com/acme/shop${"/".repeat(900_000)}x\n`;
  expect((await seenIn({ ".git/HEAD": "ref: refs/heads/main", ".git/config": config })).answers).toEqual({
    app: "repository",
  });
});
