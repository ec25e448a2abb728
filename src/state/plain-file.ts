import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Thrown for what could be opened and is not to be read; the message completes "<path> ...". */
export class NoPlainFile extends Error {}

const mebibyte = 1024 ** 2;

/**
 * All bytes of the file at `path`. A pipe would be waited for without end, a device may have no end, and what somebody
 * put there may be larger than the memory: these throw `NoPlainFile`, the system's refusals are thrown as they are.
 */
export function readPlainFile(path: string, mostMebibytes: number): Buffer {
  // Opening a pipe that nobody writes to would wait, too; Windows has neither such pipes nor the flag.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() && !stats.isDirectory()) throw new NoPlainFile("is a pipe or a device, not a file");
    const most = mostMebibytes * mebibyte;
    // One byte more than is allowed, because the size that the system tells may be wrong: it is 0 below /proc.
    const bytes = Buffer.allocUnsafe(Math.min(Math.max(stats.size, 64 * 1024), most) + 1);
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const read = readSync(file, bytes, 0, bytes.length, null);
      if (read === 0) return Buffer.concat(chunks);
      length += read;
      if (length > most) throw new NoPlainFile(`has more than ${mostMebibytes} MiB`);
      chunks.push(Buffer.from(bytes.subarray(0, read)));
    }
  } finally {
    closeSync(file);
  }
}
