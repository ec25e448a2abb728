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
import { planDeployment } from "../../src/commands/plan.ts";
import { provisionDeployment } from "../../src/commands/provision.ts";
import { recoverState } from "../../src/commands/recover.ts";
import type { Session } from "../../src/commands/session.ts";
import { type Config, parseConfig } from "../../src/config/schema.ts";
import type { PlannedChange } from "../../src/engine/plan.ts";
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

const usualRegion = "ap-northeast-2";

/** The process dies at the call of this number, from 0: before AWS acts, or when it has acted and the answer is lost. */
export interface Death {
  call: number;
  when: "before" | "after";
}

/** One person's deployment in one process: an AWS in memory, a state, and runs of the wizard that may die. */
export interface Rehearsal {
  sandbox: Sandbox;
  config: Config;
  /** What is on disk; undefined without a state. */
  state(): Promise<DeploymentState | undefined>;
  /** `run` of the wizard from what is on disk; rejects when it dies. */
  provision(death?: Death): Promise<CommandResult>;
  destroyAll(death?: Death): Promise<CommandResult>;
  /** What `plan` shows. */
  plan(): Promise<PlannedChange[]>;
  /** The state is gone, and nobody has a copy. */
  lose(): void;
  recover(config?: Config): Promise<CommandResult>;
  /** The calls of the last run, `ec2 RunInstances`. */
  calls: string[];
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

  /** One process: once it is dead nothing leaves it any more. */
  function start(death: Death | undefined): { command: Command; session: Session; store: StateStore } {
    let dead = false;
    let count = 0;
    const mustLive = () => {
      if (dead) throw new Error("the process is dead");
    };
    calls.length = 0;
    const answer = (service: ServiceName, operation: string, input: object): object => {
      mustLive();
      const call = `${service} ${operation}`;
      calls.push(call);
      const last = death?.call === count;
      count += 1;
      if (last && death?.when === "before") dead = true;
      mustLive();
      const answered = sandbox.answer(service, operation, input);
      dead = last;
      mustLive();
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
      clock,
      region,
      account: sandboxAccount,
      partition: "aws",
      signal,
    };
    const command = { options: settings, io: { ...silent, emit, ...io }, signal };
    return { command, session, store: disk.opened(mustLive) };
  }

  async function run(
    death: Death | undefined,
    work: (command: Command, session: Session, state: DeploymentState) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    const { command, session, store } = start(death);
    const state =
      (await readDeploymentState(store)) ??
      (await createDeploymentState(store, {
        app: config.app,
        environment: "prod",
        account: sandboxAccount,
        region,
        fixed: { entry: config.entry, domain: config.domain },
      }));
    return work(command, session, state);
  }

  return {
    sandbox,
    config,
    calls,
    state: () => readDeploymentState(disk.opened(() => undefined)),
    provision: (death) => run(death, (command, session, state) => provisionDeployment(command, session, config, state)),
    async plan() {
      const { command, session, store } = start(undefined);
      const state = await readDeploymentState(store);
      return (await planDeployment(command, { session, store, state }, config)).changes;
    },
    lose: () => disk.lose(),
    recover(asked = config) {
      const { command, session, store } = start(undefined);
      return recoverState(command, session, asked, store);
    },
    destroyAll: (death) => run(death, destroyDeployment),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const refuse = () => Promise.reject(new Error("nothing is asked here"));

export const silent: Io = {
  interactive: false,
  oneScreen: false,
  emit: () => undefined,
  nameServers: () => undefined,
  say: () => undefined,
  print: () => undefined,
  redraw: () => undefined,
  columns: 80,
  text: String,
  ask: { text: refuse, choose: refuse, confirm: refuse },
};

export const optionsIn = (folder: string): CommandOptions => ({
  config: join(folder, "deploy-wizard.json"),
  environment: "prod",
  state: join(folder, ".deploy-wizard"),
  region: undefined,
  profile: undefined,
  endpointUrl: undefined,
  sandbox: true,
  resolver: undefined,
  pollIntervalSeconds: undefined,
  timeoutSeconds: 3600,
  json: false,
  yes: true,
  quiet: true,
  verbose: false,
  color: false,
  language: "en",
  flags: {},
  waitSeconds: 3600,
  watchSeconds: undefined,
  provision: true,
  all: true,
  confirm: "shop",
  force: false,
  path: undefined,
  follow: true,
  ignoreStopFailures: false,
});
