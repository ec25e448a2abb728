import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  const release = hold(path, path);
  return { release: async () => release() };
}

/** Holds `path` and gives back how to let it go; `named` is the lock that a refusal speaks of. */
function hold(path: string, named: string): () => void {
  const mine: Holder = { id: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString() };
  const beside = `${path}.${mine.id}`;
  writeFileSync(beside, JSON.stringify(mine), { mode: 0o600 });
  try {
    if (!take(beside, path)) {
      clearAway(path, named);
      if (!take(beside, path)) throw locked(named, holderOf(read(path)));
    }
  } finally {
    rmSync(beside, { force: true });
  }
  return () => {
    if (holderOf(read(path))?.id === mine.id) rmSync(path, { force: true });
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
 * Removes a lock whose holder is gone. Of several runs that see the same dead holder, none may remove what another has
 * taken since: so removing has a lock of its own, and who holds it looks again.
 */
function clearAway(path: string, named: string): void {
  if (!isLeftBehind(path, named)) return;
  const release = hold(`${path}.removal`, named);
  try {
    if (isLeftBehind(path, named)) rmSync(path);
  } finally {
    release();
  }
}

/** Whether a lock is there that nobody holds any more; throws `locked` when somebody does. */
function isLeftBehind(path: string, named: string): boolean {
  const text = read(path);
  const other = holderOf(text);
  if (other && isAlive(other)) throw locked(named, other);
  return text !== undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** An unreadable lock names nobody who could still be at work. */
function holderOf(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : holder.parse(JSON.parse(text));
  } catch {
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
