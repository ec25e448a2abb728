import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { Proposals } from "./detected.ts";

/** What people choose freely, whatever the repository is called. */
const free = new Set(["app", "github.branch"]);

/** Where the config file says something else than the repository does now: the file wins, and nobody should wonder why. */
export function differencesFrom(file: unknown, proposals: Proposals): Saying[] {
  return Object.entries(proposals).flatMap(([path, { value, from }]) => {
    const kept = path
      .split(".")
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], file);
    if (free.has(path) || kept === undefined || kept === null || kept === value) return [];
    return [say("fileDiffers", path, String(kept), String(value), from)];
  });
}
