/** Gradle's gradle/libs.versions.toml, under the names by which build scripts call them after `libs.`. */
export interface VersionCatalog {
  /** `group:artifact` of each library; those of a bundle under `bundles.<name>`. */
  libraries: ReadonlyMap<string, string[]>;
  /** Ids of plugins, without the `plugins.` of the scripts. */
  plugins: ReadonlyMap<string, string>;
}

/**
 * Reads a version catalog line by line; a bundle's list may go over several.
 * @see https://docs.gradle.org/current/userguide/version_catalogs.html
 */
export function readVersionCatalog(toml: string): VersionCatalog {
  const libraries = new Map<string, string[]>();
  const plugins = new Map<string, string>();
  let table = "";
  let bundle: string | undefined;
  for (const line of toml.split("\n").map((line) => line.trim())) {
    const header = line.match(/^\[\s*([\w-]+)\s*\]/)?.[1];
    if (header) table = header;
    const entry = line.match(/^(["']?)([\w.-]+)\1\s*=(.*)$/);
    const alias = entry && accessor(entry[2]!);
    if (alias && table === "libraries") libraries.set(alias, library(entry[3]!));
    if (alias && table === "plugins") plugins.set(alias, quoted(entry[3]!, "id") ?? plainPlugin(entry[3]!) ?? "");
    if (table !== "bundles") continue;
    if (alias) bundle = `bundles.${alias}`;
    if (!bundle) continue;
    const members = [...(entry?.[3] ?? line).matchAll(/["']([\w.-]+)["']/g)].map(([, name]) => accessor(name!));
    libraries.set(bundle, [...(libraries.get(bundle) ?? []), ...members.flatMap((name) => libraries.get(name) ?? [])]);
  }
  return { libraries, plugins };
}

const accessor = (alias: string) => alias.replace(/[-_]/g, ".");
const quoted = (text: string, key: string) => text.match(new RegExp(`\\b${key}\\s*=\\s*["']([\\w.:-]+)["']`))?.[1];
/** `"org.springframework.boot:3.5.0"`, the short form. */
const plainPlugin = (text: string) => text.match(/^\s*["']([\w.-]+):/)?.[1];

function library(text: string): string[] {
  const module = quoted(text, "module") ?? text.match(/^\s*["']([\w.-]+:[\w.-]+)[:"']/)?.[1];
  if (module) return [module];
  const [group, name] = [quoted(text, "group"), quoted(text, "name")];
  return group && name ? [`${group}:${name}`] : [];
}
