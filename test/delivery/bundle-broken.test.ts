import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { testOnMachine } from "./machine/machine.ts";
import { springBootServer } from "./machine/spring-boot-server.ts";

const test = testOnMachine("javac", "jar", "java", "unzip");
// Processes start and stop for real, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe("a broken version on a Spring Boot server", () => {
  let server: Awaited<ReturnType<typeof springBootServer>>;

  beforeAll(async () => {
    if (test === test.skip) return;
    server = await springBootServer();
    const { failed, log } = await server.deploy(server.jar(server.make.good("two")));
    if (failed) throw new Error(log);
  });
  afterAll(async () => server?.machine.stop());

  for (const [what, make_, said, why] of [
    ["no artifact", undefined, "the bundle has no app.jar", "causeNoArtifact"],
    [
      "a page in place of a jar",
      "noZip",
      "invalid or corrupt jarfile app.jar: File is not a zip file",
      "causeNoArtifact",
    ],
    ["a damaged jar", "damaged", "invalid or corrupt jarfile app.jar", "causeNoArtifact"],
    ["a jar that was not repackaged", "withoutBootInf", "without BOOT-INF", "causeNoArtifact"],
    ["a jar that nothing starts", "withoutMain", "no main manifest attribute", "causeNoArtifact"],
  ] as const) {
    test(`${what} is refused before anything is moved, and the old version serves again`, async () => {
      const { deploy, make, jar, answer, cause } = server;
      const outcome = await deploy(make_ && jar(make[make_]()));
      expect(outcome.failed, outcome.log).toBe("AfterInstall");
      expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain(said);
      expect(cause(outcome)).toMatchObject({ phrase: why });
      expect(await answer()).toMatchObject({ version: "two" });
    });
  }

  for (const [mode, hurry, last, why] of [
    ["memory", 0, "the last answer was no answer", "causeMemory"],
    ["silent", 237, "the last answer was no answer", "causeNotListening"],
    ["401", 237, "the last answer was 401", "causeLogin"],
  ] as const) {
    test(`a version that fails with ${mode} makes way for the old one, and the last lines say why`, async () => {
      const { machine, deploy, make, jar, answer, cause } = server;
      const outcome = await deploy(jar(make.good("three", mode)), { hurry });
      expect(outcome.failed, outcome.log).toBe("ValidateService");
      expect(outcome.logTail).toContain("this is version three");
      expect(outcome.logTail).not.toContain("this is version two");
      expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain(last);
      expect(cause(outcome)).toMatchObject({ phrase: why });
      expect(await answer()).toMatchObject({ version: "two" });
      expect((await machine.run("ls /opt/app")).output).toBe("bundle\ncurrent\nruntime\n");
    });
  }
});
