import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deliveryFiles } from "../../src/delivery/bundle.ts";
import { bundleProblems } from "../../src/delivery/bundle-check.ts";
import { template } from "../../src/delivery/templates.ts";
import { delivery, newFolder, put } from "./builds.ts";

const problemsIn = async (folder: string) => bundleProblems(await deliveryFiles(folder));

const withAppspec = (from: string | RegExp, to: string) =>
  delivery(newFolder(), { "appspec.yml": template("appspec.yml").replace(from, to) });

test("nothing is wrong with the wizard's own files", async () => {
  expect(await problemsIn(delivery(newFolder()))).toEqual([]);
});

test("without appspec.yml at the root CodeDeploy does not know what to do", async () => {
  expect(bundleProblems([])).toEqual(["There is no appspec.yml at the root of the bundle"]);
});

test.each<[what: string, from: string | RegExp, to: string, problem: string]>([
  [
    "a script that is not there",
    "deploy/start.sh",
    "deploy/run.sh",
    "ApplicationStart: deploy/run.sh is not in the bundle",
  ],
  ["a script elsewhere", "deploy/start.sh", "../start.sh", "ApplicationStart: ../start.sh leads out of the bundle"],
  [
    "a script by way of elsewhere",
    "deploy/start.sh",
    "/deploy/../../x/start.sh",
    "ApplicationStart: /deploy/../../x/start.sh leads out of the bundle",
  ],
  [
    "a script the Windows way",
    "deploy/start.sh",
    "deploy\\start.sh",
    "ApplicationStart: deploy\\start.sh is not in the bundle",
  ],
  ["a folder in place of a script", "deploy/start.sh", "deploy", "ApplicationStart: deploy is not in the bundle"],
  ["files that are not there", "source: /", "source: dist", "appspec.yml, files: dist is not in the bundle"],
  ["files elsewhere", "source: /", "source: ..", "appspec.yml, files: .. leads out of the bundle"],
  ["an appspec.yml that CodeDeploy refuses", "os: linux", "os: windows", "appspec.yml, os: should be linux"],
  [
    "less time than the app may take to start",
    "timeout: 1200",
    "timeout: 60",
    "appspec.yml, hooks.ApplicationStart: a timeout of 60 s, while the app may take to start 360 s",
  ],
  [
    "less time than the check waits",
    "timeout: 900",
    "timeout: 240",
    "appspec.yml, hooks.ValidateService: a timeout of 240 s, while the script itself waits 240 s",
  ],
])("%s", async (_what, from, to, problem) => {
  expect(await problemsIn(withAppspec(from, to))).toEqual([problem]);
});

test.each([
  ["a place that begins with the root", "deploy/start.sh", "/deploy/start.sh"],
  ["a place with dots that stays inside", "deploy/start.sh", "./deploy/../deploy/start.sh"],
  ["no limit, which is an hour", "      timeout: 1200\n", ""],
  ["a single folder", "source: /", "source: deploy/"],
  ["no stop script", / {2}ApplicationStop:\n(?: {4}.*\n)+/, ""],
])("nothing is wrong with %s", async (_what, from, to) => {
  expect(await problemsIn(withAppspec(from, to))).toEqual([]);
});

test("a script that the server could not run is told with what mends it, each thing once", async () => {
  const folder = delivery(newFolder());
  const start = join(folder, "deploy/start.sh");
  chmodSync(start, 0o644);
  writeFileSync(start, readFileSync(start, "utf8").replaceAll("\n", "\r\n"));
  writeFileSync(join(folder, "deploy/stop.sh"), "echo stops\n");
  expect(await problemsIn(folder)).toEqual([
    "deploy/stop.sh does not begin with #!/, so the server does not know what runs it",
    "deploy/start.sh is not executable: `chmod +x deploy/start.sh`",
    "deploy/start.sh has Windows line ends (CRLF): save it with LF",
  ]);
});

test("a script that the others run has to be right, too; what lies deeper may be as it is", async () => {
  const folder = delivery(newFolder());
  put(folder, { "deploy/lib/notes.sh": "echo\r\n" });
  expect(await problemsIn(folder)).toEqual([]);
  chmodSync(join(folder, "deploy/put-back.sh"), 0o644);
  expect(await problemsIn(folder)).toEqual([expect.stringMatching(/^deploy\/put-back\.sh is not executable/)]);
});
