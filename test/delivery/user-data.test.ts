import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { template } from "../../src/delivery/templates.ts";
import { setupScript, userData } from "../../src/delivery/user-data.ts";
import { run, testWith } from "./tool.ts";

describe("user data", () => {
  test("fits into the 16 KiB that EC2 takes, with room to grow", () => {
    expect(Buffer.from(userData(), "base64").length).toBeLessThanOrEqual(12 * 1024);
  });

  test("is the script, packed the same everywhere: no time and no system in the header", () => {
    const packed = Buffer.from(userData(), "base64");
    expect(gunzipSync(packed).toString()).toBe(setupScript());
    expect(packed.subarray(0, 10).toString("hex")).toBe("1f8b08000000000002ff");
  });

  test("is one fixed script with Unix line ends", () => {
    expect(setupScript()).toMatch(/^#!\/bin\/bash\n/);
    expect(setupScript()).not.toContain("\r");
    expect(userData()).toBe(userData());
  });

  testWith("shellcheck")("has nothing that shellcheck objects to", () => {
    expect(run("shellcheck", ["-"], { input: setupScript() })).toMatchObject({ status: 0, stdout: "" });
    for (const script of ["parameters", "environment", "memory", "run", "proxy"]) {
      expect(run("shellcheck", ["-"], { input: template(`server/${script}.sh`) })).toMatchObject({ status: 0 });
    }
  });

  test("puts each file on the server just as it is in the package", () => {
    const root = mkdtempSync(join(tmpdir(), "server-"));
    const files = setupScript()
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
