import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { WizardError } from "../engine/errors.ts";
import { NoPlainFile, readPlainFile } from "./plain-file.ts";
import type { Lock } from "./store.ts";

const holder = z.object({
  id: z.string(),
  pid: z.int(),
  host: z.string(),
  since: z.string(),
  /** When that process was started, where the system tells: its number may be another one's by now. */
  started: z.string().optional(),
});
type Holder = z.infer<typeof holder>;

/**
 * Takes the lock at `path`, or throws `locked` saying who holds it. A lock whose process on this machine is gone is
 * taken over. The file appears whole (written beside, then linked), so nobody reads half of one.
 */
export function lockFile(path: string, forceUnlock?: string): Lock {
  if (forceUnlock !== undefined) breakLock(path, forceUnlock);
  const release = hold(path, path);
  return { release: async () => release() };
}

/** Holds `path` and gives back how to let it go; `named` is the lock that a refusal speaks of. */
function hold(path: string, named: string): () => void {
  const since = new Date().toISOString();
  const started = startOf(process.pid);
  const mine: Holder = { id: randomUUID(), pid: process.pid, host: hostname(), since, started };
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

/** Whether this is the lock of a process that was on this machine and is gone. */
export function isDeadLock(path: string): boolean {
  const other = holderOf(read(path));
  return other !== undefined && !isAlive(other);
}

function read(path: string): string | undefined {
  try {
    return readPlainFile(path, 1).toString("utf8");
  } catch (error) {
    if (error instanceof NoPlainFile) throw new Error(`${path} ${error.message}`, { cause: error });
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

function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, "EPERM")) return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/**
 * When a process of this machine was started: the boot that it belongs to, and the ticks since then. Undefined where
 * there is no /proc, and for a process that is gone.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The name, in parentheses, may hold anything; the start is the twentieth field after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ");
    return `${boot} ${fields[19]}`;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** Removes the lock with this id, of whatever machine; a process of this one that is alive is not pushed aside. */
function breakLock(path: string, id: string): void {
  const other = holderOf(read(path));
  if (!other) return;
  if (other.id !== id) {
    throw new WizardError("locked", `The lock ${path} has the id ${other.id}, not ${id} (${describe(other)}).`, {
      hint: "It was taken by another run since: look again whether that one is at work.",
    });
  }
  if (other.host === hostname() && isAlive(other)) throw locked(path, other);
  rmSync(path, { force: true });
}

const describe = ({ pid, host, since }: Holder) => `process ${pid} on ${host}, since ${since}`;

function locked(path: string, other: Holder | undefined): WizardError {
  const who = other ? describe(other) : "another run";
  const elsewhere = other && other.host !== hostname();
  return new WizardError("locked", `Another run holds the lock ${path} (${who}).`, {
    hint: elsewhere
      ? `Wait until it has ended. If that machine is gone for certain: the same command with --force-unlock ${other.id}.`
      : "Wait until it has ended.",
  });
}

const hasCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;
