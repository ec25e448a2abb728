import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { Proposal } from "../detected.ts";
import { printable } from "./printable.ts";
import type { ProjectTree } from "./project-tree.ts";
import { propose } from "./propose.ts";
import { actuatorLine, isReactive, type JavaProject } from "./spring-project.ts";
import { isOpen, isSecured, permitting } from "./spring-security.ts";
import type { Setting, SpringSettings } from "./spring-settings.ts";
import { readSources, type SourceSigns } from "./spring-sources.ts";

interface HealthPath {
  /** As the load balancer asks for it. */
  path: string;
  /** The same without the context path, as Spring Security sees it. */
  inner: string;
  from: Saying;
}

/** The path that answers 200 when the app is well, and what may keep the load balancer from it. */
export async function springHealth(
  tree: ProjectTree,
  project: JavaProject,
  settings: SpringSettings,
): Promise<{ proposal: Proposal<string> | undefined; notes: Saying[] }> {
  const signs = await readSources(tree, [project.module, ...project.siblings]);
  const notes: Saying[] = [];
  const withActuator = hasActuator(project);
  if (!withActuator) notes.push(say("seenNoActuator", project.buildFile, actuatorLine[project.tool]));
  const endpoint = withActuator ? actuatorPath(project, settings, notes) : undefined;
  const chosen = endpoint ?? ownPath(project, settings, signs);
  if (isSecured(project) && !isOpen(project, chosen.inner, signs, endpoint !== undefined)) {
    notes.push(say("seenSecurity", printable(chosen.path), permitting(project, chosen.inner)));
  }
  return { proposal: propose("healthCheck", chosen.path, chosen.from), notes };
}

const hasActuator = ({ dependencies }: JavaProject) =>
  ["spring-boot-starter-actuator", "spring-boot-actuator"].some((name) =>
    dependencies.has(`org.springframework.boot:${name}`),
  );

/**
 * Where the actuator answers on the app's own port; undefined, with a note, when it does not.
 * @see https://docs.spring.io/spring-boot/reference/actuator/monitoring.html
 */
function actuatorPath(project: JavaProject, settings: SpringSettings, notes: Saying[]): HealthPath | undefined {
  const off = switchedOff(settings);
  if (off) {
    notes.push(say("seenHealthOff", off.key, off.setting.file));
    return undefined;
  }
  const context = contextPath(project, settings);
  const managementPort = settings.get("management.server.port");
  if (managementPort && managementPort.value !== (settings.get("server.port")?.value ?? "8080")) {
    const additional = additionalPath(settings);
    if (additional) {
      const inner = additional.value;
      return { path: context + inner, inner, from: say("seenIn", additional.key, additional.file) };
    }
    notes.push(say("seenManagementPort", printable(managementPort.value), managementPort.file));
    return undefined;
  }
  const base = settings.get("management.endpoints.web.base-path");
  const mapped = settings.get("management.endpoints.web.path-mapping.health");
  const inner = joined(dispatcherPath(project, settings), base?.value ?? "/actuator", mapped?.value ?? "health");
  const from = base
    ? say("seenIn", "management.endpoints.web.base-path", base.file)
    : say("seenHealthEndpoint", project.buildFile);
  return { path: context + inner, inner, from };
}

/** The setting that keeps the health endpoint from answering over HTTP. */
function switchedOff(settings: SpringSettings): { key: string; setting: Setting } | undefined {
  const is = (key: string, test: (value: string) => boolean) => {
    const setting = settings.get(key);
    return setting && test(setting.value.toLowerCase()) ? { key, setting } : undefined;
  };
  const enabled = settings.get("management.endpoint.health.enabled")?.value === "true";
  const access = settings.get("management.endpoint.health.access") !== undefined;
  return (
    is("management.endpoint.health.enabled", (value) => value === "false") ??
    is("management.endpoint.health.access", (value) => value === "none") ??
    (enabled ? undefined : is("management.endpoints.enabled-by-default", (value) => value === "false")) ??
    (access ? undefined : is("management.endpoints.access.default", (value) => value === "none")) ??
    listed(settings, "exclude", true) ??
    listed(settings, "include", false) ??
    is("management.server.port", (value) => value === "-1")
  );
}

/** The exposure list, if it is there and health being in it is `found`. A list is one value with commas, or several keys. */
function listed(settings: SpringSettings, list: "include" | "exclude", found: boolean) {
  const key = `management.endpoints.web.exposure.${list}`;
  const given = settings.keys(key).flatMap((each) => settings.get(each) ?? []);
  const ids = given.flatMap(({ value }) => value.toLowerCase().split(",")).map((id) => id.trim());
  const contained = ids.includes("health") || ids.includes("*");
  return given[0] && contained === found ? { key, setting: given[0] } : undefined;
}

/** A path on the app's own port although the actuator has another: `server:/healthz` of a group, or the probes' own. */
function additionalPath(settings: SpringSettings): { key: string; value: string; file: string } | undefined {
  for (const key of settings.keys("management.endpoint.health.group.")) {
    const setting = settings.get(key);
    if (!key.endsWith(".additionalpath") || !setting?.value.startsWith("server:/")) continue;
    return { key: "additional-path", value: setting.value.slice("server:".length), file: setting.file };
  }
  const probes = settings.get("management.endpoint.health.probes.enabled");
  const added = settings.get("management.endpoint.health.probes.add-additional-paths");
  if (probes?.value !== "true" || added?.value !== "true") return undefined;
  return { key: "add-additional-paths", value: "/readyz", file: added.file };
}

/** Without the actuator: a path that the sources answer, else the app's first page. */
function ownPath(project: JavaProject, settings: SpringSettings, signs: SourceSigns): HealthPath {
  const context = contextPath(project, settings);
  const inner = joined(dispatcherPath(project, settings), signs.healthPath ?? "/");
  const from = signs.healthPath ? say("seenInSources") : say("seenNoHealthEndpoint");
  return { path: context + inner, inner, from };
}

function contextPath(project: JavaProject, settings: SpringSettings): string {
  const key = isReactive(project) ? "spring.webflux.base-path" : "server.servlet.context-path";
  const path = joined(settings.get(key)?.value ?? "/");
  return path === "/" ? "" : path;
}

const dispatcherPath = (project: JavaProject, settings: SpringSettings) =>
  isReactive(project) ? "/" : (settings.get("spring.mvc.servlet.path")?.value ?? "/");

/** One path of several, each with or without slashes at its ends. */
const joined = (...paths: string[]) => `/${paths.flatMap((path) => path.split("/").filter(Boolean)).join("/")}`;
