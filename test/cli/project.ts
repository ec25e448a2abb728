import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { type CliEvent, type CliOptions, type CliRun, runCli, withoutAccount } from "../support/cli.ts";

// Several runs of the wizard in a row, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

/** So many times faster than the machine: a run takes two seconds, and a pause of the machine's is no missed window. */
const speed = "300";

export interface Project {
  folder: string;
  /** The wizard on the sandbox in this folder. */
  run(args: string[], more?: Partial<CliOptions>): Promise<CliRun>;
  /** The same, and the code that it has to end with. */
  expectRun(code: number, args: string[], more?: Partial<CliOptions>): Promise<CliRun>;
  /** The wizard as it would go to AWS itself, on a machine that knows neither Region nor credentials. */
  runForReal(args: string[], env?: Record<string, string>): Promise<CliRun>;
  path(name: string): string;
  has(name: string): boolean;
  read(name: string): string;
  write(name: string, text: string): void;
  world(): World;
}

export const stateFile = ".deploy-wizard/prod.json";
export const worldFile = ".deploy-wizard/sandbox-world.json";

/** An empty folder of a person, gone when the test is over. */
export function project(): Project {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const bare = withoutAccount(folder);
  const run = (args: string[], { env, ...more }: Partial<CliOptions> = {}) =>
    runCli([...args, "--sandbox"], {
      cwd: folder,
      env: { ...bare, DEPLOY_WIZARD_SANDBOX_SPEED: speed, ...env },
      ...more,
    });
  return {
    folder,
    run,
    async expectRun(code, args, more) {
      const ran = await run(args, more);
      expect(ran.code, `${args.join(" ")}\n${ran.stderr}${ran.stdout}`).toBe(code);
      return ran;
    },
    runForReal: (args, env) => runCli(args, { cwd: folder, env: { ...bare, ...env } }),
    path,
    has: (name) => existsSync(path(name)),
    read: (name) => readFileSync(path(name), "utf8"),
    write: (name, text) => writeFileSync(path(name), text),
    world: () => JSON.parse(readFileSync(path(worldFile), "utf8")) as World,
  };
}

/** The usual answers, without the domain's delegation. */
export const initShop = ["init", "--yes", "--app", "shop", "--domain", "example.com"];

/** The calls to AWS that a `--verbose` run told of, in order: `RunInstances`. */
export const callsOf = (stderr: string): string[] =>
  [...stderr.matchAll(/^ {2}\w+:(\w+) \d+ ms/gm)].map(([, call]) => call!);

export const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

export const resultOf = ({ events }: CliRun) => events.at(-1) as CliEvent & { outputs: Outputs };

export type Outputs = Record<string, unknown> & { nameServers: string[] | null; url: string | null };
