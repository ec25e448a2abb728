import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import { readProjectFile } from "../../delivery/project-file.ts";
import { WizardError } from "../../engine/errors.ts";

/** In bytes; nobody writes longer build files by hand. */
const usualLimit = 256 * 1024;

/** Folders that hold what was built or downloaded, not what was written. */
const notWritten = ["node_modules", "build", "target", "dist", "out", "coverage"];

/** A folder of somebody else's files, read with care: what cannot be read as text is not there. */
export interface ProjectTree {
  /**
   * The text of the file, or undefined when it is none: missing, not readable, larger than `limit` bytes (256 KiB),
   * binary, no plain file, or outside the folder.
   */
  text(path: string, limit?: number): Promise<string | undefined>;
  /** The first of these that is a text, with its path. */
  first(paths: readonly string[]): Promise<TextFile | undefined>;
  /** Paths of files below `under`, level by level, without what is hidden, linked or not written by hand. */
  list(under: string, limits: { pattern: RegExp; files: number; levels: number }): Promise<string[]>;
}

export interface TextFile {
  path: string;
  text: string;
}

export function projectTree(folder: string): ProjectTree {
  const tree: ProjectTree = {
    async text(path, limit = usualLimit) {
      if (isAbsolute(path) || normalize(path).startsWith("..")) return undefined;
      return orNothing(async () => {
        const stats = await stat(join(folder, path));
        // A pipe would be waited for without end.
        if (!stats.isFile() || stats.size > limit) return undefined;
        const text = await readProjectFile(folder, path);
        return text === undefined || text.includes("\0") ? undefined : text.replace(/^\uFEFF/, "");
      });
    },

    async first(paths) {
      for (const path of paths) {
        const text = await tree.text(path);
        if (text !== undefined) return { path, text };
      }
      return undefined;
    },

    async list(under, { pattern, files, levels }) {
      const found: string[] = [];
      let level = [under];
      for (let depth = 0; depth < levels && level.length > 0; depth++) {
        const below: string[] = [];
        for (const path of level) {
          const entries = (await orNothing(() => readdir(join(folder, path), { withFileTypes: true }))) ?? [];
          for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
            if (entry.name.startsWith(".") || notWritten.includes(entry.name)) continue;
            const child = path === "" ? entry.name : `${path}/${entry.name}`;
            // Neither is true of a symbolic link, so no loop is walked.
            if (entry.isDirectory()) below.push(child);
            else if (entry.isFile() && pattern.test(entry.name)) found.push(child);
            if (found.length >= files) return found;
          }
        }
        level = below.slice(0, files);
      }
      return found;
    },
  };
  return tree;
}

/** What the system says of a file that is not there, not a file, not ours to read, or behind a loop of links. */
const unreadable = ["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "EINVAL", "EIO"];

async function orNothing<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const linkedElsewhere = error instanceof WizardError && error.code === "refused";
    if (linkedElsewhere || unreadable.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
