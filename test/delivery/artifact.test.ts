import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findArtifact } from "../../src/delivery/artifact.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { classFile, image, jar, newFolder, plainJar, put } from "./builds.ts";

type Question = Parameters<typeof findArtifact>[0];

const find = (folder: string, more: Partial<Question> = {}) =>
  findArtifact({ folder, runtime: "spring-boot", given: undefined, architecture: "arm64", ...more });

/** What a person is told, always with exit code 2. */
async function refusal(folder: string, more: Partial<Question> = {}): Promise<string> {
  const error = await find(folder, more).then(
    (found) => expect.fail(`found ${found.path}`),
    (thrown: unknown) => thrown as WizardError,
  );
  expect(error).toBeInstanceOf(WizardError);
  expect([error.code, error.exitCode]).toEqual(["usage", 2]);
  expect(error.message).not.toContain("\n");
  return `${error.message} | ${error.hint}`;
}

describe("Spring Boot", () => {
  test.each([
    ["Gradle's", "build/libs/shop-1.0.jar"],
    ["Maven's", "target/shop-1.0.jar"],
    ["a module's", "services/shop/build/libs/shop.jar"],
  ])("%s jar is found among those that cannot be started", async (_whose, path) => {
    const folder = newFolder();
    const file = await jar(join(folder, path));
    await plainJar(join(folder, path.replace(".jar", "-plain.jar")));
    await plainJar(join(folder, "core/build/libs/core.jar"));
    writeFileSync(`${file}.original`, "maven keeps this");
    mkdirSync(join(folder, "target/classes.jar"), { recursive: true });
    expect(await find(folder)).toEqual({ name: "app.jar", path: file });
  });

  test("jars of other people's folders are none of the build's", async () => {
    const folder = newFolder();
    for (const place of ["node_modules/x/target", ".gradle/build/libs", "src/main/target", "lib"]) {
      await jar(join(folder, place, "shop.jar"));
    }
    expect(await refusal(folder)).toMatch(/^There is no Spring Boot jar in build\/libs or target\./);
  });

  test("a build's folder may be a link, and links that lead in a circle lead nowhere", async () => {
    const [folder, elsewhere] = [newFolder(), newFolder()];
    await jar(join(elsewhere, "libs/shop.jar"));
    symlinkSync(elsewhere, join(folder, "build"));
    symlinkSync(folder, join(folder, "again"));
    expect(await find(folder)).toMatchObject({ path: join(folder, "build/libs/shop.jar") });
  });

  test("nothing was built: the project's own tool is named", async () => {
    const folder = newFolder();
    expect(await refusal(folder)).toMatch(/no Spring Boot jar in build\/libs or target\. \| .*`\.\/gradlew bootJar`/);
    put(folder, { "pom.xml": "<project/>" });
    expect(await refusal(folder)).toContain("`./mvnw package`");
  });

  test("a jar that is none is told with its reason", async () => {
    const folder = newFolder();
    await plainJar(join(folder, "build/libs/shop.jar"));
    expect(await refusal(folder)).toContain("(shop.jar is none: it has no BOOT-INF");
    put(folder, { "build/libs/shop.jar": "broken" });
    expect(await refusal(folder)).toContain("(shop.jar is none: it is no whole jar");
  });

  test("the only one, for a newer Java, is refused for that", async () => {
    const folder = newFolder();
    const changes = { "BOOT-INF/classes/shop/App.class": classFile(69) };
    await jar(join(folder, "build/libs/shop.jar"), changes);
    await plainJar(join(folder, "build/libs/shop-plain.jar"));
    expect(await refusal(folder)).toMatch(/shop\.jar cannot be deployed: it was compiled for Java 25/);
  });

  test("of two that could be meant none is taken, and both are named", async () => {
    const folder = newFolder();
    await jar(join(folder, "build/libs/shop-1.0.jar"));
    await jar(join(folder, "build/libs/shop-1.1.jar"));
    const said = await refusal(folder);
    expect(said).toContain("2 Spring Boot jars: build/libs/shop-1.0.jar, build/libs/shop-1.1.jar.");
    expect(said).toMatch(/`deploy-wizard deploy \S*build\/libs\/shop-1\.0\.jar`/);
    const given = join(folder, "build/libs/shop-1.1.jar");
    expect(await find(folder, { given })).toEqual({ name: "app.jar", path: given });
  });
});

test.each(["spring-boot", "node", "docker"] as const)("%s: what was given is not there", async (runtime) => {
  expect(await refusal(newFolder(), { runtime, given: "no/such/thing" })).toMatch(
    /^There is nothing at no\/such\/thing\./,
  );
});

describe("Docker", () => {
  test("image.tar.gz at the root is found, or the one that is given", async () => {
    const folder = newFolder();
    expect(await refusal(folder, { runtime: "docker" })).toMatch(/There is no image\.tar\.gz in .* \| .*docker save/);
    const file = await image(join(folder, "image.tar.gz"));
    expect(await find(folder, { runtime: "docker" })).toEqual({ name: "image.tar.gz", path: file });
    const given = await image(join(folder, "out/shop.tar"), { gzip: false });
    expect(await find(folder, { runtime: "docker", given })).toEqual({ name: "image.tar.gz", path: given });
  });

  test("one for other processors is refused", async () => {
    const folder = newFolder();
    await image(join(folder, "image.tar.gz"));
    const said = await refusal(folder, { runtime: "docker", architecture: "x86_64" });
    expect(said).toMatch(/cannot be deployed: the image is for arm64, and the server is amd64\./);
  });
});

test("Node.js: the folder itself is what is deployed", async () => {
  const folder = newFolder();
  expect(await refusal(folder, { runtime: "node" })).toContain("there is no package.json in it");
  put(folder, { "package.json": '{"scripts":{"start":"node server.js"}}', "server.js": "" });
  expect(await find(folder, { runtime: "node" })).toEqual({ name: "app.tar.gz", path: folder });
  expect(existsSync(join(folder, "app.tar.gz"))).toBe(false);
});
