/** Runs of the built program in a folder of its own, some of them killed. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../../src/sandbox/world.ts";
import { parseState, type State } from "../../src/state/schema.ts";
import { built, program, surroundings, withoutAccount } from "../support/cli.ts";
import { furnish, region } from "./account.ts";

export type Entry = "alb" | "direct";

/** `RunInstances#1:acted`, which may name other signals than SIGKILL, or the n-th write of the state: `12:torn`. */
export interface Death {
  call?: string;
  write?: string;
}

export interface Ran {
  /** Null when it was killed. */
  code: number | null;
  stderr: string;
}

const preload = join(import.meta.dirname, "die-at-write.mjs");
/** Runs take two seconds, and a pause of the machine's is no missed window of AWS's. */
const speed = "400";

export const initArguments = (entry: Entry): string[] => {
  const answers = ["--app", "shop", "--domain", "example.com", "--entry", entry];
  const github = ["--github", "octo/shop", "--github-ids", "1/2"];
  return ["init", "--yes", "--region", region, ...answers, ...github, "--wait"];
};
export const destroyArguments = ["destroy", "--all", "--confirm", "shop"];

/** A project and an account, as they are on disk. */
export class Victim {
  readonly folder: string;

  /** A new one, or a copy of another as it is now. */
  constructor(from?: Victim) {
    this.folder = mkdtempSync(join(tmpdir(), "deploy-wizard-crash-"));
    if (from) cpSync(from.folder, this.folder, { recursive: true });
    else {
      mkdirSync(join(this.folder, ".deploy-wizard"), { mode: 0o700 });
      furnish(this.worldFile);
    }
  }

  get worldFile(): string {
    return join(this.folder, ".deploy-wizard/sandbox-world.json");
  }

  world(): World {
    return JSON.parse(readFileSync(this.worldFile, "utf8")) as World;
  }

  write(world: World): void {
    writeFileSync(this.worldFile, JSON.stringify(world));
  }

  get isLocked(): boolean {
    return existsSync(join(this.folder, ".deploy-wizard/prod.lock"));
  }

  /** What was not renamed into its place, or is a lock that nobody took. */
  leftFiles(): string[] {
    return readdirSync(join(this.folder, ".deploy-wizard")).filter((name) =>
      /^prod\.(json|lock)\..+(?<!\.bak)$/.test(name),
    );
  }

  /** Undefined when there is none. */
  state(): State | undefined {
    const file = join(this.folder, ".deploy-wizard/prod.json");
    return existsSync(file) ? parseState(readFileSync(file, "utf8"), file, `${file}.bak`) : undefined;
  }

  /** So much of the sandbox's time goes by while nobody runs anything. */
  sleep(hours: number): void {
    const world = this.world();
    world.now += hours * 3_600_000;
    this.write(world);
  }

  init(entry: Entry, death?: Death): Promise<Ran> {
    return this.run(initArguments(entry), death);
  }

  /** What a person would do next: `resume`, or the same `init` again when nothing has been written yet. */
  goOn(entry: Entry): Promise<Ran> {
    return this.state() ? this.run(["resume", "--wait"]) : this.init(entry);
  }

  destroy(death?: Death): Promise<Ran> {
    return this.run(destroyArguments, death);
  }

  /** With `--verbose`: every call is a line of stderr. */
  async run(args: string[], { call, write }: Death = {}, more: Record<string, string> = {}): Promise<Ran> {
    await built();
    const env = {
      ...surroundings(),
      ...withoutAccount(this.folder),
      DEPLOY_WIZARD_SANDBOX_SPEED: speed,
      ...(call && { DEPLOY_WIZARD_SANDBOX_KILL: call }),
      ...(write && { DIE_AT_WRITE: write, NODE_OPTIONS: `--import=${preload}` }),
      ...more,
    };
    const child = spawn(process.execPath, [program, ...args, "--sandbox", "--verbose"], { cwd: this.folder, env });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.stdout.resume();
    child.stdin.end();
    const code = await new Promise<number | null>((done, failed) => {
      child.once("error", failed);
      child.once("close", done);
    });
    return { code, stderr };
  }

  /** The calls of a run in order, and how many times the state was written. */
  async traced(args: string[]): Promise<{ ran: Ran; calls: string[]; writes: number }> {
    const counted = join(this.folder, "writes");
    const ran = await this.run(args, {}, { COUNT_WRITES: counted, NODE_OPTIONS: `--import=${preload}` });
    const calls = [...ran.stderr.matchAll(/^ {2}\w+:(\w+) \d+ ms/gm)].map(([, call]) => call!);
    const writes = Number(readFileSync(counted, "utf8"));
    rmSync(counted);
    return { ran, calls, writes };
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
