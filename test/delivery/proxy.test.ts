import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { template } from "../../src/delivery/templates.ts";
import { below, programs, run, testWith } from "./tool.ts";

const address = "198.51.100.7";

/** A server of the direct layout in a folder; `names` are what the DNS knows. */
function server(domain: string, names: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "proxy-"));
  const site = join(root, "etc/nginx/app");
  const live = join(root, "etc/letsencrypt/live/app");
  for (const folder of [site, live, join(root, "run/app"), join(root, "opt/deploy-wizard")]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const name of ["http.conf", "https.conf"]) writeFileSync(join(site, name), template(`server/${name}`));
  writeFileSync(join(root, "run/app/parameters.json"), JSON.stringify({ port: "8080", domain }));
  writeFileSync(join(root, "opt/deploy-wizard/parameters"), "#!/bin/bash\n", { mode: 0o755 });
  const path = programs({
    curl: `[[ $* == */api/token ]] && echo token || echo ${address}`,
    getent: `case $2 in ${Object.entries(names).map(([name, to]) => `${name}) echo "${to} STREAM" ;;`)} *) exit 2 ;; esac`,
    certbot: `echo "$*" >>${root}/certbot; touch ${live}/fullchain.pem`,
    openssl: "exit 1",
    nginx: ":",
    systemctl: `[[ $1 == is-active ]] || echo "$*" >>${root}/systemctl`,
  });
  const script = below(root, template("server/proxy.sh"));
  const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");
  const env = { ...process.env, PATH: `${path}:${process.env.PATH}` };
  return { read, visit: () => run("bash", ["-s"], { input: script, env }) };
}

describe("the direct entry", () => {
  testWith("jq")("serves http and asks for no certificate before the name points here", () => {
    const { read, visit } = server("example.com", { "example.com": "203.0.113.1" });
    expect(visit()).toMatchObject({ status: 0, stdout: expect.stringContaining("does not point at") });
    expect(read("certbot")).toBe("");
    expect(read("etc/nginx/app/site.conf")).toBe(template("server/http.conf"));
    expect(read("etc/nginx/app/upstream.conf")).toContain("127.0.0.1:8080");
  });

  testWith("jq")("goes over to https with the certificate, and leaves nginx alone when nothing changes", () => {
    const { read, visit } = server("example.com", { "example.com": address });
    expect(visit()).toMatchObject({ status: 0, stderr: "" });
    expect(read("certbot")).toContain("--domain example.com --deploy-hook");
    expect(read("certbot")).not.toContain("www.example.com");
    expect(read("etc/nginx/app/site.conf")).toBe(template("server/https.conf"));
    const reloads = read("systemctl");
    expect(visit().status).toBe(0);
    expect(read("systemctl")).toBe(reloads);
  });

  testWith("jq")("needs no domain", () => {
    const { read, visit } = server("", {});
    expect(visit()).toMatchObject({ status: 0 });
    expect(read("certbot")).toBe("");
  });
});
