import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { WizardError } from "../engine/errors.ts";
import type { Lock } from "./store.ts";

const holder = z.object({ id: z.string(), pid: z.int(), host: z.string(), since: z.string() });
type Holder = z.infer<typeof holder>;

/**
 * Takes the lock at `path`, or throws `locked` saying who holds it. A lock whose process on this machine is gone is
 * taken over. The file appears whole (written beside, then linked), so nobody reads half of one.
 */
export function lockFile(path: string): Lock {
  const mine: Holder = { id: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const beside = `${path}.${mine.id}`;
  writeFileSync(beside, JSON.stringify(mine), { mode: 0o600 });
  try {
    if (!take(beside, path)) {
      const other = readHolder(path);
      if (other && isAlive(other)) throw locked(path, other);
      clearAway(path, other);
      if (!take(beside, path)) throw locked(path, readHolder(path));
    }
  } finally {
    rmSync(beside, { force: true });
  }
  return {
    async release() {
      if (readHolder(path)?.id === mine.id) rmSync(path, { force: true });
    },
  };
}

/** A hard link fails when the name is taken, and never shows an unfinished file. */
function take(beside: string, path: string): boolean {
  try {
    linkSync(beside, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/**
 * Removes the lock of `dead`. Another run may have taken it over since it was read, so it is moved aside first: what
 * turns out to be somebody else's is put back.
 */
function clearAway(path: string, dead: Holder | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (readHolder(aside)?.id !== dead?.id) take(aside, path);
  rmSync(aside, { force: true });
}

/** Who holds it; undefined when the file is gone or says nothing readable. */
function readHolder(path: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    // An unreadable lock names nobody who could still be at work.
    return undefined;
  }
}

function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function locked(path: string, other: Holder | undefined): WizardError {
  const who = other ? `process ${other.pid} on ${other.host}, since ${other.since}` : "another run";
  return new WizardError("locked", `Another run holds the lock ${path} (${who}).`, {
    hint: "Wait until it has ended. If that machine is gone, remove the lock file.",
  });
}

const hasCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;
