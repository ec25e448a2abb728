import { readFile, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";

/** Adds the state's folder to the project's .gitignore, unless it lies elsewhere or is there already. */
export async function ignoreState(project: string, stateFolder: string): Promise<void> {
  const path = relative(project, resolve(stateFolder));
  if (path === "" || path.startsWith("..") || isAbsolute(path)) return;
  const line = `/${path.split("\\").join("/")}/`;
  const file = join(project, ".gitignore");
  const text = await readOrEmpty(file);
  const same = new Set([line, line.slice(1), line.slice(0, -1), line.slice(1, -1)]);
  if (text.split(/\r?\n/).some((one) => same.has(one.trim()))) return;
  await writeFile(file, `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
