import { normalize } from "node:path/posix";
import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { NodePackage } from "./node.ts";
import type { ProjectTree, TextFile } from "./project-tree.ts";
import { withoutComments } from "./source-text.ts";

const folders = ["", "src/"];
const names = ["main", "server", "index", "app"];
const extensions = ["js", "ts", "mjs", "cjs", "mts"];
const usualFiles = folders.flatMap((folder) =>
  names.flatMap((name) => extensions.map((extension) => `${folder}${name}.${extension}`)),
);

/** The file that the app begins with, without comments: what `npm start` names, `main`, or a usual name. */
export async function readStartFile(tree: ProjectTree, pack: NodePackage): Promise<TextFile | undefined> {
  const named = pack.start?.match(/(?:^|[\s/])(?:node|tsx|ts-node|nodemon|bun)\s+(?:-\S+\s+)*([\w./-]+)/)?.[1];
  const candidates = [named, pack.main].flatMap((path) => (path ? sourcesOf(normalize(path)) : []));
  const found = await tree.first([...candidates, ...usualFiles]);
  return found && { path: found.path, text: withoutComments(found.text) };
}

/** The file itself, and what it was probably compiled from: `dist/server.js` comes from `src/server.ts`. */
function sourcesOf(path: string): string[] {
  const stem = path.replace(/\.[cm]?[jt]s$/, "");
  const written = stem.replace(/^(dist|build|out|lib)\//, "");
  const stems = written === stem ? [stem] : [`src/${written.replace(/^src\//, "")}`, written, stem];
  return stems.flatMap((each) => extensions.map((extension) => `${each}.${extension}`));
}

const variable = String.raw`process\.env(?:\.PORT\b|\[\s*["']PORT["']\s*\])`;
const fallbacks = [
  new RegExp(String.raw`${variable}\s*(?:\)\s*)?(?:\|\||\?\?)\s*["'${"`"}]?(\d{1,5})\b`),
  /\bPORT\s*=\s*["']?(\d{1,5})\b["']?[^;\n]{0,200}\}\s*=\s*process\.env\b/,
];

/**
 * The port that the app listens on: a fixed one if it takes no other, else PORT in .env, else what the start file falls
 * back to.
 */
export async function nodePort(
  tree: ProjectTree,
  { start }: NodePackage,
  file: TextFile | undefined,
): Promise<{ value: number; from: Saying } | undefined> {
  const scripted = start?.match(/(?:^|\s)(?:PORT=|-p[= ]?|--port[= ])(\d{1,5})(?!\S)/)?.[1];
  if (scripted) return { value: Number(scripted), from: say("seenIn", "scripts.start", "package.json") };
  const fallback = fallbacks.map((pattern) => file?.text.match(pattern)?.[1]).find(Boolean);
  const fixed = file && !/\bPORT\b/.test(file.text) ? file.text.match(listening)?.[1] : undefined;
  if (fixed) return { value: Number(fixed), from: say("seenIn", "listen", file!.path) };
  const environment = (await tree.text(".env"))?.match(/^(?:export[ \t]+)?PORT[ \t]*=[ \t]*["']?(\d{1,5})\b/m)?.[1];
  if (environment) return { value: Number(environment), from: say("seenIn", "PORT", ".env") };
  return fallback ? { value: Number(fallback), from: say("seenIn", "process.env.PORT", file!.path) } : undefined;
}

/** `app.listen(3000)`, Fastify's `listen({ port: 3000 })`, or a constant called port. */
const listening = /(?:\blisten\s*\(\s*(?:\{[^}]{0,200}?\bport\s*:\s*)?|\bport\s*=\s*)(\d{1,5})\b/;
