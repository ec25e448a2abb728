import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServiceName } from "../../src/aws/clients.ts";
import { connect } from "../../src/aws/connect.ts";
import type { Command } from "../../src/commands/deployment.ts";
import { destroyDeployment } from "../../src/commands/destroy.ts";
import type { CommandResult, Io } from "../../src/commands/io.ts";
import type { CommandOptions } from "../../src/commands/options.ts";
import { showPlan } from "../../src/commands/plan.ts";
import { provisionDeployment } from "../../src/commands/provision.ts";
import { recoverState } from "../../src/commands/recover.ts";
import { resumeDeployment } from "../../src/commands/resume.ts";
import type { Session } from "../../src/commands/session.ts";
import { showStatus } from "../../src/commands/status.ts";
import { type Config, parseConfig } from "../../src/config/schema.ts";
import type { Saying } from "../../src/engine/saying.ts";
import { sandboxMiddleware } from "../../src/sandbox/middleware.ts";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";
import {
  createDeploymentState,
  type DeploymentState,
  readDeploymentState,
  sandboxAccount,
} from "../../src/state/deployment-state.ts";
import type { StateStore } from "../../src/state/store.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { memoryStore } from "./memory-store.ts";
import { optionsIn, silent } from "./silent.ts";

const usualRegion = "ap-northeast-2";

/** The process dies at the call of this number, from 0: before AWS acts, or when it has acted and the answer is lost. */
export interface Death {
  call: number;
  when: "before" | "after";
}

/**
 * For each call: nothing, or the error that the SDK throws in place of AWS's answer; `acted` when AWS has acted. `nth` is
 * how often the same call was sent before in this run.
 */
export type Weather = (call: string, nth: number) => { error: Error; acted: boolean } | undefined;

/** One person's deployment in one process: an AWS in memory, a state, and runs of the wizard that may die. */
export interface Rehearsal {
  sandbox: Sandbox;
  config: Config;
  /** What is on disk; undefined without a state. */
  state(): Promise<DeploymentState | undefined>;
  /** The same, as its text. */
  stateText(): Promise<string>;
  /** `run` of the wizard from what is on disk; rejects when it dies. */
  provision(death?: Death): Promise<CommandResult>;
  destroyAll(death?: Death): Promise<CommandResult>;
  /** Without `--all`: data stays. */
  destroy(): Promise<CommandResult>;
  /** What `plan`, `status` and `resume` come to, over the state on disk; `answer` is the person's on a terminal. */
  plan(): Promise<CommandResult>;
  status(): Promise<CommandResult>;
  resume(answer?: boolean): Promise<CommandResult>;
  /** Where the wizard writes what belongs to the person's repository. */
  folder: string;
  /** Goes back to how AWS and the disk were when this was called. */
  snapshot(): Promise<() => Promise<void>>;
  /** What the last run printed and said, line by line. */
  lines: string[];
  /** The state is gone, and nobody has a copy. */
  lose(): void;
  recover(config?: Config): Promise<CommandResult>;
  /** The calls of the last run, `ec2 RunInstances`. */
  calls: string[];
  /** By how many hours the machine's clock is ahead of AWS's. */
  hoursAhead: number;
  /** What goes wrong on the way to AWS and back; good weather when left out. */
  weather: Weather | undefined;
  end(): void;
}

/** Calls that change nothing. */
export const isLook = (call: string) => /^\w+ (BatchGet|Describe|Get|Head|List)/.test(call);

export function rehearse(
  answers: object,
  emit: Io["emit"] = () => undefined,
  { io, options, region = usualRegion }: { io?: Partial<Io>; options?: Partial<CommandOptions>; region?: string } = {},
): Rehearsal {
  const folder = mkdtempSync(join(tmpdir(), "deploy-wizard-"));
  const config = parseConfig({ app: "shop", region, ...answers }, "deploy-wizard.json");
  const settings = { ...optionsIn(folder), ...options };
  const clock = virtualClock();
  const sandbox = openSandbox({
    file: undefined,
    region,
    account: sandboxAccount,
    clock,
    pastesAfterSeconds: settings.waitSeconds && 60,
  });
  const disk = memoryStore();
  const calls: string[] = [];
  const lines: string[] = [];

  /** One process: once it is dead nothing leaves it any more. */
  function start(
    death: Death | undefined,
    changed: { options?: Partial<CommandOptions>; io?: Partial<Io> } = {},
  ): { command: Command; session: Session; store: StateStore } {
    let dead = false;
    let count = 0;
    const mustLive = () => {
      if (dead) throw new Error("the process is dead");
    };
    calls.length = 0;
    lines.length = 0;
    const answer = (service: ServiceName, operation: string, input: object): object => {
      mustLive();
      const call = `${service} ${operation}`;
      calls.push(call);
      const last = death?.call === count;
      count += 1;
      if (last && death?.when === "before") dead = true;
      mustLive();
      const trouble = rehearsal.weather?.(call, calls.filter((one) => one === call).length - 1);
      if (trouble && !trouble.acted) throw trouble.error;
      const answered = sandbox.answer(service, operation, input);
      dead = last;
      mustLive();
      if (trouble) throw trouble.error;
      return answered;
    };
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const aws = connect({
      region,
      credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
      clock,
      signal,
      middleware: () => sandboxMiddleware(answer),
    });
    const session: Session = {
      aws,
      dns: sandbox.dns,
      clock: { ...clock, wall: () => new Date(clock.wall().getTime() + rehearsal.hoursAhead * 3_600_000) },
      region,
      account: sandboxAccount,
      partition: "aws",
      signal,
    };
    const heard = {
      say: (line: Saying) => lines.push(String(line)),
      print: (line: Saying) => lines.push(String(line)),
    };
    const command = {
      options: { ...settings, ...changed.options },
      io: { ...silent, emit, ...heard, ...io, ...changed.io },
      signal,
    };
    return { command, session, store: disk.opened(mustLive) };
  }

  async function run(
    death: Death | undefined,
    work: (command: Command, session: Session, state: DeploymentState, store: StateStore) => Promise<CommandResult>,
    changed: Parameters<typeof start>[1] = {},
  ): Promise<CommandResult> {
    const { command, session, store } = start(death, changed);
    const state =
      (await readDeploymentState(store)) ??
      (await createDeploymentState(store, {
        app: config.app,
        environment: "prod",
        account: sandboxAccount,
        region,
        fixed: { entry: config.entry, domain: config.domain },
      }));
    return work(command, session, state, store);
  }

  const rehearsal: Rehearsal = {
    sandbox,
    config,
    calls,
    hoursAhead: 0,
    weather: undefined,
    state: () => readDeploymentState(disk.opened(() => undefined)),
    stateText: async () => (await disk.opened(() => undefined).read()) ?? "",
    provision: (death) => run(death, (command, session, state) => provisionDeployment(command, session, config, state)),
    lose: () => disk.lose(),
    recover(asked = config) {
      const { command, session, store } = start(undefined);
      return recoverState(command, session, asked, store);
    },
    destroyAll: (death) => run(death, destroyDeployment),
    destroy: () => run(undefined, destroyDeployment, { options: { all: false } }),
    plan: () => run(undefined, (command, session, state) => showPlan(command, { session, state }, config)),
    status: () => run(undefined, showStatus),
    resume: (answer) =>
      run(undefined, (command, session, state, store) => resumeDeployment(command, { session, state, store }, config), {
        io: answer === undefined ? {} : { interactive: true, ask: { ...silent.ask, confirm: async () => answer } },
      }),
    lines,
    folder,
    async snapshot() {
      const store = disk.opened(() => undefined);
      const [world, text] = [structuredClone(sandbox.world), await store.read()];
      return async () => {
        Object.assign(sandbox.world, structuredClone(world));
        if (text !== undefined) await store.write(text);
      };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
  return rehearsal;
}
