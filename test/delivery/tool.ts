import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";

/** `test` for what needs a program that a person may not have: skipped without it, and said; in CI it has to be there. */
export function testWith(program: string) {
  const there = spawnSync(program, ["--version"]).error === undefined;
  if (there || process.env.CI) return test;
  console.warn(`SKIPPED: tests that need ${program}, which is not installed`);
  return test.skip;
}

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, for at most 30 s. */
export function run(
  program: string,
  args: string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", timeout: 30_000, ...options });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** A folder whose programs stand in for the machine's own; each is the body of a bash script. */
export function programs(bodies: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "bin-"));
  for (const [name, body] of Object.entries(bodies)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/**
 * A script in which every path of the server's own (`/etc`, `/opt`, `/run`, `/root`, `/var/lib`) lies below `root`, so
 * that running it touches nothing of this machine. A path that goes on from another one, as in a URL, is none of those.
 */
export function below(root: string, script: string): string {
  return script.replaceAll(/(?<![\w./}])\/(?=(?:etc|opt|root|run|var\/lib)\/)/g, `${root}/`);
}
