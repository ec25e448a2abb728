import type { ProjectTree } from "./project-tree.ts";
import { withoutComments } from "./source-text.ts";

/** What the Java and Kotlin sources give away about the health check. */
export interface SourceSigns {
  /** A Spring Security filter chain is configured here. */
  filterChain: boolean;
  /** `EndpointRequest` is used, which stands for the actuator's paths. */
  endpointRequest: boolean;
  /** Every request that no rule is for is permitted. */
  allPermitted: boolean;
  /** Patterns of paths that anybody may ask for. */
  permitted: ReadonlySet<string>;
  /** A path such as /health that a controller answers. */
  healthPath: string | undefined;
}

/** What is looked through at most. */
const limits = { pattern: /\.(java|kt)$/, files: 2000, levels: 30 };

const chain = /\b(SecurityFilterChain|SecurityWebFilterChain|WebSecurityConfigurerAdapter|WebSecurityCustomizer)\b/;
const allPermitted = /\bany(Request|Exchange)\s*(\(\s*\)\s*\.\s*permitAll\b|,\s*permitAll\b)/;
const healthMapping =
  /@(?:Get|Request)Mapping\s*\(\s*(?:(?:value|path)\s*=\s*)?(?:[{[]\s*)?"(\/?(?:api\/)?(?:health|healthz|health-?check|ping))"/;

/** What is between the parentheses: the arguments of a call, with calls among them. */
const permittingCalls = [
  /Matchers?\s*\(((?:[^()]|\([^()]*\))*)\)\s*\.\s*permitAll\b/g,
  /\bignoring\s*\(\s*\)\s*\.\s*\w+\s*\(((?:[^()]|\([^()]*\))*)\)/g,
  /\bauthorize\s*\(([^()]*),\s*permitAll\s*\)/g,
];

/** Looks through src/main of the modules ("" for the project itself). */
export async function readSources(tree: ProjectTree, modules: readonly string[]): Promise<SourceSigns> {
  const signs = { filterChain: false, endpointRequest: false, allPermitted: false };
  const permitted = new Set<string>();
  const constants: string[] = [];
  let namesConstants = false;
  let healthPath: string | undefined;
  const folders = modules.map((module) => `${module === "" ? "" : `${module}/`}src/main`);
  for (const path of (await Promise.all(folders.map((folder) => tree.list(folder, limits)))).flat()) {
    const source = withoutComments((await tree.text(path)) ?? "");
    // A mapping of the whole class would come before it.
    if (!/@RequestMapping[^;]{0,300}\bclass\b/.test(source)) healthPath ??= source.match(healthMapping)?.[1];
    // A list of paths may have its own class.
    if (/\bpermit|security|white_?list|allow_?list|public_/i.test(source)) constants.push(...pathsIn(source));
    signs.filterChain ||= chain.test(source);
    signs.endpointRequest ||= source.includes("EndpointRequest");
    signs.allPermitted ||= allPermitted.test(source);
    for (const [, given] of permittingCalls.flatMap((call) => [...source.matchAll(call)])) {
      for (const pattern of pathsIn(given!)) permitted.add(pattern);
      namesConstants ||= /[A-Za-z]/.test(given!.replace(/"[^"]*"|\bHttpMethod\.\w+|\bnew\b|\b\w+\s*\(/g, ""));
    }
  }
  for (const pattern of namesConstants ? constants : []) permitted.add(pattern);
  return { ...signs, permitted, healthPath };
}

/** Strings that look like paths. */
const pathsIn = (source: string) => [...source.matchAll(/"(\/[^"\s\\]{0,200})"/g)].map(([, path]) => path!);
