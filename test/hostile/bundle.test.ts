import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { findArtifact } from "../../src/delivery/artifact.ts";
import { deliveryFiles } from "../../src/delivery/bundle.ts";
import { bundleProblems } from "../../src/delivery/bundle-check.ts";
import { imageProblem } from "../../src/delivery/image-archive.ts";
import { nodeFolderProblem, packNodeFolder } from "../../src/delivery/node-folder.ts";
import { delivery, image, jar, newFolder, put } from "../delivery/builds.ts";

const outside = () => put(newFolder(), { credentials: "pLaNtEd" });
const usage = (message: string) => ({ code: "usage", exitCode: 2, message });

test.each<[what: string, name: string, link: (folder: string) => string]>([
  ["a file elsewhere", "deploy/evil.sh", () => join(outside(), "credentials")],
  ["a file elsewhere, by a way through the project", "deploy/evil.sh", () => "../deploy/../../../../../etc/passwd"],
  ["a folder elsewhere", "deploy/evil", outside],
  ["a device", "deploy/evil.sh", () => "/dev/zero"],
  [
    "a link that leads elsewhere",
    "deploy/evil.sh",
    (folder) => {
      symlinkSync(join(outside(), "credentials"), join(folder, "second"));
      return "../second";
    },
  ],
])("a link in deploy/ to %s is refused", async (_what, name, link) => {
  const folder = delivery(newFolder());
  symlinkSync(link(folder), join(folder, name));
  const message = `${name} belongs into the bundle and is a symbolic link out of the project.`;
  await expect(deliveryFiles(folder)).rejects.toMatchObject(usage(message));
});

test("a name of a link is shown with nothing in it that a terminal acts upon", async () => {
  const folder = delivery(newFolder());
  symlinkSync("/etc/passwd", join(folder, "deploy/\u001b[2J\n.sh"));
  await expect(deliveryFiles(folder)).rejects.toThrow(String.raw`deploy/\x1b[2J\x0a.sh belongs`);
});

test.each(["appspec.yml", "deploy/start.sh"])("%s that is a pipe or endless is not read", async (path) => {
  const folder = delivery(newFolder());
  const file = join(folder, path);
  truncateSync(file, 2 ** 40);
  expect(bundleProblems(await deliveryFiles(folder))).toEqual([`${path} has more than 4 MiB`]);
  rmSync(file);
  execFileSync("mkfifo", [file]);
  // A pipe in deploy/ is no script of anybody's and does not go in.
  const problem = path === "appspec.yml" ? /^appspec.yml belongs into the bundle and is no file/ : undefined;
  if (problem) await expect(deliveryFiles(folder)).rejects.toThrow(problem);
  else expect((await deliveryFiles(folder)).map((entry) => entry.path)).not.toContain(path);
});

test.each(["deploy/..\\..\\..\\evil.sh", "deploy/a\nb.sh", "deploy/\u001b]0;x\u0007.sh"])(
  "a script called %j is refused, and none elsewhere is read in its place",
  async (name) => {
    const folder = delivery(newFolder());
    writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
    expect(bundleProblems(await deliveryFiles(folder))).toEqual([
      expect.stringMatching(/^deploy\/[ -~]* has a backslash or a control character in its name$/),
    ]);
  },
);

test.each(["../../../etc/shadow", "/../etc/shadow", "a\u001b[2J\nb", "$(id)", "-rf", "x".repeat(100_000), "\u202e"])(
  "a location like %j is a problem, on one line that is not long",
  async (location) => {
    const hooks = { AfterInstall: [{ location }] };
    const folder = delivery(newFolder(), { "appspec.yml": stringify({ version: 0, os: "linux", hooks }) });
    const [problem, ...more] = bundleProblems(await deliveryFiles(folder));
    expect(more).toEqual([]);
    expect(problem).toMatch(/^AfterInstall: [ -~]+(is not in|leads out of) the bundle$|^AfterInstall: x+\.\.\.$/);
    expect(problem!.length).toBeLessThan(400);
  },
);

test("a hook or field with a hostile name is told on one line", async () => {
  const folder = delivery(newFolder(), {
    "appspec.yml": stringify({ version: 0, os: "linux", hooks: { "a\n\u001b[2Jb": [{}] } }),
  });
  for (const problem of bundleProblems(await deliveryFiles(folder))) expect(problem).toMatch(/^appspec\.yml[ -~]*$/);
});

test("of several jars with hostile names the command that is proposed has none that a shell would act upon", async () => {
  const folder = newFolder();
  for (const name of ["$(id).jar", "b\u001b[2J\n.jar"]) await jar(join(folder, "target", name));
  const question = { folder, runtime: "spring-boot", given: undefined, architecture: "arm64" } as const;
  await expect(findArtifact(question)).rejects.toMatchObject({
    message: String.raw`The build left 2 Spring Boot jars: target/$(id).jar, target/b\x1b[2J\x0a.jar.`,
    hint: expect.stringContaining("`deploy-wizard deploy <path>`"),
  });
});

test.each<[text: string, problem: RegExp]>([
  ["[null]", /no archive of/],
  ['[{"Config":7,"RepoTags":["app:current"]}]', /no archive of/],
  ['[{"Config":"x","RepoTags":"app:current"}]', /no archive of/],
  ['[{"Config":"__proto__","RepoTags":[1]}]', /no archive of/],
  ['[{"Config":"../../etc/passwd","RepoTags":["\\u001b[2J"]}]', /its tags: /],
])("an image whose manifest is %s is none", async (text, problem) => {
  const file = await image(join(newFolder(), "image.tar.gz"), { files: { "manifest.json": text } });
  expect((await imageProblem(file, "arm64"))?.problem).toMatch(problem);
});

test("a Node.js app with a pipe among its files is packed without it, one in place of package.json is told", async () => {
  const folder = put(newFolder(), { "package.json": '{"scripts":{"start":"x"}}' });
  mkdirSync(join(folder, "run"));
  execFileSync("mkfifo", [join(folder, "run/pipe"), join(folder, "run/key.pem")]);
  writeFileSync(join(folder, "huge.key"), "");
  truncateSync(join(folder, "huge.key"), 2 ** 40);
  const file = join(newFolder(), "app.tar.gz");
  expect(await packNodeFolder(folder, file)).toEqual(["huge.key"]);
  expect(execFileSync("tar", ["-tzf", file], { encoding: "utf8" })).toBe("package.json\n");
  rmSync(join(folder, "package.json"));
  execFileSync("mkfifo", [join(folder, "package.json")]);
  expect((await nodeFolderProblem(folder))?.problem).toBe("its package.json is a pipe or a device, not a file");
});
