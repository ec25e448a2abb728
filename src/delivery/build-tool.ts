import { existsSync } from "node:fs";
import { join } from "node:path";

export type Runtime = "spring-boot" | "node" | "docker";
export type BuildTool = "gradle" | "maven" | "npm" | "docker";

/** Per runtime, the tools that can build for it, and the files that give each away. The first that is there counts. */
const signs: Record<Runtime, [tool: BuildTool, files: string[]][]> = {
  "spring-boot": [
    ["gradle", ["gradlew", "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"]],
    ["maven", ["mvnw", "pom.xml"]],
  ],
  node: [["npm", ["package.json"]]],
  docker: [["docker", ["Dockerfile"]]],
};

/** What builds the project in `folder` for `runtime`; undefined when no file there tells. */
export function detectBuildTool(folder: string, runtime: Runtime): BuildTool | undefined {
  return signs[runtime].find(([, files]) => files.some((file) => existsSync(join(folder, file))))?.[0];
}

/** The same, or the usual one where nothing tells: the app may come into the folder later. */
export function buildTool(folder: string, runtime: Runtime): BuildTool {
  return detectBuildTool(folder, runtime) ?? signs[runtime][0]![0];
}
