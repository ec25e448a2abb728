import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { delivery, image, newFolder, put } from "../delivery/builds.ts";
import { project, resultOf, worldFile } from "./project.ts";
import { openShop, type Shop, withShop } from "./shop.ts";

/** One error, in one line with its hint below, exit 2; nothing reached AWS and nothing is left in the temporary folder. */
async function refused(shop: Shop, words: RegExp, args: string[] = []): Promise<string> {
  const { stdout, stderr } = await shop.expectRun(2, ["deploy", ...args], shop.temp);
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("Sandbox"));
  const errors = lines.filter((line) => line.startsWith("✖"));
  expect(errors).toEqual([expect.stringMatching(words)]);
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([shop.stored(), shop.deployments(), shop.left()]).toEqual([[], [], []]);
  return stderr;
}

/** Makes a jar as large as one wants without its bytes: a hole lies between its files and their list. */
function stretch(file: string, bytes: number): void {
  const whole = readFileSync(file);
  const end = whole.length - 22;
  const start = whole.readUInt32LE(end + 16);
  const list = Buffer.from(whole.subarray(start));
  list.writeUInt32LE(start + bytes, list.length - 22 + 16);
  truncateSync(file, start + bytes);
  const handle = openSync(file, "r+");
  writeSync(handle, list, 0, list.length, start + bytes);
  closeSync(handle);
}

test("what is wrong with a build is told before anything is sent", async () => {
  const shop = await openShop(["--disk", "8"]);
  rmSync(shop.path("build"), { recursive: true });
  expect(await refused(shop, /^✖ There is no Spring Boot jar in build\/libs or target\.$/)).toContain(
    "./gradlew bootJar",
  );
  await refused(shop, /^✖ build-output cannot be deployed: it is no file\.$/, [
    put(shop.path("build-output"), { x: "" }),
  ]);
  await shop.build("shop-1");
  const start = shop.read("deploy/start.sh");
  shop.write("deploy/start.sh", start.replaceAll("\n", "\r\n"));
  await refused(shop, /^✖ deploy\/start\.sh has Windows line ends \(CRLF\): save it with LF\.$/);
  shop.write("deploy/start.sh", start);
  const appspec = shop.read("appspec.yml");
  shop.write(
    "appspec.yml",
    appspec.replace("version: 0.0", 'version: "0.0"').replace("deploy/stop.sh", "deploy\\stop.sh"),
  );
  await refused(shop, /^✖ appspec\.yml, version: should be 0\.0 without quotes, the only version that there is\.$/);
  shop.write("appspec.yml", appspec.replace("deploy/stop.sh", "deploy\\stop.sh").replace("timeout: 900", "timeout: 9"));
  await refused(shop, /^✖ ApplicationStop: deploy\\stop\.sh is not in the bundle; and appspec\.yml, hooks\.Validate/);
  shop.write("appspec.yml", appspec);
  stretch(shop.path("build/libs/shop-1.jar"), 720 * 1024 * 1024);
  const large = await refused(shop, /^✖ The bundle has 755\.0 MB, and the server takes at most 715\.8 MB\.$/);
  expect(large).toContain("server.disk in the config, then `deploy-wizard resume`");
});

test("a project whose deploy folder is a link, and a build on another disk, deploy as they are", async () => {
  const shop = await openShop();
  const elsewhere = newFolder();
  for (const name of ["deploy", "build"]) {
    renameSync(shop.path(name), join(elsewhere, name));
    symlinkSync(join(elsewhere, name), shop.path(name));
  }
  await shop.expectRun(0, ["deploy", "--no-wait"], shop.temp);
  expect(shop.left()).toEqual([]);
});

test("without a config, without a state, or with a step that is missing, the one that comes first is named", async () => {
  const shop = withShop(project());
  const without = await shop.expectRun(2, ["deploy"], shop.temp);
  expect(without.stderr).toContain("There is no config at");
  await shop.expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-provision"]);
  await shop.build("shop-1");
  expect((await shop.expectRun(2, ["deploy"], shop.temp)).stderr).toContain("`deploy-wizard codedeploy` writes them.");
  delivery(shop.folder);
  for (const command of ["deploy", "rollback"]) {
    expect((await shop.expectRun(2, [command], shop.temp)).stderr).toContain("nothing is known to be deployed");
  }
  await shop.expectRun(0, ["network"]);
  await shop.expectRun(0, ["ec2"]);
  for (const command of ["deploy", "rollback"]) {
    const { events, stdout } = await shop.expectRun(2, [command, "--json"], shop.temp);
    expect(events[0]).toMatchObject({
      type: "error",
      code: "missing-step",
      message: expect.stringMatching(/step s3 comes first/),
    });
    expect(resultOf({ events, stdout, stderr: "", code: 2 })).toMatchObject({ command, status: "failed" });
  }
  expect(shop.left()).toEqual([]);
});

test("an image for other processors, and a Node.js app whose secrets stay behind", async () => {
  const docker = await openShop(["--runtime", "docker"]);
  await image(docker.path("image.tar.gz"), { architecture: "amd64" });
  await refused(docker, /^✖ image\.tar\.gz cannot be deployed: the image is for amd64, and the server is arm64\.$/);

  const node = await openShop(["--runtime", "node"]);
  put(node.folder, { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "", ".env": "PASSWORD=hunter2" });
  const { stderr } = await node.expectRun(0, ["deploy"], node.temp);
  expect(stderr).toContain("Left out, because it may hold secrets: .env\n");
  expect(node.left()).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)("a file that cannot be read is named", async () => {
  const shop = await openShop(["--runtime", "node"]);
  put(shop.folder, { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "", "b.js": "secret" });
  chmodSync(shop.path("b.js"), 0);
  await refused(shop, /^✖ \S+b\.js belongs into the bundle and cannot be read \(EACCES\)\.$/);
});

test("a server that is stopped gets nothing sent to it; one that cannot be asked is a warning", async () => {
  const shop = await openShop();
  const running = shop.read(worldFile);
  shop.change(({ ec2, now }) => Object.assign(ec2.instances[0]!, { phase: "stopped", phaseAt: now - 3_600_000 }));
  await refused(shop, /^✖ A deployment would wait in vain: i-\w+ is stopped or terminated\.$/);
  shop.write(worldFile, running);
  shop.change(({ faults }) => faults.push({ command: "SendCommand", code: "AccessDenied", status: 403, times: 1 }));
  const { stderr } = await shop.expectRun(0, ["deploy", "--no-wait"], shop.temp);
  expect(stderr).toMatch(
    /⚠ codedeploy: whether the CodeDeploy agent on i-\w+ runs could not be asked: AWS denied ssm:Send/,
  );
});

test("a workflow that deploys elsewhere is a warning; a bucket that is gone is the end", async () => {
  const shop = await openShop(["--github", "octo/shop", "--github-ids", "1/2"]);
  const workflow = ".github/workflows/deploy.yml";
  shop.write(workflow, shop.read(workflow).replace(/BUCKET: .*/, "BUCKET: of-others"));
  const warned = await shop.expectRun(0, ["deploy", "--no-wait"], shop.temp);
  expect(warned.stderr).toMatch(
    /⚠ codedeploy: A push deploys elsewhere.*BUCKET: of-others in place of shop-prod-build/,
  );
  await shop.expectRun(0, ["status"]);
  shop.change((world) => {
    world.s3.buckets = world.s3.buckets.filter(({ name }) => !name.includes("build"));
    world.codedeploy.deployments = [];
  });
  await refused(shop, /^✖ The build bucket shop-prod-build-\S+ does not exist in \S+ any more\.$/);
});
