import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { Proposals } from "../detected.ts";
import { driversAmong, proposeDatabase } from "./database.ts";
import { readDockerfile } from "./dockerfile.ts";
import { nodeHealth } from "./node-health.ts";
import { nodePort, readStartFile } from "./node-start.ts";
import type { ProjectTree, TextFile } from "./project-tree.ts";
import { propose } from "./propose.ts";
import { withoutComments } from "./source-text.ts";

/** package.json, as far as it is well-formed. */
export interface NodePackage {
  name: string | undefined;
  /** The command behind `npm start`. */
  start: string | undefined;
  main: string | undefined;
  dependencies: ReadonlySet<string>;
}

/** The package in the folder, or undefined when there is no package.json that can be read. */
export async function readPackage(tree: ProjectTree): Promise<NodePackage | undefined> {
  const found = parseObject((await tree.text("package.json")) ?? "");
  if (!found) return undefined;
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const start = text(asObject(found.scripts).start);
  // npm starts server.js when nothing else is said.
  const usual = start ?? ((await tree.text("server.js")) === undefined ? undefined : "node server.js");
  return {
    name: text(found.name),
    start: usual,
    main: text(found.main),
    dependencies: new Set(Object.keys(asObject(found.dependencies))),
  };
}

/** What a Node project says about port, health check and database. */
export async function detectNode(
  tree: ProjectTree,
  pack: NodePackage,
  dockerfile: TextFile | undefined,
): Promise<{ proposals: Proposals; notes: Saying[] }> {
  const start = await readStartFile(tree, pack);
  const port = (await nodePort(tree, pack, start)) ?? dockerPort(dockerfile);
  const health = await nodeHealth(tree, start);
  const database = proposeDatabase(driversAmong(pack.dependencies, "npm"), "package.json", await prismaProvider(tree));
  return {
    proposals: {
      port: port && propose("port", port.value, port.from),
      healthCheck: propose("healthCheck", health.path, health.from),
      "database.engine": database.proposal,
    },
    notes: database.notes,
  };
}

function dockerPort(dockerfile: TextFile | undefined) {
  const port = dockerfile && readDockerfile(dockerfile.text).port;
  return port && { value: port.value, from: say("seenIn", port.what, dockerfile.path) };
}

async function prismaProvider(tree: ProjectTree): Promise<{ url?: string; from?: Saying }> {
  const schema = await tree.first(["prisma/schema.prisma", "schema.prisma", "prisma/schema/schema.prisma"]);
  const source = schema && withoutComments(schema.text);
  const provider = source?.match(/\bdatasource\s+\w{1,60}\s*\{[^}]{0,400}?\bprovider\s*=\s*"(\w{1,20})"/)?.[1];
  return provider ? { url: provider, from: say("seenIn", "provider", schema!.path) } : {};
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value === asObject(value) ? asObject(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
