import { appendFile, chmod, lstat, mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { WizardError } from "../engine/errors.ts";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";
import type { RepositoryFile } from "./repository-files.ts";

/** The text of `path` in the project, or undefined when there is no such file. Line ends are LF, whatever Git made of them. */
export async function readProjectFile(folder: string, path: string): Promise<string | undefined> {
  const place = await locate(folder, path);
  const bytes = await unlessMissing(readWhole(place, path));
  return bytes?.toString("utf8").replaceAll("\r\n", "\n");
}

async function readWhole(place: string, path: string): Promise<Buffer> {
  try {
    return readPlainFile(place, 1);
  } catch (error) {
    if (!(error instanceof NoPlainFile)) throw error;
    throw new WizardError("refused", `${path} was not read: it ${error.message}.`, {
      hint: "Put a file there or remove it, then run `deploy-wizard resume`.",
    });
  }
}

/** Writes the file with its folders. Throws `refused` when a symbolic link leads it out of the project. */
export async function writeProjectFile(folder: string, { path, content, mode }: RepositoryFile): Promise<void> {
  const place = await locate(folder, path);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
  // Again, because the mode given to a write counts for new files alone, and the umask takes from it.
  await chmod(place, mode);
}

/** Puts `text` at the end of the file, which is made if need be. Throws `refused` like `writeProjectFile`. */
export async function appendToProjectFile(folder: string, path: string, text: string): Promise<void> {
  await appendFile(await locate(folder, path), text);
}

/** Where `path` really is, symbolic links resolved one by one. */
async function locate(folder: string, path: string): Promise<string> {
  const root = await realpath(folder);
  let place = root;
  for (const part of path.split("/")) {
    place = join(place, part);
    const stats = await unlessMissing(lstat(place));
    if (!stats?.isSymbolicLink()) continue;
    const target = await unlessMissing(realpath(place));
    if (target === undefined || !isInside(root, target)) {
      throw new WizardError("refused", `${path} was not touched: ${place} is a symbolic link out of the project.`, {
        hint: "Replace the link with a file or folder of the project, then run `deploy-wizard resume`.",
      });
    }
    place = target;
  }
  return place;
}

/** Whether `place` is `root` or below it; both are real paths. */
export function isInside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
