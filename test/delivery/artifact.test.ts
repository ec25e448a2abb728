import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";
import { describe, expect, onTestFinished, test } from "vitest";
import { findArtifact } from "../../src/delivery/artifact.ts";
import { nodeFolderProblem } from "../../src/delivery/node-folder.ts";
import { jarProblem } from "../../src/delivery/spring-jar.ts";
import { classFile, writeJar } from "./jar.ts";

function folder(files: Record<string, string> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "artifact-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const asked = (project: string, more: object = {}) =>
  findArtifact({ folder: project, runtime: "spring-boot", given: undefined, architecture: "arm64", ...more });

describe("a jar", () => {
  test.each([
    ["that Spring Boot made", {}, undefined],
    ["for an older Java", { "BOOT-INF/classes/shop/App.class": classFile(61) }, undefined],
    ["for a newer Java", { "BOOT-INF/classes/shop/App.class": classFile(67) }, /Java 23, and the server has Java 21/],
    ["that was not repackaged", { "BOOT-INF/classes/shop/App.class": undefined }, /no BOOT-INF/],
    ["that nothing starts", { "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n" }, /no Main-Class/],
  ])("%s", async (_what, change, problem) => {
    const found = await jarProblem(await writeJar(join(folder(), "app.jar"), change));
    if (problem) expect(found?.problem).toMatch(problem);
    else expect(found).toBeUndefined();
  });

  test("that is none", async () => {
    const project = folder({ "app.jar": "no jar at all" });
    expect((await jarProblem(join(project, "app.jar")))?.problem).toMatch(/no whole jar/);
    await expect(asked(project, { given: join(project, "app.jar") })).rejects.toMatchObject({ code: "usage" });
    await expect(asked(project, { given: join(project, "gone.jar") })).rejects.toThrow(/nothing at/);
  });
});

describe("the jar of a project", () => {
  test("is found in a module, beside one that cannot be started", async () => {
    const project = folder({ "api/build/libs/api-plain.jar": "plain", "web/node_modules/x/target/a.jar": "" });
    const jar = await writeJar(join(project, "api/build/libs/api.jar"));
    expect(await asked(project)).toEqual({ name: "app.jar", path: jar });
  });

  test("is not guessed among two, and its absence says how to build", async () => {
    const project = folder({ "build/libs/x": "", "pom.xml": "" });
    await expect(asked(project)).rejects.toMatchObject({ code: "usage", hint: expect.stringContaining("./mvnw") });
    for (const name of ["shop-1.jar", "shop-2.jar"]) await writeJar(join(project, "build/libs", name));
    await expect(asked(project)).rejects.toThrow(
      /2 Spring Boot jars: build\/libs\/shop-1\.jar, build\/libs\/shop-2\.jar/,
    );
  });
});

describe("a Node.js folder", () => {
  test.each([
    ["starts a script that is there", { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "" }, undefined],
    [
      "starts what was not built",
      { "package.json": '{"scripts":{"start":"node dist/a.js"}}' },
      /dist\/a\.js, which is not/,
    ],
    ["has no start", { "package.json": "{}" }, /no `start` script/],
    ["has packages without a lock", { "package.json": '{"dependencies":{"a":"1"}}', "server.js": "" }, /package-lock/],
    ["is no app", { "a.js": "" }, /no package\.json/],
    ["is damaged", { "package.json": "{" }, /is no JSON/],
  ])("%s", async (_what, files, problem) => {
    const found = await nodeFolderProblem(folder(files as unknown as Record<string, string>));
    if (problem) expect(found?.problem).toMatch(problem);
    else expect(found).toBeUndefined();
  });
});

describe("an image", () => {
  const image = async (tags: string[] | null, architecture: string) => {
    const project = folder({
      "manifest.json": JSON.stringify([{ Config: "config.json", RepoTags: tags, Layers: [] }]),
      "config.json": JSON.stringify({ architecture }),
    });
    await create({ cwd: project, file: join(project, "image.tar.gz"), gzip: true }, ["manifest.json", "config.json"]);
    return asked(project, { runtime: "docker" });
  };

  test("is for the server's processors, and tagged as the server runs it", async () => {
    expect(await image(["app:current"], "arm64")).toMatchObject({ name: "image.tar.gz" });
    await expect(image(["app:current"], "amd64")).rejects.toThrow(/for amd64, and the server is arm64/);
    await expect(image(null, "arm64")).rejects.toThrow(/not tagged app:current/);
  });

  test("is made by a command that is told", async () => {
    await expect(asked(folder(), { runtime: "docker" })).rejects.toMatchObject({
      hint: expect.stringContaining("docker save app:current"),
    });
  });
});
