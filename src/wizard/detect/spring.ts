import { say } from "../../language/phrase.ts";
import type { Detected } from "../detected.ts";
import { driversAmong, proposeDatabase } from "./database.ts";
import type { ProjectTree } from "./project-tree.ts";
import { propose } from "./propose.ts";
import { springHealth } from "./spring-health.ts";
import type { JavaProject } from "./spring-project.ts";
import { readSpringSettings } from "./spring-settings.ts";

/** What a Spring Boot project says about port, health check and database when `profile` is active. */
export async function detectSpring(
  tree: ProjectTree,
  project: JavaProject,
  profile: string | undefined,
): Promise<Detected> {
  const settings = await readSpringSettings(tree, project.module, profile);
  const port = settings.get("server.port");
  const health = await springHealth(tree, project, settings);
  const url = settings.get("spring.datasource.url") ?? settings.get("spring.r2dbc.url");
  const database = proposeDatabase(driversAmong(project.dependencies, "java"), project.buildFile, {
    ...(url && { url: url.value, from: say("seenIn", "spring.datasource.url", url.file) }),
  });
  const tls = settings.keys("server.ssl.").map((key) => settings.get(key));
  const address = settings.get("server.address");

  const notes = [...health.notes, ...database.notes];
  if (project.otherApps?.length) {
    notes.push(say("seenSeveralApps", [project.module, ...project.otherApps].join(", "), project.module));
  }
  if (!project.executable) notes.push(say("seenNoExecutableJar", project.buildFile));
  const keys = tls.find((setting) => setting !== undefined);
  if (keys && settings.get("server.ssl.enabled")?.value !== "false") notes.push(say("seenAppTls", keys.file));
  if (address && /^(127\.|localhost$|::1$)/.test(address.value)) notes.push(say("seenLoopback", address.file));
  return {
    proposals: {
      port: port && propose("port", wholeNumber(port.value), say("seenIn", "server.port", port.file)),
      healthCheck: health.proposal,
      "database.engine": database.proposal,
    },
    notes,
    artifact: project.artifact,
  };
}

const wholeNumber = (text: string) => (/^\d{1,5}$/.test(text) ? Number(text) : undefined);
