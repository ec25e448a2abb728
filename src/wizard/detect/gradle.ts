import type { ProjectTree } from "./project-tree.ts";
import { parseProperties } from "./properties-file.ts";
import { withoutComments } from "./source-text.ts";
import { isModuleFolder, type JavaProject, jarNamed } from "./spring-project.ts";
import { readVersionCatalog, type VersionCatalog } from "./version-catalog.ts";

/** More modules than this are not looked at. */
const mostModules = 40;

const plugin = "org.springframework.boot";
const pluginArtifact = "spring-boot-gradle-plugin";

interface Script {
  path: string;
  /** Without comments. */
  text: string;
}

/** The Gradle project in the folder, or undefined when there is no build file that can be read. */
export async function readGradle(tree: ProjectTree): Promise<JavaProject | undefined> {
  const root = await script(tree, "build.gradle");
  const settings = await script(tree, "settings.gradle");
  if (!root && !settings) return undefined;
  const catalog = readVersionCatalog((await tree.text("gradle/libs.versions.toml")) ?? "");
  const inside = await script(tree, "buildSrc/build.gradle");
  const shared = [root, inside].filter((file) => file !== undefined);

  const modules = [""].concat(includedModules(settings?.text ?? ""));
  const applied = [];
  for (const module of modules) {
    const build = module === "" ? root : await script(tree, `${module}/build.gradle`);
    if (build && appliesPlugin(build.text, catalog) && !isLibrary(build.text)) applied.push({ module, build });
  }
  // Where the root applies it for all, the app is the module that has settings of its own.
  const app = applied.find(({ module }) => module !== "") ?? applied[0] ?? { module: "", build: root ?? settings! };
  const module = app.module || (await moduleWithSettings(tree, modules)) || "";
  const build = module === "" ? app.build : ((await script(tree, `${module}/build.gradle`)) ?? app.build);
  const siblings = await siblingsOf(tree, build, modules);
  const throughBuildSrc = inside?.text.includes(pluginArtifact) ?? false;

  const rootName = settings?.text.match(/rootProject\.name\s*=\s*(["'])([^"'\n]+)\1/)?.[2];
  const springBoot = applied.length > 0 || throughBuildSrc;
  return {
    buildFile: build.path,
    tool: "gradle",
    springBoot,
    executable: springBoot,
    ...(rootName && { name: { value: rootName, what: "rootProject.name", file: settings!.path } }),
    module,
    siblings: siblings.map(({ module: folder }) => folder),
    otherApps: applied.map((each) => each.module).filter((each) => each !== "" && each !== module),
    dependencies: new Set(
      [...new Set([...shared, build, ...siblings.map((each) => each.build)])].flatMap(({ text }) =>
        dependenciesIn(text, catalog),
      ),
    ),
    artifact: {
      files: module === "" ? "build/libs/*.jar" : `${module}/build/libs/*.jar`,
      ...jarNamed(jarName(build.text, module.split("/").pop() || rootName, await versionOf(tree, build, root))),
    },
  };
}

async function script(tree: ProjectTree, path: string): Promise<Script | undefined> {
  const found = await tree.first([path, `${path}.kts`]);
  return found && { path: found.path, text: withoutComments(found.text) };
}

/** Folders of `include ':api', ':core:domain'`. */
function includedModules(settings: string): string[] {
  const lists = settings.matchAll(/\binclude\b\s*(?:\(\s*)?((?:["'][\w:./-]+["']\s*(?:,\s*)?)+)/g);
  const paths = [...lists].flatMap(([, list]) =>
    [...list!.matchAll(/["'](?::?)([^"']+)["']/g)].map(([, path]) => path!),
  );
  const folders = paths.map((path) => path.replaceAll(":", "/"));
  return folders.filter(isModuleFolder).slice(0, mostModules);
}

async function moduleWithSettings(tree: ProjectTree, modules: string[]): Promise<string | undefined> {
  for (const module of modules) {
    const resources = `${module === "" ? "" : `${module}/`}src/main/resources`;
    const found = await tree.list(resources, { pattern: /^application\.(properties|ya?ml)$/, files: 1, levels: 2 });
    if (found.length > 0) return module;
  }
  return undefined;
}

/** The modules that a module is built with, and those that these are built with. */
async function siblingsOf(tree: ProjectTree, app: Script, modules: readonly string[]) {
  const found = new Map<string, Script>();
  const open = [app];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const module of modules.filter((each) => each !== "" && !found.has(each))) {
      if (!dependsOn(next.text, module)) continue;
      const build = await script(tree, `${module}/build.gradle`);
      if (!build || build.path === app.path) continue;
      found.set(module, build);
      open.push(build);
    }
  }
  return [...found].map(([module, build]) => ({ module, build }));
}

/** `project(":core:domain")`, or Gradle's accessor for it, `projects.core.domain`; tests' own are left out. */
function dependsOn(text: string, module: string): boolean {
  const path = module.replaceAll("/", ":");
  const accessor = module.replaceAll("/", ".").replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
  return text.split("\n").some((line) => {
    if (/^\s*test[A-Z]\w*\b/.test(line)) return false;
    const named = [...line.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']:([^"']+)["']/g)].map(([, name]) => name);
    const called = [...line.matchAll(/\bprojects\.([\w.]+)/g)].map(([, name]) => name);
    return named.includes(path) || called.includes(accessor);
  });
}

/** A module that only uses what the plugin brings, and makes no jar that starts. */
const isLibrary = (text: string) => /\bbootJar\b[^{}\n]*(?:\{[^}]*|\.\s*)enabled\s*(?:=|\.set\s*\()\s*false/.test(text);

function appliesPlugin(text: string, catalog: VersionCatalog): boolean {
  return text.split("\n").some((line) => {
    if (/\bapply[\s(]+false\b/.test(line)) return false;
    if (/["']org\.springframework\.boot["']/.test(line)) return true;
    const alias = line.match(/\balias\s*\(\s*libs\.plugins\.([\w.]+)\s*\)/)?.[1];
    return alias !== undefined && catalog.plugins.get(alias) === plugin;
  });
}

/** Coordinates in quotes, in Groovy's map notation, and from the version catalog; tests' own are left out. */
function dependenciesIn(text: string, catalog: VersionCatalog): string[] {
  return text.split("\n").flatMap((line) => {
    if (/^\s*test[A-Z]\w*\b/.test(line)) return [];
    const quoted = [...line.matchAll(/["']([\w.-]+:[\w.-]+)(?=[:"'@])/g)].map(([, coordinates]) => coordinates!);
    const mapped = [...line.matchAll(/group\s*[:=]\s*["']([\w.-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.-]+)["']/g)];
    const aliases = [...line.matchAll(/\blibs\.([\w.]+)/g)].flatMap(([, alias]) => catalog.libraries.get(alias!) ?? []);
    return [...quoted, ...mapped.map(([, group, name]) => `${group}:${name}`), ...aliases];
  });
}

async function versionOf(tree: ProjectTree, build: Script, root: Script | undefined): Promise<string | undefined> {
  const written = [build, root].map((file) => file?.text.match(/^[ \t]*version[ \t]*=?[ \t]*(["'])([\w.+-]+)\1/m)?.[2]);
  return written.find(Boolean) ?? parseProperties((await tree.text("gradle.properties")) ?? "").get("version");
}

/** Gradle puts base name and version together, unless `bootJar` says otherwise. */
function jarName(build: string, baseName: string | undefined, version: string | undefined): string | undefined {
  const told = (what: string) =>
    build.match(new RegExp(`\\barchive${what}(?:\\s*=|\\.set\\()\\s*["']([^"'\\n]+)["']`))?.[1];
  if (build.includes("archiveFileName")) return told("FileName");
  const base = build.includes("archiveBaseName") ? told("BaseName") : baseName;
  if (build.includes("archiveVersion") || !base) return undefined;
  return `${base}${version ? `-${version}` : ""}.jar`;
}
