/**
 * Where moto_server and the aws CLI come from: the PATH, or a virtual environment that is made from the pinned
 * requirements when the PATH has none.
 */
import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const requirements = join(repository, "test/moto/requirements.txt");
const venv = join(repository, ".cache/moto-venv");
const marker = join(venv, "installed-requirements.txt");
const lock = `${venv}.lock`;
const installMinutes = 10;

/** The add-on's directory, for PYTHONPATH. */
export const addonDirectory = join(repository, "test/moto/addon");

/** The program's full path, or undefined where neither the PATH nor the virtual environment has it. */
export function program(name: "moto_server" | "aws"): string | undefined {
  const places = (process.env.PATH ?? "").split(delimiter).filter((place) => place !== "");
  return [...places, ...(isInstalled() ? [join(venv, "bin")] : [])]
    .map((place) => join(place, name))
    .find((file) => isExecutable(file));
}

/** Makes the virtual environment, once: other test workers wait for the one that is at it. */
export async function installMoto(): Promise<void> {
  mkdirSync(dirname(venv), { recursive: true });
  while (!isInstalled()) {
    if (!takeLock()) {
      await sleep(500);
      continue;
    }
    try {
      if (isInstalled()) return;
      const options = { timeout: installMinutes * 60_000, maxBuffer: 64 * 1024 * 1024 };
      await run("python3", ["-m", "venv", "--clear", venv], options);
      await run(join(venv, "bin/pip"), ["install", "--quiet", "--requirement", requirements], options);
      writeFileSync(marker, readFileSync(requirements));
    } finally {
      rmdirSync(lock);
    }
  }
}

let available: Promise<boolean> | undefined;

/**
 * Whether tests can start moto. Installs it where the PATH lacks it. Without it a CI run fails, so that no green run
 * has skipped these tests; elsewhere one loud line says that they are skipped.
 */
export function motoAvailable(): Promise<boolean> {
  available ??= findOrInstall();
  return available;
}

async function findOrInstall(): Promise<boolean> {
  if (program("moto_server") && program("aws")) return true;
  try {
    await installMoto();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    const message = `moto is neither on the PATH nor could it be installed from test/moto/requirements.txt: ${reason}`;
    if (process.env.CI) throw new Error(message);
    process.stderr.write(`\n!!! SKIPPED: every test that needs moto. ${message}\n\n`);
    return false;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isInstalled(): boolean {
  return existsSync(marker) && readFileSync(marker, "utf8") === readFileSync(requirements, "utf8");
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // A lock that outlived the longest installation belongs to a run that was killed.
    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
    if (age > 2 * installMinutes * 60_000) rmdirSync(lock);
    return false;
  }
}
