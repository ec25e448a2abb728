import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { artifact, codeDeploy } from "./machine/code-deploy.ts";
import { handIn, type Machine, startMachine, testOnMachine } from "./machine/machine.ts";
import { imageArchive } from "./machine/node-apps.ts";

const test = testOnMachine("node", "unzip");
// Processes start and stop for real, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe("a Docker server", () => {
  let machine: Machine;
  let deploy: ReturnType<typeof codeDeploy>;
  const answer = async () => JSON.parse(await machine.ask("http://127.0.0.1:8080/health"));
  const bundle = async (...image: Parameters<typeof imageArchive>) =>
    artifact("image.tar.gz", await imageArchive(...image));

  beforeAll(async () => {
    if (test === test.skip) return;
    const common = { runtime: "docker", port: "8080", entry: "alb", "health-check": "/health", domain: "-" };
    const database = {
      "database-engine": "mysql",
      "database-host": "db",
      "database-port": "3306",
      "database-name": "shop",
    };
    machine = await startMachine({ ...common, ...database }, { username: "shop_app", password: "p@ss word" });
    deploy = codeDeploy(machine);
  });
  afterAll(async () => machine?.stop());

  test("runs the image with its environment and nothing else, and the next one after it", async () => {
    for (const version of ["one", "two"]) {
      const outcome = await deploy(await bundle(version));
      expect(outcome.failed, outcome.log).toBeUndefined();
      const { env, version: now } = await answer();
      expect(now).toBe(version);
      expect(env).toMatchObject({ DATABASE_URL: "mysql://shop_app:p%40ss%20word@db:3306/shop", PORT: "8080" });
      expect(Object.keys(env)).not.toContain("HOME");
    }
    // One version's tag and the bundle's own.
    expect((await machine.run("docker image ls | wc -l; ls -d /var/lib/images/sha256:* | wc -l")).output).toBe(
      "2\n1\n",
    );
  });

  test("refuses what docker cannot load, or has another name, and keeps the old version", async () => {
    handIn(machine, "text", "no archive");
    const text = await deploy(artifact("image.tar.gz", `${machine.outside}/text`));
    expect(text.failed, text.log).toBe("AfterInstall");
    expect(text.logTail.trimEnd().split("\n").at(-1)).toContain("image.tar.gz is no image that docker can load");
    expect(await answer()).toMatchObject({ version: "two" });
    const named = await deploy(await bundle("three", 200, "shop:latest"));
    expect(named.logTail.trimEnd().split("\n").at(-1)).toContain("the bundle has no image app:current");
    expect(await answer()).toMatchObject({ version: "two" });
  });

  test("puts the old image back when the new one is not healthy", async () => {
    const outcome = await deploy(await bundle("three", 503), { hurry: 236 });
    expect(outcome.failed, outcome.log).toBe("ValidateService");
    expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain("the last answer was 503");
    expect(await answer()).toMatchObject({ version: "two" });
  });
});
