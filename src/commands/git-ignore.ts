import { isAbsolute, relative, resolve } from "node:path";
import { appendToProjectFile, readProjectFile } from "../delivery/project-file.ts";

const file = ".gitignore";

/** Adds the state's folder to the project's .gitignore, unless it lies elsewhere or is there already. */
export async function ignoreState(project: string, stateFolder: string): Promise<void> {
  const path = relative(project, resolve(stateFolder));
  if (path === "" || path.startsWith("..") || isAbsolute(path)) return;
  const line = `/${path.split("\\").join("/")}/`;
  const text = (await readProjectFile(project, file)) ?? "";
  const same = new Set([line, line.slice(1), line.slice(0, -1), line.slice(1, -1)]);
  if (text.split("\n").some((one) => same.has(one.trim()))) return;
  await appendToProjectFile(project, file, `${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`);
}
