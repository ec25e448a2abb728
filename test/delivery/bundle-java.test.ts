import { afterAll, beforeAll, describe, expect } from "vitest";
import { causeOf } from "../../src/deployments/cause.ts";
import { artifact, codeDeploy, type Deployed } from "./machine/code-deploy.ts";
import { jars } from "./machine/jars.ts";
import { type Machine, startMachine, testOnMachine } from "./machine/machine.ts";

const test = testOnMachine("javac", "jar", "java", "unzip");
const url = "http://127.0.0.1:8080/health?all";

describe("a Spring Boot server", () => {
  let machine: Machine;
  let deploy: ReturnType<typeof codeDeploy>;
  let make: ReturnType<typeof jars>;

  const jar = (path: string) => artifact("app.jar", path);
  const answer = async () => {
    const lines = (await machine.ask(url)).trimEnd().split("\n");
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  };
  /** What `deploy` would tell of such a failure. */
  const cause = ({ failed, logTail }: Deployed) =>
    causeOf({
      status: "Failed",
      code: "HEALTH_CONSTRAINTS",
      message: undefined,
      event: {
        instanceId: "i-1",
        name: failed!,
        diagnostics: { errorCode: "ScriptFailed", scriptName: "x", message: "failed", logTail },
      },
      begun: true,
      health: [],
      agent: undefined,
      instanceId: "i-1",
      region: "eu-west-1",
      port: 8080,
      healthCheck: "/health",
    }).why;

  beforeAll(async () => {
    if (test === test.skip) return;
    make = jars();
    machine = await startMachine(
      {
        ...{ runtime: "spring-boot", port: "8080", entry: "alb", "health-check": "/health", domain: "-" },
        ...{ "assets-bucket": "shop-assets", "database-engine": "postgres", "database-host": "db.internal" },
        ...{ "database-port": "5432", "database-name": "shop" },
      },
      { username: "shop_app", password: 'p"a$`\\ #%=' },
    );
    deploy = codeDeploy(machine);
  });
  afterAll(async () => machine?.stop());

  test("is set up by the user data, and answers before there is an app", async () => {
    expect(machine.setup).toEqual({ status: 0, output: expect.stringContaining("ready for the first deployment") });
    expect(await machine.ask(url)).toContain("waits for its first deployment");
  });

  test("a broken first bundle leaves the placeholder answering", async () => {
    const outcome = await deploy(jar(make.good("first", "crash")));
    expect(outcome.failed).toBe("ValidateService");
    expect(outcome.log).toContain("it ended by itself 3 times");
    expect(outcome.logTail).toContain("IllegalStateException: the configuration is wrong");
    expect(await machine.ask(url)).toContain("waits for its first deployment");
  });

  test("the first version starts with its environment, as its own user", async () => {
    const outcome = await deploy(jar(make.good("one")));
    expect(outcome, outcome.log).toMatchObject({
      failed: undefined,
      logTail: expect.stringContaining("healthy after"),
    });
    expect(await answer()).toMatchObject({
      version: "one",
      user: "app",
      HOME: "/var/lib/app",
      SERVER_PORT: "8080",
      SPRING_PROFILES_ACTIVE: "prod",
      SPRING_DATASOURCE_URL:
        "jdbc:postgresql://db.internal:5432/shop?sslmode=verify-full&sslrootcert=/opt/deploy-wizard/rds-ca.pem",
      SPRING_DATASOURCE_USERNAME: "shop_app",
      SPRING_DATASOURCE_PASSWORD: 'p"a$`\\ #%=',
      AWS_REGION: "eu-west-1",
      ASSETS_BUCKET: "shop-assets",
    });
    const file = await machine.run("stat --format '%a %U' /run/app/environment");
    expect(file.output).toBe("600 root\n");
    // What the unit was told to allow, and a heap that fits into it.
    const memory = Number((await machine.run("cat /run/app/memory")).output);
    const heap = /-Xmx(\d+)m/.exec((await machine.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).output)?.[1];
    expect((await machine.run("systemctl show --property MemoryMax --value app")).output).toBe(`${memory}M\n`);
    expect(Number(heap)).toBeLessThanOrEqual(memory * 0.75);
    expect((await machine.run("systemctl is-active placeholder")).output).toBe("inactive\n");
  });

  test("the second version takes over, and one version is kept", async () => {
    const outcome = await deploy(jar(make.good("two")));
    expect(outcome.failed, outcome.log).toBeUndefined();
    expect(outcome.log).toContain("stopping the app");
    expect(await answer()).toMatchObject({ version: "two" });
    expect((await machine.run("ls /opt/app")).output).toBe("bundle\ncurrent\nruntime\n");
  });

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
      const outcome = await deploy(make_ && jar(make[make_]()));
      expect(outcome.failed, outcome.log).toBe("AfterInstall");
      expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain(said);
      expect(cause(outcome)).toMatchObject({ phrase: why });
      expect(await answer()).toMatchObject({ version: "two" });
    });
  }

  for (const [mode, hurry, last, why] of [
    ["memory", 0, "the last answer was no answer", "causeMemory"],
    ["silent", 236, "the last answer was no answer", "causeNotListening"],
    ["401", 236, "the last answer was 401", "causeLogin"],
  ] as const) {
    test(`a version that fails with ${mode} makes way for the old one, and the last lines say why`, async () => {
      const outcome = await deploy(jar(make.good("three", mode)), { hurry });
      expect(outcome.failed, outcome.log).toBe("ValidateService");
      expect(outcome.logTail).toContain("this is version three");
      expect(outcome.logTail).not.toContain("this is version two");
      expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain(last);
      expect(cause(outcome)).toMatchObject({ phrase: why });
      expect(await answer()).toMatchObject({ version: "two" });
      expect((await machine.run("ls /opt/app")).output).toBe("bundle\ncurrent\nruntime\n");
    }, 60_000);
  }

  test("a rotated password is seen after a restart, and the refresh restarts for it", async () => {
    await machine.setSecret({ username: "shop_app", password: "second" });
    await machine.run("systemctl restart app");
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ SPRING_DATASOURCE_PASSWORD: "second" });
    await machine.setSecret({ username: "shop_app", password: "third" });
    await machine.run("systemctl start refresh");
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ SPRING_DATASOURCE_PASSWORD: "third" });
  });

  test("the scripts can be run again, and a good version still gets through after all that", async () => {
    const outcome = await deploy(jar(make.good("four")));
    expect(outcome.failed, outcome.log).toBeUndefined();
    const scripts = "/opt/app/bundle/deploy";
    for (const name of ["stop", "stop", "install", "install", "start", "start", "validate", "validate", "put-back"]) {
      const said = await machine.run(`${scripts}/${name}.sh`);
      expect(said, name).toMatchObject({ status: 0 });
    }
    expect(await answer()).toMatchObject({ version: "four" });
  });
});
