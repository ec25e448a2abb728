import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes beside `path` and renames over it; the file and its folder are on disk before it returns. A reader sees the
 * old text or the new, never half of one.
 */
export function writeDurably(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    // Made anew, so that neither an old file's mode nor a link that somebody put there counts.
    rmSync(beside, { force: true });
    const file = openSync(beside, "wx", mode);
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
