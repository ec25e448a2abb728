import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { setupScript } from "../../src/delivery/user-data.ts";
import { below, programs, run, testWith } from "./tool.ts";

/** Runs the user data in a folder that stands for `/`, with programs that only write down how they were called. */
function boot(parameters: Record<string, string>, region = "eu-west-1") {
  const root = mkdtempSync(join(tmpdir(), "boot-"));
  const note = `echo "$(basename "$0") $*" >>${root}/calls`;
  for (const folder of ["root", "run", "var/lib"]) mkdirSync(join(root, folder), { recursive: true });
  const Parameters = Object.entries(parameters).map(([name, Value]) => ({
    Name: `/deploy-wizard/shop/prod/${name}`,
    Value,
  }));
  writeFileSync(join(root, "parameters"), JSON.stringify({ Parameters }));
  const path = programs({
    // The first question finds a metadata service that is not up yet.
    curl: `${note}
      case "\${@: -1}" in
        */api/token) [[ -e ${root}/up ]] || { touch ${root}/up; exit 7; }; echo token ;;
        */placement/region) echo ${region} ;;
        */services/domain) echo amazonaws.com ;;
        *:app) echo shop ;;
        *:environment) echo prod ;;
      esac`,
    aws: `${note}; cat ${root}/parameters`,
    "systemd-cat": `cat >${root}/log`,
    id: "exit 1",
    sleep: ":",
    ...Object.fromEntries(["dnf", "systemctl", "useradd", "sed"].map((name) => [name, note])),
  });
  const script = below(root, setupScript());
  const env = { ...process.env, PATH: `${path}:${process.env.PATH}` };
  const { status } = run("bash", ["-s"], { input: script, env });
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  return { status, root, read, calls: read("calls").replaceAll(root, "").trimEnd().split("\n") };
}

const common = { port: "8080", "health-check": "/health", domain: "-" };

describe("the first boot", () => {
  testWith("jq")("answers first, then installs, and lets deployments in at the end", () => {
    const { status, calls, read } = boot({ ...common, runtime: "spring-boot", entry: "alb" });
    expect(status).toBe(0);
    const order = ["enable --now placeholder", "java-21-amazon-corretto", "ruby3.2", "enable --now codedeploy-agent"];
    const places = order.map((text) => calls.findIndex((call) => call.includes(text)));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(calls.at(-1)).toBe("systemctl enable --now codedeploy-agent");
    expect(calls.join("\n")).not.toMatch(/nginx|certbot|docker/);
    expect(read("etc/deploy-wizard.env")).toBe("AWS_REGION=eu-west-1\nAPP=shop\nENVIRONMENT=prod\n");
    expect(read("opt/app/runtime")).toBe("spring-boot\n");
  });

  testWith("jq")("takes the agent from the Region's own bucket", () => {
    const { calls } = boot({ ...common, runtime: "node", entry: "alb" }, "ap-northeast-2");
    const bucket = "https://aws-codedeploy-ap-northeast-2.s3.ap-northeast-2.amazonaws.com/releases/codedeploy-agent-";
    expect(calls.some((call) => call.includes(bucket))).toBe(true);
  });

  testWith("jq")("puts nginx in front when there is no load balancer", () => {
    const { status, calls, read } = boot({ ...common, runtime: "docker", entry: "direct", domain: "example.com" });
    expect(status).toBe(0);
    expect(calls).toContain("dnf install -y nginx certbot openssl");
    expect(calls).toContain("systemctl enable --now proxy.timer");
    expect(read("etc/nginx/nginx.conf")).toContain("include");
    expect(read("etc/systemd/system/app.service.d/docker.conf")).toContain("SupplementaryGroups=docker");
  });

  testWith("jq")("ends with a reason when the runtime is none that it knows", () => {
    const { status, read } = boot({ ...common, runtime: "cobol", entry: "alb" });
    expect(status).toBe(1);
    expect(read("log")).toContain("unknown runtime: cobol");
  });
});
