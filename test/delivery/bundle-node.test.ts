import { afterAll, beforeAll, describe, expect, vi } from "vitest";
import { artifact, codeDeploy } from "./machine/code-deploy.ts";
import { handIn, type Machine, startMachine, testOnMachine } from "./machine/machine.ts";
import { nodeArchive } from "./machine/node-apps.ts";

const test = testOnMachine("node", "npm", "unzip", "nginx", "openssl");
// Processes start and stop for real, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe("a Node.js server without a load balancer", () => {
  let machine: Machine;
  let deploy: ReturnType<typeof codeDeploy>;
  const through = async (...args: string[]) => JSON.parse(await machine.ask("http://127.0.0.1/health", ...args));

  beforeAll(async () => {
    if (test === test.skip) return;
    const common = { runtime: "node", port: "3000", entry: "direct", "health-check": "/health", domain: "-" };
    machine = await startMachine({ ...common, "assets-bucket": "-" });
    deploy = codeDeploy(machine);
  });
  afterAll(async () => machine?.stop());
  const bundle = async (...app: Parameters<typeof nodeArchive>) => artifact("app.tar.gz", await nodeArchive(...app));

  test("is set up by the user data with nginx in front of the placeholder", async () => {
    expect(machine.setup).toMatchObject({ status: 0 });
    expect(await machine.ask("http://127.0.0.1/")).toContain("waits for its first deployment");
  });

  test("installs the packages that a laptop does not send, as the app's user, and starts twice", async () => {
    for (const version of ["one", "two"]) {
      const outcome = await deploy(await bundle(version));
      expect(outcome.failed, outcome.log).toBeUndefined();
      const found = await through();
      expect(found).toMatchObject({ version, env: { NODE_ENV: "production", PORT: "3000", AWS_REGION: "eu-west-1" } });
      expect(found.extra).toMatch(/^a package: app\n\/var\/tmp\/npm-/);
      expect(found.user).not.toBe(0);
    }
    // The app cannot change its own files.
    expect((await machine.run("find /opt/app/current ! -user root; ls /var/tmp | grep npm-")).output).toBe("");
  });

  test("refuses what npm ci refuses, and keeps the old version", async () => {
    const outcome = await deploy(await bundle("three", { lock: false }));
    expect(outcome.failed, outcome.log).toBe("AfterInstall");
    expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain("npm ci failed");
    expect(await through()).toMatchObject({ version: "two" });
  });

  test("refuses an archive that is none", async () => {
    handIn(machine, "text", "no archive");
    const outcome = await deploy(artifact("app.tar.gz", `${machine.outside}/text`));
    expect(outcome.logTail).toContain("app.tar.gz is no whole archive");
    expect(await through()).toMatchObject({ version: "two" });
  });

  test("takes nothing but 200 for healthy, as a load balancer would", async () => {
    const outcome = await deploy(await bundle("three", { status: 204 }), { hurry: 236 });
    expect(outcome.failed, outcome.log).toBe("ValidateService");
    expect(outcome.logTail.trimEnd().split("\n").at(-1)).toContain("the last answer was 204");
    expect(await through()).toMatchObject({ version: "two" });
  });

  test("nginx hands on who asked for what, and takes no word of a visitor for it", async () => {
    const { headers } = await through(
      "-H",
      "Host: example.com",
      "-H",
      "X-Forwarded-For: 203.0.113.9",
      "-H",
      "X-Forwarded-Proto: https",
    );
    expect(headers).toMatchObject({
      host: "example.com",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "example.com",
      "x-forwarded-proto": "http",
    });
    expect(headers.connection).not.toBe("upgrade");
  });

  test("nginx lets websockets through", async () => {
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    const ask = [
      "-i",
      "-N",
      "-H",
      "Connection: Upgrade",
      "-H",
      "Upgrade: websocket",
      "-H",
      "Sec-WebSocket-Version: 13",
    ];
    const said = await machine.ask("http://127.0.0.1/socket", ...ask, "-H", key);
    expect(said).toContain("101 Switching Protocols");
    expect(said).toContain("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    expect(said).toContain("hello");
  });

  test("nginx takes a body of 20 MiB and no more", async () => {
    await machine.run("head -c 20971520 /dev/zero >/tmp/fits; head -c 20971521 /dev/zero >/tmp/big");
    expect(await through("--data-binary", "@/tmp/fits")).toMatchObject({ bytes: 20 * 1024 * 1024 });
    expect(
      await machine.ask("http://127.0.0.1/", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary", "@/tmp/big"),
    ).toBe("413");
  });

  test("nginx sends people to https as soon as there is a certificate, and still answers Let's Encrypt", async () => {
    const live = "/etc/letsencrypt/live/app";
    const made = await machine.run(
      `mkdir -p ${live} && openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=example.com -keyout ${live}/privkey.pem -out ${live}/fullchain.pem && systemctl start proxy && nginx -t`,
    );
    expect(made.status, made.output).toBe(0);
    expect(await machine.ask("http://example.com/a?b=1", "-i", "--connect-to", "::127.0.0.1:")).toMatch(
      /^HTTP\/1.1 301[\s\S]*Location: https:\/\/example\.com\/a\?b=1/,
    );
    await machine.run(
      "mkdir -p /var/lib/acme/.well-known/acme-challenge && echo token >/var/lib/acme/.well-known/acme-challenge/x",
    );
    expect(await machine.ask("http://127.0.0.1/.well-known/acme-challenge/x")).toBe("token\n");
    const secure = JSON.parse(await machine.ask("https://example.com/health", "-k", "--connect-to", "::127.0.0.1:"));
    expect(secure).toMatchObject({ version: "two", headers: { "x-forwarded-proto": "https", host: "example.com" } });
  });
});
