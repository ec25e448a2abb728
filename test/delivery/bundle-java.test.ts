import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { testOnMachine } from "./machine/machine.ts";
import { springBootServer, url } from "./machine/spring-boot-server.ts";

const test = testOnMachine("javac", "jar", "java", "unzip");
// Processes start and stop for real, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe("a Spring Boot server", () => {
  let server: Awaited<ReturnType<typeof springBootServer>>;

  beforeAll(async () => {
    if (test === test.skip) return;
    server = await springBootServer();
  });
  afterAll(async () => server?.machine.stop());

  test("is set up by the user data, and answers before there is an app", async () => {
    const { machine } = server;
    expect(machine.setup).toEqual({ status: 0, output: expect.stringContaining("ready for the first deployment") });
    expect(await machine.ask(url)).toContain("waits for its first deployment");
  });

  test("a broken first bundle leaves the placeholder answering", async () => {
    const { machine, deploy, make, jar } = server;
    const outcome = await deploy(jar(make.good("first", "crash")));
    expect(outcome.failed).toBe("ValidateService");
    expect(outcome.log).toContain("it ended by itself 3 times");
    expect(outcome.logTail).toContain("IllegalStateException: the configuration is wrong");
    expect(await machine.ask(url)).toContain("waits for its first deployment");
  });

  test("the first version starts with its environment, as its own user", async () => {
    const { machine, deploy, make, jar, answer } = server;
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
    const { machine, deploy, make, jar, answer } = server;
    const outcome = await deploy(jar(make.good("two")));
    expect(outcome.failed, outcome.log).toBeUndefined();
    expect(outcome.log).toContain("stopping the app");
    expect(await answer()).toMatchObject({ version: "two" });
    expect((await machine.run("ls /opt/app")).output).toBe("bundle\ncurrent\nruntime\n");
  });

  test("a rotated password is seen after a restart, and the refresh restarts for it", async () => {
    const { machine, answer } = server;
    await machine.setSecret({ username: "shop_app", password: "second" });
    await machine.run("systemctl restart app");
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ SPRING_DATASOURCE_PASSWORD: "second" });
    await machine.setSecret({ username: "shop_app", password: "third" });
    await machine.run("systemctl start refresh");
    await expect.poll(answer, { timeout: 10_000 }).toMatchObject({ SPRING_DATASOURCE_PASSWORD: "third" });
  });

  test("the scripts can be run again, and a good version still gets through after all that", async () => {
    const { machine, deploy, make, jar, answer } = server;
    const outcome = await deploy(jar(make.good("four")));
    expect(outcome.failed, outcome.log).toBeUndefined();
    const scripts = "/opt/app/bundle/deploy";
    for (const name of ["stop", "stop", "install", "install", "start", "validate", "validate", "put-back"]) {
      const said = await machine.run(`${scripts}/${name}.sh`);
      expect(said, name).toMatchObject({ status: 0 });
    }
    expect(await answer()).toMatchObject({ version: "four" });
  });
});
