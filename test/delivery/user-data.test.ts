import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { template } from "../../src/delivery/templates.ts";
import { userData } from "../../src/delivery/user-data.ts";
import { run, testWith } from "./tool.ts";

describe("user data", () => {
  test("fits into the 16 KiB that EC2 takes", () => {
    expect(Buffer.byteLength(userData())).toBeLessThanOrEqual(16 * 1024);
  });

  test("is one fixed script in plain text with Unix line ends", () => {
    expect(userData()).toMatch(/^#!\/bin\/bash\n/);
    expect(userData()).not.toContain("\r");
    expect(userData()).toBe(userData());
  });

  testWith("shellcheck")("has nothing that shellcheck objects to", () => {
    expect(run("shellcheck", ["-"], { input: userData() })).toMatchObject({ status: 0, stdout: "" });
    for (const script of ["parameters", "environment", "run", "proxy"]) {
      expect(run("shellcheck", ["-"], { input: template(`server/${script}.sh`) })).toMatchObject({ status: 0 });
    }
  });

  test("puts each file on the server just as it is in the package", () => {
    const root = mkdtempSync(join(tmpdir(), "server-"));
    const files = userData()
      .split(template("server/setup.sh"))[0]!
      .replaceAll(/^put \//gm, `put ${root}/`);
    expect(run("bash", ["-euo", "pipefail"], { input: files })).toMatchObject({ status: 0, stderr: "" });
    const read = (path: string) => readFileSync(join(root, path), "utf8");
    expect(read("etc/systemd/system/app.service")).toBe(template("server/app.service"));
    expect(read("opt/deploy-wizard/environment.jq")).toBe(template("server/environment.jq"));
    expect(read("etc/nginx/app/https.conf")).toBe(template("server/https.conf"));
    expect(statSync(join(root, "opt/deploy-wizard/run")).mode & 0o777).toBe(0o755);
  });

  test("installs a named version of the CodeDeploy agent, and that last", () => {
    const setup = template("server/setup.sh");
    expect(setup).toMatch(/agent=codedeploy-agent-\d+\.\d+\.\d+-\d+\.noarch\.rpm/);
    expect(setup.indexOf("patiently install_agent")).toBeGreaterThan(setup.indexOf("java-21"));
    expect(setup.indexOf("patiently install_agent")).toBeGreaterThan(setup.indexOf("enable --now placeholder"));
  });
});
