import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { ProjectTree, TextFile } from "./project-tree.ts";
import { withoutComments } from "./source-text.ts";

/** What is read at most, besides the start file. */
const limits = { pattern: /\.[cm]?[jt]sx?$/, files: 300, levels: 6 };
const folders = ["src", "routes", "app", "pages", "api", "server", "controllers", "lib"];

const healthName = "(?:health|healthz|health-?check|ping)";
/** Express, Fastify, Koa and their like: `app.get("/health"`, or `url: "/health"`. */
const route = new RegExp(
  String.raw`(?:\.(?:get|all|use|head)\s*\(\s*|\burl\s*:\s*)["'${"`"}](\/(?:api\/)?${healthName})["'${"`"}]`,
);
/** NestJS: the controller has the name, or its method. */
const nestController = new RegExp(
  String.raw`@Controller\(\s*["']\/?((?:api\/)?${healthName})["']\s*\)[\s\S]{0,4000}?@Get\(\s*\)`,
);
const nestMethod = new RegExp(String.raw`@Controller\(\s*\)[\s\S]{0,4000}?@Get\(\s*["']\/?(${healthName})["']\s*\)`);
/** Next.js: the file's own place is the path. */
const nextFile = new RegExp(
  String.raw`^(?:src\/)?(?:app\/(api\/${healthName})\/route|pages\/(api\/${healthName})(?:\/index)?)\.[jt]sx?$`,
);

/** The path of a route that is there to be asked whether the app is well, else the app's first page. */
export async function nodeHealth(
  tree: ProjectTree,
  start: TextFile | undefined,
): Promise<{ path: string; from: Saying }> {
  const own = start?.text.match(route)?.[1];
  if (own) return { path: own, from: say("seenIn", own, start!.path) };
  const prefix = start?.text.match(/\bsetGlobalPrefix\s*\(\s*["'`]\/?([\w/-]{1,60})["'`]/)?.[1];
  // A router that is mounted under a path answers below it, and which one that is takes running the app.
  const mounted = /\.(?:use|route|register)\s*\(\s*["'`]\/\w/.test(start?.text ?? "");
  for (const folder of folders) {
    for (const path of await tree.list(folder, limits)) {
      const next = path.match(nextFile);
      if (next) return found(`/${next[1] ?? next[2]}`);
      const source = withoutComments((await tree.text(path)) ?? "");
      const nest = source.match(nestController)?.[1] ?? source.match(nestMethod)?.[1];
      if (nest) return found(`/${prefix ? `${prefix}/` : ""}${nest}`);
      const answered = mounted ? undefined : source.match(route)?.[1];
      if (answered) return found(answered);
    }
  }
  return { path: "/", from: say("seenNoHealthEndpoint") };
}

const found = (path: string) => ({ path, from: say("seenInSources") });
