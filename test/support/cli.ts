/** Runs the built command line as a process of its own. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** The built command line; `built()` makes sure that it is of these sources. */
export const program = join(repository, "bin/deploy-wizard.js");
const bundle = join(repository, "dist/start.js");
const lock = join(repository, "node_modules/.deploy-wizard-dist.lock");

/** A line of `--json`; every further field is of the event's own type. */
export type CliEvent = { type: string } & Record<string, unknown>;

export interface CliRun {
  /** The exit code, or null when it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** The lines of stdout that are JSON, in order. */
  events: CliEvent[];
}

export interface CliOptions {
  cwd: string;
  env: Record<string, string>;
  /** Typed into standard input, which is no terminal. */
  input?: string;
  /**
   * A signal (SIGKILL) so many milliseconds after the start, or after so many resources were told of; `again` sends it a
   * second time, so many milliseconds later.
   */
  killAfter?: { milliseconds: number; resources?: number; signal?: NodeJS.Signals; again?: number };
  /** Called with each JSON line as it comes. */
  onEvent?(event: CliEvent): void;
}

/** Runs `deploy-wizard ...args` to its end. Nothing of the surroundings leads it to a real account. */
export async function runCli(args: string[], { cwd, env, input, killAfter, onEvent }: CliOptions): Promise<CliRun> {
  await built();
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...surroundings(), ...env } });
  const { milliseconds = 0, signal = "SIGKILL", again } = killAfter ?? {};
  const kill = () => {
    setTimeout(() => child.kill(signal), milliseconds);
    if (again !== undefined) setTimeout(() => child.kill(signal), milliseconds + again);
  };
  const events: CliEvent[] = [];
  let [stdout, stderr, unfinished, resources] = ["", "", "", 0];
  if (killAfter && !killAfter.resources) kill();
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  child.stdout.on("data", (text) => {
    stdout += text;
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines.filter((line) => line.startsWith("{"))) {
      const event = JSON.parse(line) as CliEvent;
      events.push(event);
      if (event.type === "resource") resources += 1;
      if (event.type === "resource" && resources === killAfter?.resources) kill();
      onEvent?.(event);
    }
  });
  child.stdin.end(input ?? "");
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  return { code, stdout, stderr, events };
}

/** The machine's environment without anything that says which account, Region or repository this is. */
export function surroundings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|GITHUB_|DEPLOY_WIZARD_|CI$|NO_COLOR$)/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

/** A home folder that knows neither Region nor credentials. */
export const withoutAccount = (folder: string): Record<string, string> => ({
  HOME: folder,
  AWS_CONFIG_FILE: join(folder, "no-config"),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-credentials"),
  AWS_EC2_METADATA_DISABLED: "true",
});

let build: Promise<void> | undefined;

/** Builds dist when the sources are newer; test workers that come meanwhile wait. */
export function built(): Promise<void> {
  build ??= buildOnce();
  return build;
}

async function buildOnce(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (existsSync(lock) || isStale()) {
    if (takeLock(deadline)) {
      try {
        if (isStale()) execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: repository, stdio: "inherit" });
        return;
      } finally {
        rmdirSync(lock);
      }
    }
    await sleep(100);
  }
}

function isStale(): boolean {
  if (!existsSync(bundle)) return true;
  const sources = ["src", "templates"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      join(repository, folder, file),
    ),
  );
  const age = statSync(bundle).mtimeMs;
  return sources.some((file) => existsSync(file) && statSync(file).mtimeMs > age);
}

function takeLock(deadline: number): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    // Left behind by a run that was killed in the middle of a build.
    if (Date.now() > deadline && existsSync(lock)) rmdirSync(lock);
    return false;
  }
}
