import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSpringBootJar, jarProblem } from "../../src/delivery/spring-jar.ts";
import { classFile, jar, newFolder, plainJar } from "./builds.ts";

test("a jar that Spring Boot has repackaged is one, and nothing speaks against it", async () => {
  const file = await jar(join(newFolder(), "shop.jar"));
  expect(await isSpringBootJar(file)).toBe(true);
  expect(await jarProblem(file)).toBeUndefined();
});

test("a manifest may break a long value into lines", async () => {
  const manifest = "Manifest-Version: 1.0\r\nMain-Class:\r\n  org.springframework.boot.loader.launch.JarLauncher\r\n";
  const file = await jar(join(newFolder(), "shop.jar"), { "META-INF/MANIFEST.MF": manifest });
  expect(await jarProblem(file)).toBeUndefined();
});

test("a jar without classes of its own is not asked for their version", async () => {
  const file = await jar(join(newFolder(), "shop.jar"), { "BOOT-INF/classes/shop/App.class": undefined });
  expect(await jarProblem(file)).toBeUndefined();
});

test.each([
  ["Java 17", 61, undefined],
  ["Java 21", 65, undefined],
  ["Java 25", 69, "it was compiled for Java 25, and the server has Java 21"],
])("compiled for %s", async (_java, major, problem) => {
  const file = await jar(join(newFolder(), "shop.jar"), { "BOOT-INF/classes/shop/App.class": classFile(major) });
  expect((await jarProblem(file))?.problem).toBe(problem);
  // It is one all the same: what is wrong with it is told, not that there is none.
  expect(await isSpringBootJar(file)).toBe(true);
});

test("a plain jar, and one that nothing can start", async () => {
  const folder = newFolder();
  const plain = await plainJar(join(folder, "plain.jar"));
  expect((await jarProblem(plain))?.problem).toBe("it has no BOOT-INF, so it is no Spring Boot jar");
  expect(await isSpringBootJar(plain)).toBe(false);
  const headless = await jar(join(folder, "headless.jar"), { "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\r\n" });
  expect((await jarProblem(headless))?.problem).toMatch(/names no Main-Class/);
});

test.each<[what: string, make: (file: string) => unknown, problem: RegExp]>([
  ["text", (file) => writeFileSync(file, "<html>404</html>"), /^it is no whole jar \(/],
  ["nothing", (file) => writeFileSync(file, ""), /^it is no whole jar \(/],
  ["a folder", (file) => mkdirSync(file), /^it is no file$/],
  ["a link that leads nowhere", (file) => symlinkSync("/nowhere/shop.jar", file), /^it is no file$/],
  ["a download that broke off", async (file) => truncateSync(await jar(file), 400), /^it is no whole jar \(/],
  [
    "a manifest whose bytes were damaged",
    async (file) => {
      const whole = readFileSync(await jar(file));
      whole.fill(0xff, 55, 75);
      writeFileSync(file, whole);
    },
    /^it is no whole jar \(/,
  ],
])("%s is no jar, in one line", async (_what, make, problem) => {
  const file = join(newFolder(), "shop.jar");
  await make(file);
  const found = await jarProblem(file);
  expect(found?.problem).toMatch(problem);
  expect(found?.problem).not.toContain("\n");
  expect(await isSpringBootJar(file)).toBe(false);
});
