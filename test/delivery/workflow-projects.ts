/** Little projects, one for each build tool, with the files that the wizard writes. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryFiles } from "../../src/delivery/repository-files.ts";
import type { WorkflowValues } from "../../src/delivery/workflow.ts";

export const values: WorkflowValues = {
  region: "eu-west-1",
  roleArn: "arn:aws:iam::123456789012:role/shop-prod-github",
  bucket: "shop-prod-build",
  application: "shop-prod",
  deploymentGroup: "shop-prod",
  branch: "main",
  runtime: "spring-boot",
  buildTool: "gradle",
};

/** Every call that the workflow makes, as IAM names it; a failed deployment takes them all. */
export const calledActions = [
  "codedeploy:BatchGetDeploymentTargets",
  "codedeploy:CreateDeployment",
  "codedeploy:GetDeployment",
  "codedeploy:ListDeploymentTargets",
  "s3:PutObject",
];

export type Project = Record<string, string>;

/** A script that makes jars as a build would: what Spring Boot repackages, and what it leaves as it is. */
export const jars = (boot: string[], plain: string[] = []) => `#!/bin/sh
set -e
work=$(mktemp -d)
mkdir -p "$work/BOOT-INF/classes" "$work/META-INF"
echo "Main-Class: org.springframework.boot.loader.launch.JarLauncher" > "$work/META-INF/MANIFEST.MF"
echo "built with $*" > "$work/BOOT-INF/classes/built"
for jar in ${boot.join(" ")}; do
  mkdir -p "$(dirname "$jar")"
  (cd "$work" && zip -qr - META-INF BOOT-INF) > "$jar"
done
for jar in ${plain.join(" ")}; do
  mkdir -p "$(dirname "$jar")"
  (cd "$work" && zip -qr - META-INF) > "$jar"
done
`;

const lock = {
  name: "shop",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": { name: "shop", devDependencies: { tool: "file:tool" }, dependencies: { part: "file:part" } },
    part: { version: "1.0.0" },
    "node_modules/part": { resolved: "part", link: true },
    tool: { version: "1.0.0", dev: true },
    "node_modules/tool": { resolved: "tool", link: true },
  },
};

export const projects: Record<WorkflowValues["buildTool"], Project> = {
  gradle: {
    "build.gradle": "plugins { id 'org.springframework.boot' version '3.5.0' }\n",
    gradlew: jars(["build/libs/shop.jar"], ["build/libs/shop-plain.jar"]),
  },
  // Of several modules, one is the app.
  maven: {
    "pom.xml": "<project/>\n",
    mvnw: jars(["app/target/shop-1.0.jar"], ["model/target/model-1.0.jar"]),
  },
  npm: {
    "package.json": JSON.stringify({
      name: "shop",
      scripts: { start: "node server.js", build: "node tool/build.js" },
      dependencies: { part: "file:part" },
      devDependencies: { tool: "file:tool" },
    }),
    "package-lock.json": JSON.stringify(lock),
    "server.js": "require('./built.js')\n",
    "part/package.json": '{ "name": "part", "version": "1.0.0" }\n',
    "tool/package.json": '{ "name": "tool", "version": "1.0.0" }\n',
    "tool/build.js": "require('fs').writeFileSync('built.js', '')\n",
  },
  docker: { Dockerfile: "FROM scratch\n" },
};

/** The project in `folder`, as Git on Windows may have it: no file can be executed, and scripts have its line ends. */
export function writeProject(folder: string, project: Project, github: WorkflowValues): void {
  const files = repositoryFiles({ github }).map(({ path, content }): [string, string] => [
    path,
    path.startsWith("deploy/") || path === "appspec.yml" ? content.replaceAll("\n", "\r\n") : content,
  ]);
  for (const [path, content] of [...files, ...Object.entries(project)]) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o644);
  }
}
