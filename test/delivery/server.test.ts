import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { template } from "../../src/delivery/templates.ts";
import { programs, run, testWith } from "./tool.ts";

const database = {
  "database-host": "db.example.com",
  "database-port": "5432",
  "database-name": "shop",
  "database-secret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x",
};
const password = 'p"a\\$`%/ #?:@';

function environment(parameters: Record<string, string>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "environment-"));
  writeFileSync(join(folder, "parameters.json"), JSON.stringify(parameters));
  writeFileSync(join(folder, "environment.jq"), template("server/environment.jq"));
  const secret = parameters["database-secret"] ? JSON.stringify({ username: "shop_app", password }) : "{}";
  const args = [
    "-r",
    "--slurpfile",
    "parameters",
    join(folder, "parameters.json"),
    "-f",
    join(folder, "environment.jq"),
  ];
  const env = { ...process.env, ENVIRONMENT: "prod", AWS_REGION: "eu-west-1" };
  const { stdout, stderr } = run("jq", args, { input: secret, env });
  if (stderr) throw new Error(stderr);
  const lines = stdout.trimEnd().split("\n");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, quoted] = /^([A-Z_]+)="(.*)"$/.exec(line)!;
      // As systemd reads it: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
      return [name!, quoted!.replaceAll(/\\(["\\`$])/g, "$1")];
    }),
  );
}

describe("the app's environment", () => {
  const common = { port: "8080", "health-check": "/health", entry: "alb", "assets-bucket": "shop-assets" };

  testWith("jq")("Spring Boot finds its own names, and TLS to the database is checked", () => {
    const found = environment({ ...common, ...database, runtime: "spring-boot", "database-engine": "postgres" });
    expect(found).toEqual({
      APP_ENVIRONMENT: "prod",
      AWS_REGION: "eu-west-1",
      PORT: "8080",
      ASSETS_BUCKET: "shop-assets",
      SERVER_PORT: "8080",
      SERVER_FORWARD_HEADERS_STRATEGY: "framework",
      SPRING_PROFILES_ACTIVE: "prod",
      SPRING_DATASOURCE_URL:
        "jdbc:postgresql://db.example.com:5432/shop?sslmode=verify-full&sslrootcert=/opt/deploy-wizard/rds-ca.pem",
      SPRING_DATASOURCE_USERNAME: "shop_app",
      SPRING_DATASOURCE_PASSWORD: password,
    });
  });

  testWith("jq")("Node gets a URL whose password survives being parsed", () => {
    const found = environment({ ...common, ...database, runtime: "node", "database-engine": "postgres" });
    expect(decodeURIComponent(new URL(found.DATABASE_URL!).password)).toBe(password);
    expect(new URL(found.DATABASE_URL!).hostname).toBe("db.example.com");
    expect(found).toMatchObject({ DATABASE_PASSWORD: password, DATABASE_NAME: "shop", NODE_ENV: "production" });
  });

  testWith("jq")("MySQL and MariaDB speak TLS too", () => {
    const url = (runtime: string, engine: string) => {
      const found = environment({ ...common, ...database, runtime, "database-engine": engine });
      return found.SPRING_DATASOURCE_URL ?? found.DATABASE_URL;
    };
    expect(url("spring-boot", "mysql")).toBe("jdbc:mysql://db.example.com:5432/shop?sslMode=REQUIRED");
    expect(url("spring-boot", "mariadb")).toMatch(/^jdbc:mariadb:.*sslMode=verify-full/);
    expect(new URL(url("node", "mysql")!).searchParams.get("ssl")).toBe('{"rejectUnauthorized":true}');
  });

  testWith("jq")("a database whose secret is not there yet is no database to start with", () => {
    const { "database-secret": _, ...unfinished } = database;
    const all = { ...common, ...unfinished, runtime: "node", "database-engine": "postgres" };
    expect(() => environment(all)).toThrow(/not ready yet/);
  });

  testWith("jq")("without a database there is no word of one", () => {
    const found = environment({ ...common, runtime: "docker" });
    expect(Object.keys(found).filter((name) => /DATA|SPRING/.test(name))).toEqual([]);
  });
});

describe("the parameters", () => {
  const put = (all: Record<string, string>) =>
    JSON.stringify({
      Parameters: Object.entries(all).map(([name, Value]) => ({ Name: `/deploy-wizard/shop/prod/${name}`, Value })),
    });

  function fetchParameters(answers: string[], seconds = "300") {
    const folder = mkdtempSync(join(tmpdir(), "parameters-"));
    for (const [at, answer] of answers.entries()) writeFileSync(join(folder, `${at}`), answer);
    const path = programs({
      aws: `at=$(cat ${folder}/at 2>/dev/null || echo 0); echo $((at + 1)) >${folder}/at; cat "${folder}/$at"`,
      sleep: ":",
    });
    const script = template("server/parameters.sh").replaceAll("/run/app", folder);
    const env = { ...process.env, PATH: `${path}:${process.env.PATH}`, APP: "shop", ENVIRONMENT: "prod" };
    return { ...run("bash", ["-s", seconds], { input: script, env }), file: join(folder, "parameters.json") };
  }

  testWith("jq")("are waited for while the role or they themselves are not known yet", () => {
    const all = { runtime: "node", port: "3000", entry: "direct", domain: "-" };
    const { status, file } = fetchParameters(["", put({ runtime: "node" }), put(all)]);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ runtime: "node", port: "3000", entry: "direct" });
  });

  testWith("jq")("are given up on at the deadline", () => {
    expect(fetchParameters([""], "0")).toMatchObject({ status: 1, stdout: expect.stringContaining("gave up") });
  });
});

describe("nginx in front of the app", () => {
  for (const site of ["http", "https"]) {
    testWith("nginx")(`takes the configuration for ${site}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "nginx-"));
      const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
      const here = (text: string) =>
        text.replaceAll("/etc/nginx/app", folder).replaceAll("/etc/letsencrypt/live/app", folder);
      write(
        "nginx.conf",
        here(template("server/nginx.conf")).replace("user nginx;", "").replace("/run/", `${folder}/`),
      );
      write("site.conf", here(template(`server/${site}.conf`)));
      write("upstream.conf", "upstream app { server 127.0.0.1:8080; }\n");
      const pair = ["-keyout", join(folder, "privkey.pem"), "-out", join(folder, "fullchain.pem")];
      run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.com", ...pair]);
      expect(run("nginx", ["-t", "-c", join(folder, "nginx.conf")]).stderr).toContain("test is successful");
    });
  }

  test("sends people to https as soon as there is a certificate, and lets Let's Encrypt in either way", () => {
    expect(template("server/https.conf")).toContain("return 301 https://$host$request_uri;");
    expect(template("server/http.conf")).not.toContain("301");
    for (const site of ["http", "https"]) expect(template(`server/${site}.conf`)).toContain("acme-challenge");
  });
});

describe("the app's memory", () => {
  /** In MiB; the heap is what a JVM would be given. */
  function memory(mib: number) {
    const folder = mkdtempSync(join(tmpdir(), "memory-"));
    writeFileSync(join(folder, "meminfo"), `MemTotal: ${mib * 1024} kB\nMemFree: 1 kB\n`);
    writeFileSync(join(folder, "runtime"), "spring-boot\n");
    const path = programs({ systemctl: `echo "$*" >${folder}/set`, java: 'echo "$*"' });
    const env = { ...process.env, PATH: `${path}:${process.env.PATH}` };
    const here = (name: string) =>
      template(`server/${name}.sh`)
        .replaceAll("/proc/meminfo", join(folder, "meminfo"))
        .replaceAll("/run/app/memory", join(folder, "memory"))
        .replaceAll("/opt/app/runtime", join(folder, "runtime"));
    expect(run("bash", ["-s"], { input: here("memory"), env })).toMatchObject({ status: 0, stderr: "" });
    const { stdout } = run("bash", ["-s"], { input: here("run"), env });
    const limit = /MemoryMax=(\d+)M/.exec(readFileSync(join(folder, "set"), "utf8"))?.[1];
    return { limit: Number(limit), heap: Number(/-Xmx(\d+)m/.exec(stdout)?.[1]) };
  }

  test("leaves the system what it needs, and the JVM what it needs beside its heap", () => {
    // t4g.nano, micro, small, large.
    expect(memory(460)).toEqual({ limit: 276, heap: 124 });
    expect(memory(950)).toEqual({ limit: 750, heap: 550 });
    expect(memory(1900)).toEqual({ limit: 1700, heap: 1275 });
    expect(memory(7800)).toEqual({ limit: 7600, heap: 5700 });
  });
});

describe("the hook scripts", () => {
  const scripts = ["stop", "install", "start", "validate", "healthy", "last-words", "put-back"];

  testWith("shellcheck")("have nothing that shellcheck objects to", () => {
    for (const name of scripts) {
      const input = template(`deploy/${name}.sh`);
      expect(run("shellcheck", ["-"], { input })).toMatchObject({ status: 0, stdout: "" });
    }
  });

  for (const [what, systemctl] of [
    ["without the app", 'exit 4 # "No files found"'],
    ["whose app does not stop", '[[ $1 == cat ]] || exit 1 # "Job failed"'],
  ]) {
    test(`stop never fails on a server ${what}`, () => {
      const env = { ...process.env, PATH: `${programs({ systemctl: systemctl! })}:${process.env.PATH}` };
      expect(run("bash", ["-s"], { input: template("deploy/stop.sh"), env }).status).toBe(0);
    });
  }
});
