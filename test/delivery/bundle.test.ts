import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { list } from "tar";
import { describe, expect, onTestFinished, test } from "vitest";
import { artifactEntry, deliveryFiles, writeBundle } from "../../src/delivery/bundle.ts";
import { bundleProblems } from "../../src/delivery/bundle-check.ts";
import { repositoryFiles } from "../../src/delivery/repository-files.ts";
import { workflowDifferences } from "../../src/delivery/workflow-check.ts";
import { run, testWith } from "./tool.ts";

/** A project as `codedeploy` leaves it, with a jar that is as good as any here. */
function project(change: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { path, content, mode } of repositoryFiles({ github: null })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), change[path] ?? content);
    chmodSync(join(folder, path), mode);
  }
  writeFileSync(join(folder, "app.jar"), "jar");
  return folder;
}

const entriesOf = async (folder: string) => [
  ...(await deliveryFiles(folder)),
  (await artifactEntry({ name: "app.jar", path: join(folder, "app.jar") }, folder)).entry,
];
const problemsOf = async (folder: string) => bundleProblems(await entriesOf(folder));
const appspec = repositoryFiles({ github: null }).find(({ path }) => path === "appspec.yml")!.content;

test("the wizard's own files have no problem", async () => expect(await problemsOf(project())).toEqual([]));

describe("what CodeDeploy or the server would find a fault with", () => {
  test.each([
    ["version: 0.0", "version: 1.0", /version: should be 0\.0/],
    ["os: linux", "os: windows", /os: should be linux/],
    ["source: /", "source: /dist", /\/dist is not in the bundle/],
    ["deploy/stop.sh", "../stop.sh", /leads out of the bundle/],
    ["deploy/start.sh", "deploy/gone.sh", /deploy\/gone\.sh is not in the bundle/],
    ["ApplicationStop", "ApplicationStopp", /ApplicationStopp/],
    [
      "location: deploy/validate.sh\n      timeout: ",
      "location: deploy/validate.sh\n      timeout: 1 #",
      /a timeout of 1 s/,
    ],
    ["hooks:", "hooks: [", /is no YAML/],
  ])("%s -> %s", async (from, to, problem) => {
    expect(appspec).toContain(from);
    const found = await problemsOf(project({ "appspec.yml": appspec.replace(from, () => to) }));
    expect(found.join("\n")).toMatch(problem);
  });

  test("scripts with Windows line ends, without the right to run, without a first line", async () => {
    const folder = project({ "deploy/stop.sh": "#!/bin/bash\r\nexit 0\r\n", "deploy/start.sh": "exit 0\n" });
    chmodSync(join(folder, "deploy/validate.sh"), 0o644);
    const found = (await problemsOf(folder)).join("\n");
    expect(found).toContain("deploy/stop.sh has Windows line ends");
    expect(found).toContain("deploy/start.sh does not begin with #!/");
    expect(found).toContain("deploy/validate.sh is not executable");
  });

  test("no appspec.yml at all", async () => {
    const folder = project();
    rmSync(join(folder, "appspec.yml"));
    await expect(deliveryFiles(folder)).rejects.toMatchObject({ code: "usage" });
  });
});

describe("the zip", () => {
  test("is the same bytes for the same files, on another day and in another place", async () => {
    const [one, two] = [project(), project()];
    for (const path of ["appspec.yml", "deploy/stop.sh", "app.jar"]) utimesSync(join(two, path), 1e9, 1e9);
    const first = await writeBundle(await entriesOf(one), join(one, "1.zip"));
    const second = await writeBundle(await entriesOf(two), join(two, "2.zip"));
    expect(second.sha256).toBe(first.sha256);
    expect(readFileSync(first.file).equals(readFileSync(second.file))).toBe(true);
    writeFileSync(join(two, "app.jar"), "another");
    expect((await writeBundle(await entriesOf(two), join(two, "3.zip"))).sha256).not.toBe(first.sha256);
  });

  testWith("unzip")("has appspec.yml at its root and scripts that can be run", async () => {
    const folder = project();
    const { file } = await writeBundle(await entriesOf(folder), join(folder, "1.zip"));
    const listed = run("unzip", ["-Z", file]).stdout;
    expect(listed).toMatch(/^-rw-r--r--.* appspec\.yml$/m);
    expect(listed).toMatch(/^-rwxr-xr-x.* deploy\/stop\.sh$/m);
    expect(listed).toMatch(/ app\.jar$/m);
  });
});

test("a Node.js app is packed without packages and secrets, and says which", async () => {
  const folder = project();
  const files = { "server.js": "", ".env": "A=1", "node_modules/a/index.js": "", "certs/key.pem": "-PRIVATE KEY-" };
  for (const [name, text] of Object.entries({ ...files, "package.json": "{}", "certs/ca.pem": "public" })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const work = mkdtempSync(join(tmpdir(), "work-"));
  const { entry, leftOut } = await artifactEntry({ name: "app.tar.gz", path: folder }, work);
  expect(leftOut).toEqual([".env", "certs/key.pem"]);
  const names: string[] = [];
  await list({ file: entry.source, onReadEntry: ({ path }) => void names.push(path) });
  expect(names.sort()).toEqual(["app.jar", "certs/ca.pem", "package.json", "server.js"]);
});

test("a workflow that deploys elsewhere is told, and one of the person's own is left alone", () => {
  const here = { region: "eu-west-1", bucket: "b", application: "a", group: "g" };
  const env = (bucket: string) =>
    `env:\n  AWS_REGION: eu-west-1\n  BUCKET: ${bucket}\n  APPLICATION: a\n  DEPLOYMENT_GROUP: g\n`;
  expect(workflowDifferences(env("b"), here)).toEqual([]);
  expect(workflowDifferences(env("other"), here)).toEqual(["BUCKET: other in place of b"]);
  expect(workflowDifferences("jobs: {}\n", here)).toEqual([]);
  expect(workflowDifferences("env: [", here)[0]).toMatch(/is no YAML/);
});
