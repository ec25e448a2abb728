import { chmodSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { WizardError } from "../engine/errors.ts";
import { writeDurably } from "./durable-file.ts";
import { lockFile } from "./file-lock.ts";
import { NoPlainFile, readPlainFile } from "./plain-file.ts";
import { removeStaleFiles } from "./stale-files.ts";
import type { StateStore } from "./store.ts";

/** In MiB; a state has some hundred KiB. */
const most = 16;

/** `forceUnlock` is the id of a lock that is not to be in the way any more. States as files: `<folder>/<environment>.json`, mode 0600 in a folder of mode 0700. */
export function createFileStore(folder: string, environment: string, forceUnlock?: string): StateStore {
  // With a slash at its end, a link would be looked through instead of at.
  const real = resolve(folder);
  const where = join(folder, `${environment}.json`);
  const backup = `${where}.bak`;

  const refuseLink = (path: string) => {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new WizardError("state", `${path} is a symbolic link; the state is neither read nor written through one.`, {
        hint: "Put the real file or folder there, or name another place with --state.",
      });
    }
  };
  const guard = <T>(what: string, act: () => T): T => {
    try {
      for (const path of [real, where, backup]) refuseLink(path);
      return act();
    } catch (error) {
      if (error instanceof WizardError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      const reason = error instanceof NoPlainFile ? `${where} ${message}` : message;
      throw new WizardError("state", `Could not ${what} the state in ${folder}: ${reason}.`, {
        hint: "Mend that (space, permissions), then run the same command again.",
        cause: error,
      });
    }
  };
  const makeFolder = () => mkdirSync(folder, { recursive: true, mode: 0o700 });
  /** Somebody's copy or a restored backup may be open to all. The folder may be anybody's choice, and is left as it is. */
  const keepPrivate = () => {
    if (process.platform !== "win32" && (lstatSync(where).mode & 0o077) !== 0) chmodSync(where, 0o600);
  };
  /** A second name for the text as it is: it takes no space, so that a full disk cannot cut it short. */
  const keepCopy = () => {
    rmSync(backup, { force: true });
    linkSync(where, backup);
  };
  const exists = () => lstatSync(where, { throwIfNoEntry: false }) !== undefined;

  return {
    where,
    backup,
    async read() {
      return guard("read", () => {
        if (!exists()) return undefined;
        keepPrivate();
        return readPlainFile(where, most).toString("utf8");
      });
    },
    async write(text) {
      guard("write", () => {
        makeFolder();
        if (exists()) keepCopy();
        writeDurably(where, text);
      });
    },
    async remove() {
      guard("remove", () => {
        rmSync(where, { force: true });
        rmSync(backup, { force: true });
      });
    },
    async setAside() {
      return guard("set aside", () => {
        const taken = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
        let aside = `${where}.broken`;
        for (let count = 2; taken(aside); count += 1) aside = `${where}.broken-${count}`;
        renameSync(where, aside);
        return aside;
      });
    },
    async lock() {
      const lock = guard("lock", () => {
        makeFolder();
        return lockFile(join(folder, `${environment}.lock`), forceUnlock);
      });
      try {
        guard("lock", () => removeStaleFiles(folder, environment));
      } catch (error) {
        await lock.release();
        throw error;
      }
      return lock;
    },
  };
}
