import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeadLock } from "./file-lock.ts";

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/**
 * Removes what runs that were killed have left beside an environment's state: texts that were not renamed into their
 * place yet, and locks that were not taken yet. For who holds the lock: then nobody else writes the state.
 */
export function removeStaleFiles(folder: string, environment: string): void {
  // An environment's name has no character that means something here.
  const text = new RegExp(`^${environment}\\.json\\.\\d+\\.tmp$`);
  const lock = new RegExp(`^${environment}\\.lock(?:\\.removal)?\\.${uuid}$`);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isFile()) continue;
    if (text.test(entry.name) || (lock.test(entry.name) && isDeadLock(path))) rmSync(path, { force: true });
  }
}
