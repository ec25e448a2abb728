import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { WizardError } from "../engine/errors.ts";
import { visibleLine } from "../layout/visible.ts";
import type { Artifact } from "./artifact.ts";
import { packNodeFolder } from "./node-folder.ts";
import { isInside } from "./project-file.ts";

/** One file of a bundle. */
export interface BundleEntry {
  /** From the bundle's root, with forward slashes. */
  path: string;
  /** Where its bytes are. */
  source: string;
  executable: boolean;
}

/** What CodeDeploy is given: appspec.yml at the root, its scripts, and the artifact. */
export interface Bundle {
  /** The zip. */
  file: string;
  bytes: number;
  /** Of the zip, hexadecimal: the same files give the same one. */
  sha256: string;
}

/** The project's own part of a bundle: appspec.yml and everything in deploy/. */
export async function deliveryFiles(folder: string): Promise<BundleEntry[]> {
  const entries: BundleEntry[] = [];
  const add = async (path: string) => {
    const source = join(folder, path);
    const stats = await stat(source);
    // A pipe or a device may be read without end.
    if (!stats.isFile()) throw notBundled(path, "is no file", "Put the file there.");
    // Windows has no such bit: there a script is what begins like one.
    const script = process.platform === "win32" && (await readFile(source, "utf8")).startsWith("#!");
    entries.push({ path, source, executable: script || (stats.mode & 0o100) !== 0 });
  };
  try {
    await add("appspec.yml");
    const found = await readdir(join(folder, "deploy"), { withFileTypes: true, recursive: true });
    // A link is followed to what it leads to, as the workflow does, but not to files that are none of the project's. The
    // folder itself may be a link: then its files are, too.
    const roots = [await realpath(folder), await realpath(join(folder, "deploy"))];
    const scripts = found.filter((entry) => entry.isFile() || entry.isSymbolicLink());
    const inside = scripts.map((entry) => ({ entry, way: relative(folder, join(entry.parentPath, entry.name)) }));
    const named = inside.map(({ entry, way }) => ({ entry, path: way.split(sep).join("/") }));
    for (const { entry, path } of named.sort((one, other) => (one.path < other.path ? -1 : 1))) {
      const target = await realpath(join(folder, path));
      if (entry.isSymbolicLink() && !roots.some((root) => isInside(root, target))) {
        throw notBundled(path, "is a symbolic link out of the project", "Put the file itself there.");
      }
      if ((await stat(target)).isFile()) await add(path);
    }
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw cause;
    if (path && ![join(folder, "appspec.yml"), join(folder, "deploy")].includes(path)) {
      throw new WizardError("usage", `${visibleLine(path)} is a link that leads nowhere.`, {
        hint: "Remove it or mend it.",
        cause,
      });
    }
    throw new WizardError("usage", `${folder} has no appspec.yml with its scripts in deploy/.`, {
      hint: "`deploy-wizard codedeploy` writes them.",
      cause,
    });
  }
  return entries;
}

const notBundled = (path: string, why: string, hint: string) =>
  new WizardError("usage", `${visibleLine(path)} belongs into the bundle and ${why}.`, { hint });

/** What the artifact is in the bundle; a Node.js app is packed into `workFolder` first. Says what was left out. */
export async function artifactEntry(
  artifact: Artifact,
  workFolder: string,
): Promise<{ entry: BundleEntry; leftOut: string[] }> {
  const entry = { path: artifact.name, source: artifact.path, executable: false };
  if (artifact.name !== "app.tar.gz") return { entry, leftOut: [] };
  const source = join(workFolder, artifact.name);
  const leftOut = await packNodeFolder(artifact.path, source);
  return { entry: { ...entry, source }, leftOut };
}

/** Zips the entries into `file`: the same entries give the same bytes, whenever and wherever. */
export async function writeBundle(entries: readonly BundleEntry[], file: string): Promise<Bundle> {
  const zip = new ZipFile();
  // Any day will do, as long as it is always the same. A zip knows none before 1980, and its times have no zone.
  const mtime = new Date(1980, 1, 1);
  for (const { path, source, executable } of entries) {
    zip.addFile(source, path, {
      mtime,
      mode: executable ? 0o100755 : 0o100644,
      // Jars and archives are compressed already.
      compress: !/\.(jar|gz)$/.test(path),
      forceDosTimestamp: true,
    });
  }
  // A file that cannot be read; without a listener that would end the process.
  zip.on("error", (error: Error) => (zip.outputStream as Readable).destroy(error));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return { file, bytes: (await stat(file)).size, sha256: hash.digest("hex") };
}
