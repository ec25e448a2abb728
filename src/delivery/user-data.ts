import { gzipSync } from "node:zlib";
import { template } from "./templates.ts";

/** Where each file of `templates/server` goes on the server, and its mode. */
const serverFiles: [source: string, destination: string, mode: string][] = [
  ["parameters.sh", "/opt/deploy-wizard/parameters", "0755"],
  ["environment.sh", "/opt/deploy-wizard/environment", "0755"],
  ["environment.jq", "/opt/deploy-wizard/environment.jq", "0644"],
  ["memory.sh", "/opt/deploy-wizard/memory", "0755"],
  ["run.sh", "/opt/deploy-wizard/run", "0755"],
  ["app.service", "/etc/systemd/system/app.service", "0644"],
  ["refresh.sh", "/opt/deploy-wizard/refresh", "0755"],
  ["refresh.service", "/etc/systemd/system/refresh.service", "0644"],
  ["refresh.timer", "/etc/systemd/system/refresh.timer", "0644"],
  ["placeholder.py", "/opt/deploy-wizard/placeholder.py", "0644"],
  ["placeholder.service", "/etc/systemd/system/placeholder.service", "0644"],
  ["proxy.sh", "/opt/deploy-wizard/proxy", "0755"],
  ["proxy.service", "/etc/systemd/system/proxy.service", "0644"],
  ["proxy.timer", "/etc/systemd/system/proxy.timer", "0644"],
  ["nginx.conf", "/etc/nginx/app/nginx.conf", "0644"],
  ["http.conf", "/etc/nginx/app/http.conf", "0644"],
  ["https.conf", "/etc/nginx/app/https.conf", "0644"],
];

/** No line of the files reads like this, and the quotes around it keep the shell from reading anything in them. */
const endOfFile = "--";

/**
 * The script that turns a fresh Amazon Linux 2023 instance into a server for the app. It is the same for every
 * deployment: it learns which one it serves from the instance's tags.
 */
export function setupScript(): string {
  const files = serverFiles.map(
    ([source, destination, mode]) =>
      `put ${destination} ${mode} <<'${endOfFile}'\n${template(`server/${source}`)}${endOfFile}\n`,
  );
  const put = `put() { mkdir -p "\${1%/*}" && cat >"$1" && chmod "$2" "$1"; }\n`;
  return ["#!/bin/bash\n", put, ...files, template("server/setup.sh")].join("");
}

/**
 * The script as EC2 gets it: packed with gzip, in base64. AWS takes at most 16 KiB before base64, which is less than the
 * script has; cloud-init unpacks it. A gzip header may hold a time and a system: here it holds neither, so that the same
 * script gives the same bytes everywhere.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 * @see https://cloudinit.readthedocs.io/en/latest/explanation/format.html
 */
export function userData(): string {
  const packed = gzipSync(setupScript(), { level: 9 });
  packed[9] = 255; // RFC 1952: the system is unknown.
  return packed.toString("base64");
}
