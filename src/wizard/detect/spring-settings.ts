import { parseAllDocuments } from "yaml";
import type { ProjectTree, TextFile } from "./project-tree.ts";
import { parseProperties } from "./properties-file.ts";

/** A value of application.yml or application.properties, and the file that it is in. */
export interface Setting {
  value: string;
  file: string;
}

/** What a Spring Boot app is configured with when no profile is active. */
export interface SpringSettings {
  /** Placeholders are resolved; undefined when it is not set, or a placeholder has no default. */
  get(key: string): Setting | undefined;
  /** Every key that begins with `prefix`, as Spring compares them: lower case, without hyphens. */
  keys(prefix: string): string[];
}

/** Later ones win, as in Spring Boot; what lies beside the jar in the repository is not deployed and does not count. */
const places = ["src/main/resources/", "src/main/resources/config/"];
/** What YAML can be made to cost grows faster than its length. */
const mostBytes = 64 * 1024;
const names = ["application.yaml", "application.yml", "application.properties"];

/**
 * Reads the settings of the module in `module` ("" for the project itself). Documents for a profile or a cloud platform
 * do not count.
 * @see https://docs.spring.io/spring-boot/reference/features/external-config.html
 */
export async function readSpringSettings(tree: ProjectTree, module: string): Promise<SpringSettings> {
  const settings = new Map<string, Setting>();
  for (const path of places.flatMap((place) => names.map((name) => place + name))) {
    const file = module === "" ? path : `${module}/${path}`;
    const text = await tree.text(file, mostBytes);
    if (text === undefined) continue;
    for (const document of documentsOf({ path: file, text })) {
      if (isConditional(document)) continue;
      for (const [key, value] of document) settings.set(key, { value, file });
    }
  }
  return {
    get(key) {
      const setting = settings.get(canonical(key));
      const value = setting && resolve(setting.value, settings);
      return value === undefined ? undefined : { value, file: setting!.file };
    },
    keys: (prefix) => [...settings.keys()].filter((key) => key.startsWith(canonical(prefix))),
  };
}

/** Whether the document counts only sometimes: for a profile, or on a cloud platform. */
const isConditional = (document: ReadonlyMap<string, string>) =>
  [...document.keys()].some((key) => /^spring\.(config\.activate\.|profiles(\.\d+|\[\d+])?$)/.test(key));

/** Spring takes `contextPath`, `context-path` and `context_path` for the same. */
const canonical = (key: string) => key.toLowerCase().replace(/[-_]/g, "");

function documentsOf({ path, text }: TextFile): Map<string, string>[] {
  if (!path.endsWith(".properties")) return yamlDocuments(text);
  const documents = text.split(/^[#!]---[ \t]*$/m).map((part) => parseProperties(part));
  return documents.map((entries) => new Map([...entries].map(([key, value]) => [canonical(key), value])));
}

/** None when one of them is malformed: Spring would not start with it either. */
function yamlDocuments(text: string): Map<string, string>[] {
  // Maven puts its own values between @ and @, where YAML allows no @ in front.
  const filtered = text.replace(/@([\w.-]+)@/g, "$1");
  try {
    const documents = parseAllDocuments(filtered, { logLevel: "silent", prettyErrors: false, merge: true });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return [];
    return documents.map((document) => {
      const flat = new Map<string, string>();
      flatten(document.toJS(), "", flat);
      return flat;
    });
  } catch (error) {
    // Aliases that multiply, or refer to nothing; nesting deeper than the stack.
    if (error instanceof ReferenceError || error instanceof RangeError) return [];
    throw error;
  }
}

function flatten(value: unknown, key: string, into: Map<string, string>): void {
  if (typeof value === "object" && value !== null) {
    for (const [name, below] of Object.entries(value)) flatten(below, key === "" ? name : `${key}.${name}`, into);
  } else if (value !== null && value !== undefined) into.set(canonical(key), String(value));
}

/** Placeholders inside placeholders, and values that refer to others: this often at most. */
const mostPlaceholders = 20;

/** `${PORT:8080}` is 8080 and `${shop.port}` what is set there; undefined when nothing says what it is. */
function resolve(value: string, settings: ReadonlyMap<string, Setting>): string | undefined {
  let text = value;
  for (let round = 0; round < mostPlaceholders; round++) {
    // The innermost one, whose text has no further one in it.
    const found = text.match(/\$\{([^${}:]{1,200})(?::([^${}]{0,1024}))?\}/);
    if (!found) return text.includes("${") ? undefined : text.trim();
    const known = settings.get(canonical(found[1]!))?.value ?? found[2];
    if (known === undefined || known.length > 4096) return undefined;
    text = text.slice(0, found.index) + known + text.slice(found.index! + found[0].length);
  }
  return undefined;
}
