import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../state/durable-file.ts";
import { NoPlainFile, readPlainFile } from "../state/plain-file.ts";

const file = z.strictObject({
  region: z.string(),
  /** By the item's name. */
  prices: z.record(z.string(), z.strictObject({ usd: z.number().positive(), at: z.iso.datetime() })),
});

export interface CachedPrice {
  usd: number;
  /** When AWS said it, ISO 8601. */
  at: string;
}

const keptMilliseconds = 24 * 60 * 60 * 1000;

const fileOf = (folder: string, region: string) => join(folder, `prices-${region}.json`);

/** Prices that AWS said within the last day. A file that is damaged, or cannot be read, is as good as none. */
export function readCache(folder: string, region: string, now: Date): Map<string, CachedPrice> {
  const parsed = file.safeParse(contentOf(fileOf(folder, region)));
  if (!parsed.success || parsed.data.region !== region) return new Map();
  // What is dated later than now was written by another clock.
  const isFresh = ({ at }: CachedPrice) => {
    const age = now.getTime() - Date.parse(at);
    return age >= 0 && age < keptMilliseconds;
  };
  return new Map(Object.entries(parsed.data.prices).filter(([, price]) => isFresh(price)));
}

/** Keeps `prices` for the next run; where nothing can be written, the next run asks again. */
export function writeCache(folder: string, region: string, prices: ReadonlyMap<string, CachedPrice>): void {
  const text = `${JSON.stringify({ region, prices: Object.fromEntries(prices) }, null, 2)}\n`;
  try {
    writeDurably(fileOf(folder, region), text);
  } catch (error) {
    if (!isOfTheFileSystem(error)) throw error;
  }
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readPlainFile(path, 16).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || isOfTheFileSystem(error)) return undefined;
    throw error;
  }
}

/** Not there, no file, not ours to read or write, no folder, no space left. */
const isOfTheFileSystem = (error: unknown) =>
  error instanceof NoPlainFile || (error instanceof Error && "syscall" in error);
