/**
 * Each runtime behind the entry that its own test does not take: the first version, the second, and one that is broken.
 * Spring Boot and Docker behind a load balancer, and Node.js without one, are in bundle-java, bundle-docker and bundle-node.
 */
import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { artifact, codeDeploy } from "./machine/code-deploy.ts";
import { jars } from "./machine/jars.ts";
import { type Machine, startMachine, testOnMachine } from "./machine/machine.ts";
import { imageArchive, nodeArchive } from "./machine/node-apps.ts";

const test = testOnMachine("javac", "jar", "java", "node", "npm", "unzip", "nginx");
// Processes start and stop for real, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

interface Pair {
  runtime: "spring-boot" | "node" | "docker";
  entry: "alb" | "direct";
  /** Makes a version that answers its health check as it should, or with 503. */
  version(): (name: string, healthy: boolean) => Promise<ReturnType<typeof artifact>>;
  /** What an answer of that version has in it. */
  says(name: string): string;
}

const pairs: Pair[] = [
  {
    runtime: "spring-boot",
    entry: "direct",
    version() {
      const make = jars();
      return async (name, healthy) => artifact("app.jar", make.good(name, healthy ? "well" : "503"));
    },
    says: (name) => `version=${name}\n`,
  },
  {
    runtime: "node",
    entry: "alb",
    version: () => async (name, healthy) =>
      artifact("app.tar.gz", await nodeArchive(name, { status: healthy ? 200 : 503 })),
    says: (name) => `"version":"${name}"`,
  },
  {
    runtime: "docker",
    entry: "direct",
    version: () => async (name, healthy) => artifact("image.tar.gz", await imageArchive(name, healthy ? 200 : 503)),
    says: (name) => `"version":"${name}"`,
  },
];

describe.each(pairs)("a $runtime server with the entry $entry", ({ runtime, entry, version, says }) => {
  let machine: Machine;
  let deploy: ReturnType<typeof codeDeploy>;
  // Without a load balancer, people come through nginx; the load balancer itself comes to the app's port.
  const url = `http://127.0.0.1${entry === "direct" ? "" : ":8080"}/health?all`;

  beforeAll(async () => {
    if (test === test.skip) return;
    const where = { runtime, entry, port: "8080", "health-check": "/health", domain: "-", "assets-bucket": "-" };
    machine = await startMachine(where);
    deploy = codeDeploy(machine);
  });
  afterAll(async () => machine?.stop());

  test("a version whose secret cannot be read does not start, and the placeholder serves again", async () => {
    await machine.setParameters({ "database-secret": "rds!gone" });
    const outcome = await deploy(await version()("first", true));
    await machine.setParameters({ "database-secret": "-" });
    expect(outcome.failed, outcome.log).toBe("ApplicationStart");
    expect(outcome.logTail).toContain("Secrets Manager can't find the specified secret");
    expect(outcome.logTail.trimEnd().split("\n").at(-1)).toBe("the app could not be started");
    expect(await machine.ask(url)).toContain("waits for its first deployment");
  });

  test("answers from its set-up on, takes a version and the next, and keeps that one from a broken third", async () => {
    expect(machine.setup).toMatchObject({ status: 0 });
    expect(await machine.ask(url)).toContain("waits for its first deployment");
    const make = version();
    for (const name of ["one", "two"]) {
      const outcome = await deploy(await make(name, true));
      expect(outcome.failed, outcome.log).toBeUndefined();
      expect(await machine.ask(url)).toContain(says(name));
    }
    const outcome = await deploy(await make("three", false), { hurry: 236 });
    expect(outcome.failed, outcome.log).toBe("ValidateService");
    expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain("the last answer was 503");
    expect(await machine.ask(url)).toContain(says("two"));
  });
});
