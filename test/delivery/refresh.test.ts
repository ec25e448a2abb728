import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { template } from "../../src/delivery/templates.ts";
import { below, programs, run, testWith } from "./tool.ts";

const parameters = {
  runtime: "node",
  port: "8080",
  entry: "alb",
  "database-engine": "postgres",
  "database-host": "db.example.com",
  "database-port": "5432",
  "database-name": "shop",
  "database-secret": "arn:x",
};

/** A server in a folder, with its app or the placeholder started; a restart runs what ExecStartPre runs. */
function server(running: "app" | "placeholder" = "app", changes: Partial<typeof parameters> = {}) {
  const root = mkdtempSync(join(tmpdir(), "refresh-"));
  const write = (file: string, text: string) => writeFileSync(join(root, file), text, { mode: 0o755 });
  const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");
  for (const folder of ["run/app", "etc/nginx/app", "opt/deploy-wizard"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const here = (text: string) => below(root, text);
  const setParameters = (also: Partial<typeof parameters>) =>
    write("parameters", JSON.stringify({ ...parameters, ...changes, ...also }));
  const setPassword = (password: string) => write("secret", JSON.stringify({ username: "shop_app", password }));
  const noted = (name: string) => `echo "${name} $*" >>${root}/arguments; PATH=${process.env.PATH} exec ${name} "$@"`;
  const path = programs({
    ...Object.fromEntries(["chmod", "cp", "cut", "grep", "jq", "mv", "rm"].map((name) => [name, noted(name)])),
    aws: `echo "$*" >>${root}/aws; cat ${root}/secret`,
    curl: `[[ \${@: -1} == *:8080 ]]`,
    systemctl: `case "$*" in
        "is-active --quiet ${running}") exit 0 ;;
        is-active*) exit 3 ;;
      esac
      echo "$*" >>${root}/systemctl
      [[ $* != "try-restart app" ]] || ${root}/opt/deploy-wizard/environment`,
  });
  const env = { ...process.env, PATH: `${path}:${process.env.PATH}`, ENVIRONMENT: "prod", AWS_REGION: "eu-west-1" };
  write("opt/deploy-wizard/parameters", `#!/bin/bash\ncp ${root}/parameters ${root}/run/app/parameters.json\n`);
  write("opt/deploy-wizard/environment", here(template("server/environment.sh")));
  write("opt/deploy-wizard/environment.jq", template("server/environment.jq"));
  write("etc/nginx/app/upstream.conf", "upstream app { server 127.0.0.1:8080; }\n");
  setParameters({});
  setPassword("first");
  if (running === "app") expect(run(join(root, "opt/deploy-wizard/environment"), [], { env }).status).toBe(0);
  return {
    ...{ root, read, setParameters, setPassword },
    lose: (file: "secret" | "parameters") => rmSync(join(root, file)),
    refresh: () => run("bash", ["-s"], { input: here(template("server/refresh.sh")), env }),
    done: () => read("systemctl").trimEnd().split("\n").filter(Boolean),
  };
}

describe("the refresh of what the app was started with", () => {
  testWith("jq")("leaves an app alone whose environment is the same", () => {
    const { refresh, done, read } = server();
    expect(refresh()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(done()).toEqual([]);
    expect(read("run/app/environment.fresh")).toBe("");
  });

  testWith("jq")("restarts the app once for a rotated secret, which nobody else gets to see", () => {
    const { refresh, done, read, root, setPassword } = server();
    setPassword("second");
    const { status, stdout, stderr } = refresh();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toMatch(/first|second/);
    refresh();
    expect(done()).toEqual(["try-restart app"]);
    expect(read("run/app/environment")).toContain('DATABASE_PASSWORD="second"');
    expect(statSync(join(root, "run/app/environment")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(root, "run/app/environment.fresh"))).toBe(false);
    // At the start and for the two refreshes; the restart itself asks for nothing that it could be refused.
    expect(read("aws").trimEnd().split("\n")).toHaveLength(3);
  });

  testWith("jq")(
    "puts a password into the app's environment and nowhere else: no other file, no program's arguments",
    () => {
      const { refresh, root, setPassword } = server();
      setPassword("pLaNtEd-second");
      expect(refresh().status).toBe(0);
      const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const holds = files
        .map(({ parentPath, name }) => join(parentPath, name))
        .filter((file) => readFileSync(file, "utf8").includes("pLaNtEd"));
      // The other is what Secrets Manager answers here.
      expect(holds.sort()).toEqual([join(root, "run/app/environment"), join(root, "secret")]);
      expect(readFileSync(join(root, "arguments"), "utf8")).toMatch(/^jq .*environment\.jq$/m);
    },
  );

  for (const lost of ["secret", "parameters"] as const) {
    testWith("jq")(`restarts nothing when the ${lost} cannot be had`, () => {
      const { refresh, done, read, setParameters, lose } = server("app", { entry: "direct" });
      const before = read("run/app/environment");
      setParameters({ port: "9090" });
      lose(lost);
      expect(refresh().status).not.toBe(0);
      expect(done()).toEqual([]);
      expect(read("run/app/environment")).toBe(before);
    });
  }

  for (const [what, secret] of [
    ["empty", ""],
    ["without a password", '{"username":"shop_app"}'],
  ]) {
    testWith("jq")(`restarts nothing for a secret that is ${what}`, () => {
      const { refresh, done, root } = server();
      writeFileSync(join(root, "secret"), secret!);
      expect(refresh().status).not.toBe(0);
      expect(done()).toEqual([]);
    });
  }

  testWith("jq")("takes nginx along to a changed port when there is no load balancer", () => {
    const { refresh, done, read, setParameters } = server("app", { entry: "direct" });
    setParameters({ port: "9090" });
    expect(refresh().status).toBe(0);
    expect(done()).toEqual(["start --no-block proxy", "try-restart app"]);
    expect(read("run/app/environment")).toContain('PORT="9090"');
    // proxy waits for the refresh, so waiting for it in there would never end.
    expect(template("server/proxy.service")).toMatch(/^After=.*refresh\.service$/m);
  });

  testWith("jq")("moves the placeholder, and asks for no secret before there is an app", () => {
    const { refresh, done, read, setParameters } = server("placeholder");
    expect(refresh().status).toBe(0);
    expect(done()).toEqual([]);
    setParameters({ port: "9090" });
    expect(refresh().status).toBe(0);
    expect(done()).toEqual(["try-restart placeholder"]);
    expect(read("aws")).toBe("");
  });

  testWith("shellcheck")("has nothing that shellcheck objects to", () => {
    expect(run("shellcheck", ["-"], { input: template("server/refresh.sh") })).toMatchObject({ status: 0, stdout: "" });
  });

  test("runs from the first boot on, every five minutes", () => {
    expect(template("server/setup.sh")).toContain("systemctl enable --now refresh.timer");
    expect(template("server/refresh.timer")).toContain("OnUnitInactiveSec=5min");
  });
});
