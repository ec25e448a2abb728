import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findArtifact } from "../../src/delivery/artifact.ts";
import { deliveryFiles, writeBundle } from "../../src/delivery/bundle.ts";
import { WizardError } from "../../src/engine/errors.ts";
import { delivery, jar, newFolder } from "../delivery/builds.ts";
import { run, testWith } from "../delivery/tool.ts";

/** A Spring Boot jar with an entry of this name, which no library would write: put over one that is as long. */
async function jarWith(name: string): Promise<string> {
  const file = join(newFolder(), "shop.jar");
  const length = Buffer.byteLength(name);
  const usual = "x".repeat(length);
  await jar(file, { [usual]: "content" });
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(usual); at >= 0; at = bytes.indexOf(usual, at + length)) bytes.write(name, at);
  writeFileSync(file, bytes);
  return file;
}

/** The artifact, or what a person is told. */
const found = (given: string) =>
  findArtifact({ folder: newFolder(), runtime: "spring-boot", given, architecture: "arm64" }).catch((error) => {
    if (!(error instanceof WizardError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  });

test.each([
  ["../../../../etc/cron.d/evil", "(invalid relative path: ../../../../etc/cron.d/evil)"],
  ["BOOT-INF/../../../evil.class", "(invalid relative path: BOOT-INF/../../../evil.class)"],
  ["/etc/cron.d/evil", "(absolute path: /etc/cron.d/evil)"],
  ["C:/Windows/evil.exe", "(absolute path: C:/Windows/evil.exe)"],
  ["..\\..\\evil.class", "(invalid relative path: ../../evil.class)"],
  ["/\u001b[2J\r\n\u0007evil", String.raw`(absolute path: /\x1b[2J\x0d\x0a\x07evil)`],
])("a jar with an entry %j is no whole jar, told on one line", async (name, why) => {
  const told = String(await found(await jarWith(name)));
  expect(told.endsWith(`shop.jar cannot be deployed: it is no whole jar ${why}.`), told).toBe(true);
});

test.each(["BOOT-INF/classes/\u001b[2J\n.class", "-rf", "$(id)", "a\u0000b"])(
  "an entry %j stays inside the jar, whose bytes nobody unpacks",
  async (name) => {
    const file = await jarWith(name);
    expect(await found(file)).toEqual({ name: "app.jar", path: file });
  },
);

testWith("unzip")("what is uploaded has the jar as one stored entry, whatever names are in it", async () => {
  const source = await jarWith("a\u001b[2J\nb");
  const files = await deliveryFiles(delivery(newFolder()));
  const { file } = await writeBundle(
    [...files, { path: "app.jar", source, executable: false }],
    join(newFolder(), "bundle.zip"),
  );
  const names = run("unzip", ["-Z1", file]).stdout.trimEnd().split("\n");
  expect(names).toEqual([...files.map(({ path }) => path), "app.jar"]);
  expect(run("unzip", ["-p", file, "app.jar"]).status).toBe(0);
});
