import { parseAllDocuments } from "yaml";
import type { ProjectTree, TextFile } from "./project-tree.ts";
import { parseProperties } from "./properties-file.ts";

/** A value of application.yml or application.properties, and the file that it is in. */
export interface Setting {
  value: string;
  file: string;
}

/** What a Spring Boot app is configured with. */
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
const endings = ["yaml", "yml", "properties"];

/**
 * Reads the settings of the module in `module` ("" for the project itself) as they are when `profile` is active; it is
 * named after the environment on the server, and undefined where none is. What is for the profile wins over what is for
 * all; documents for other profiles or a cloud platform do not count.
 * @see https://docs.spring.io/spring-boot/reference/features/external-config.html
 */
export async function readSpringSettings(
  tree: ProjectTree,
  module: string,
  profile: string | undefined,
): Promise<SpringSettings> {
  const settings = new Map<string, Setting>();
  const names = profile === undefined ? ["application"] : ["application", `application-${profile}`];
  const paths = names.flatMap((name) =>
    places.flatMap((place) => endings.map((ending) => `${place}${name}.${ending}`)),
  );
  for (const path of paths) {
    const file = module === "" ? path : `${module}/${path}`;
    const text = await tree.text(file, mostBytes);
    if (text === undefined) continue;
    for (const document of documentsOf({ path: file, text })) {
      if (!counts(document, profile)) continue;
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

/** Whether the document counts when `profile` is active: one that is for something else only sometimes does. */
function counts(document: ReadonlyMap<string, string>, profile: string | undefined): boolean {
  const conditions = [...document].filter(([key]) =>
    /^spring\.(config\.activate\.|profiles(\.\d+|\[\d+])?$)/.test(key),
  );
  const forProfiles = conditions.filter(([key]) => /^spring\.(config\.activate\.onprofile|profiles)\b/.test(key));
  if (forProfiles.length < conditions.length) return false;
  // Several in a list are alternatives.
  return (
    forProfiles.length === 0 || forProfiles.some(([, value]) => value.split(",").some((each) => holds(each, profile)))
  );
}

/** `prod`, `!dev`, `prod | staging`; whatever is more than that is taken for something else. */
const holds = (expression: string, profile: string | undefined): boolean =>
  expression.split("|").some((each) => {
    const [, not, name] = /^\s*(!?)\s*([\w.-]+)\s*$/.exec(each) ?? [];
    return name !== undefined && (name === profile) !== (not === "!");
  });

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
