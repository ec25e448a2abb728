import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { jars } from "./workflow-projects.ts";
import { missingPrograms, noRole, openStage, outcomes, type Push, type Stage } from "./workflow-stage.ts";

const skipped = missingPrograms().length > 0 || !(await motoAvailable());

describe.skipIf(skipped)("what cannot be deployed fails the job before anything is uploaded", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());
  beforeEach(() => stage.next());

  /** It takes no space: a hole of that length. */
  const huge = `${jars(["build/libs/shop.jar"])}truncate --size=4G deploy/huge.bin\n`;

  test.each<[why: string, push: Push, step: string, words: string]>([
    ["no jar", { files: { gradlew: jars([], ["build/libs/shop-plain.jar"]) } }, "Find the jar", "No Spring Boot jar"],
    [
      "two jars",
      { tool: "maven", files: { mvnw: jars(["a/target/a.jar", "b/target/b.jar"]) } },
      "Find the jar",
      "Several Spring Boot jars: ./a/target/a.jar ./b/target/b.jar",
    ],
    [
      "a jar that is not one",
      { files: { gradlew: "#!/bin/sh\nmkdir -p build/libs\necho BOOT-INF/ > build/libs/shop.jar\n" } },
      "Find the jar",
      "No Spring Boot jar",
    ],
    ["a build that fails", { files: { gradlew: "#!/bin/sh\nexit 1\n" } }, "Build", ""],
    [
      "an app that nothing starts",
      { tool: "npm", files: { "package.json": '{ "name": "shop" }', "server.js": undefined } },
      "Build",
      "no start script",
    ],
    [
      "an image that cannot be built on the server's kind of processor",
      { tool: "docker", env: { DOCKER_BROKEN: "yes" } },
      "Build",
      "not built on X64",
    ],
    [
      "an image for another processor",
      { tool: "docker", env: { DOCKER_BUILDS_FOR: "arm64" } },
      "Build",
      "The image is for arm64 and the server is X64",
    ],
    [
      "a hook that is not there",
      { files: { "appspec.yml": "hooks:\n  ApplicationStart:\n    - location: deploy/gone.sh\n" } },
      "Bundle",
      "appspec.yml names deploy/gone.sh",
    ],
    ["a bundle over the size of a zip", { files: { gradlew: huge } }, "Bundle", "The bundle has 4096 MiB"],
  ])("%s", async (_, push, step, words) => {
    const run = await stage.push(push);
    expect(run.conclusion, run.log).toBe("failure");
    expect(outcomes(run).at(-1)).toBe(`${step}: failure`);
    expect(run.annotations.errors).toEqual(words === "" ? [] : [expect.stringContaining(words)]);
    // Of AWS nothing was asked but what the test itself prepared.
    expect(stage.moto.calls()).toHaveLength(3);
  });

  test("a commit without the wizard's files", async () => {
    const run = await stage.push({ touch: (folder) => rmSync(join(folder, "appspec.yml")) });
    expect(outcomes(run).at(-1)).toBe("Bundle: failure");
    expect(run.annotations.errors).toEqual([expect.stringContaining("'deploy-wizard resume' writes them")]);
  });

  test("a run that the role does not trust: the summary says who the run is and what to do", async () => {
    const subject = "repo:octo@1/shop@2:ref:refs/heads/<b>`x`";
    const claims = Buffer.from(JSON.stringify({ sub: subject, aud: "sts.amazonaws.com" })).toString("base64url");
    const asked: unknown[] = [];
    const github = createServer(({ url, headers }, response) => {
      asked.push(url, headers.authorization);
      response.end(JSON.stringify({ value: `e30.${claims}.c2ln` }));
    });
    await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
    const { port } = github.address() as AddressInfo;
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    };
    const run = await stage.push({ actions: noRole, env });
    github.close();
    expect(asked).toEqual(["/token?api-version=2.0&audience=sts.amazonaws.com", "bearer request-token"]);
    expect(run.conclusion).toBe("failure");
    expect(outcomes(run).slice(-2)).toEqual(["Take on the role: failure", "Say whom the role trusts: success"]);
    expect(run.summary).toContain("This run is <code>repo:octo@1/shop@2:ref:refs/heads/&lt;b&gt;`x`</code>.");
    expect(run.summary).toContain("arn:aws:iam::123456789012:role/shop-prod-github");
    expect(`${run.log}${run.summary}`).not.toContain(claims);
    expect(`${run.log}${run.summary}`).not.toContain("request-token");
    expect(await stage.aws.keys()).toEqual([]);
  });

  test("the same where GitHub gives no token", async () => {
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:9/?", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "-" };
    const run = await stage.push({ actions: noRole, env });
    expect(outcomes(run).slice(-1)).toEqual(["Say whom the role trusts: success"]);
    expect(run.summary).toContain("(GitHub gave no token)");
  });
});
