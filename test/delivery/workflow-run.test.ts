import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { missingPrograms, noRole, openStage, outcomes, type Stage } from "./workflow-stage.ts";

const skipped = missingPrograms().length > 0 || !(await motoAvailable());

describe.skipIf(skipped)("the workflow, run on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());
  beforeEach(() => stage.next({ statuses: ["Succeeded"] }));

  const inside = (bundle: string, archive: string) =>
    execFileSync("tar", ["-tzf", join(bundle, archive)], { encoding: "utf8" })
      .trim()
      .split("\n");

  test.each([
    { tool: "gradle", artifact: "app.jar", built: "built with --no-daemon bootJar" },
    { tool: "maven", artifact: "app.jar", built: "built with -B -DskipTests package" },
    { tool: "npm", artifact: "app.tar.gz", built: undefined },
    { tool: "docker", artifact: "image.tar.gz", built: undefined },
  ] as const)("of $tool uploads a bundle that can be deployed, and deploys it", async ({ tool, artifact, built }) => {
    const run = await stage.push({ tool });
    expect(run.conclusion, run.log).toBe("success");
    expect(run.annotations.errors).toEqual([]);

    expect(await stage.aws.keys()).toEqual([`${run.sha}.zip`]);
    const bundle = await stage.fetch(run.sha);
    expect(readdirSync(bundle).sort()).toEqual([artifact, "appspec.yml", "deploy"].sort());
    const scripts = readdirSync(join(bundle, "deploy"));
    const hooks = ["install.sh", "start.sh", "stop.sh", "validate.sh"];
    expect(scripts.sort()).toEqual([...hooks, "healthy.sh", "last-words.sh", "put-back.sh"].sort());
    for (const script of scripts) {
      const file = join(bundle, "deploy", script);
      expect((statSync(file).mode & 0o777).toString(8)).toBe("755");
      expect(readFileSync(file, "utf8")).toMatch(/^#!\/bin\/bash\n/);
      expect(readFileSync(file, "utf8")).not.toContain("\r");
    }
    expect(readFileSync(join(bundle, "appspec.yml"), "utf8")).not.toContain("\r");
    if (built) {
      const jar = join(bundle, artifact);
      expect(execFileSync("unzip", ["-p", jar, "BOOT-INF/classes/built"], { encoding: "utf8" })).toBe(`${built}\n`);
    }

    if (tool === "npm") {
      // What the app needs to run, and nothing that only built it.
      const files = inside(bundle, artifact);
      expect(files).toEqual(expect.arrayContaining(["./server.js", "./built.js", "./node_modules/part"]));
      expect(files).not.toContain("./node_modules/tool");
      expect(files.filter((file) => /^\.\/\.git(hub)?\//.test(file))).toEqual([]);
      expect(run.annotations.warnings).toEqual([]);
    }

    const [deployment, ...more] = await stage.aws.deployments();
    expect(more).toEqual([]);
    expect(deployment).toMatchObject({
      applicationName: "shop-prod",
      deploymentGroupName: "shop-prod",
      description: `octo/shop@${run.sha}`,
      status: "Succeeded",
      revision: { s3Location: { bucket: "shop-prod-build", key: `${run.sha}.zip`, bundleType: "zip" } },
    });
    expect(run.summary).toMatch(
      new RegExp(`^Deployment ${deployment!.deploymentId} of ${run.sha} succeeded after \\d+ s`),
    );
    expect(stage.moto.violations()).toEqual([]);
  });

  test("of npm without a lock file builds all the same, with a word about it", async () => {
    const run = await stage.push({ tool: "npm", files: { "package-lock.json": undefined }, actions: noRole });
    expect(outcomes(run)).toContain("Bundle: success");
    expect(run.annotations.warnings).toEqual([expect.stringContaining("no package-lock.json")]);
  });

  test("makes the same zip of the same files", async () => {
    const zips: Buffer[] = [];
    for (const tool of ["docker", "docker", "npm", "npm"] as const) {
      const { temp } = await stage.push({ tool, actions: noRole });
      zips.push(readFileSync(join(temp, "bundle.zip")));
    }
    expect(zips[0]!.equals(zips[1]!)).toBe(true);
    expect(zips[2]!.equals(zips[3]!)).toBe(true);
    expect(zips[0]!.equals(zips[2]!)).toBe(false);
  });

  test("builds without credentials", async () => {
    const files = { gradlew: "#!/bin/sh\nenv | grep -E '^AWS_.*(KEY|TOKEN)' && exit 1\necho none >&2\nexit 7\n" };
    const run = await stage.push({ files });
    expect(run.log).toContain("none\n");
    expect(outcomes(run)).toEqual(["actions/checkout: success", "actions/setup-java: success", "Build: failure"]);
  });
});
