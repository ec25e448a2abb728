import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { CallInFlight } from "../aws/connect.ts";
import { createOwner } from "../aws/owner.ts";
import type { AwsTools } from "../aws/tools.ts";
import { loadConfigFile } from "../config/load.ts";
import { createNames } from "../config/naming.ts";
import { type Config, parseConfig } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import type { Journal } from "../engine/journal.ts";
import { createPoll } from "../engine/poll.ts";
import type { EngineEvent } from "../engine/report.ts";
import type { Workshop } from "../engine/toolbox.ts";
import { engineWords } from "../language/engine-words.ts";
import type { ListenerInput } from "../resources/listener.ts";
import { type DeploymentState, readDeploymentState, requireSame } from "../state/deployment-state.ts";
import { openStore } from "../state/open-store.ts";
import type { StateStore } from "../state/store.ts";
import type { StepContext } from "../steps/context.ts";
import { deliverySettings } from "./delivery-settings.ts";
import type { Io } from "./io.ts";
import type { CommandOptions } from "./options.ts";
import { openSession, type Session } from "./session.ts";
import { newToken } from "./token.ts";

/** What every command is called with. */
export interface Command {
  options: CommandOptions;
  io: Io;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
  /** Calls to AWS that are under way. */
  inFlight?: Set<CallInFlight>;
  /**
   * Takes what the result is to say if the command does not come to its end; `handedOver` is the deployment that goes on
   * without it.
   */
  remember?(outputs: () => object, handedOver?: HandedOver): void;
}

/** A deployment at CodeDeploy, which goes on by itself; without an id it is not known whether it has begun. */
export interface HandedOver {
  id: string | undefined;
}

/** A deployment that a command works on: its session and its state. */
export interface Deployment {
  session: Session;
  store: StateStore;
  state: DeploymentState | undefined;
}

/** The config file's answers, checked; undefined without a file. */
export async function readConfig({ config: path }: CommandOptions): Promise<Config | undefined> {
  const file = await loadConfigFile(path);
  return file === undefined ? undefined : parseConfig(file, path);
}

/**
 * Reads config and state and signs in, in the order in which mistakes are cheapest: nothing is called before both files
 * can be trusted.
 */
export async function openDeployment(
  command: Command,
  config: Partial<Config> | undefined,
  askRegion?: () => Promise<string>,
): Promise<Deployment> {
  const { options } = command;
  const store = openStore(options);
  const before = await readDeploymentState(store);
  const session = await openSession({ ...command, region: config?.region ?? before?.region, askRegion });
  if (before) {
    requireSame(before, { ...session, app: config?.app, environment: options.environment });
  }
  return { session, store, state: before };
}

/** Runs `work` while no other run can change this environment; the state is read again under the lock. */
export async function locked<T>(
  deployment: Deployment,
  work: (state: DeploymentState | undefined) => Promise<T>,
): Promise<T> {
  const lock = await deployment.store.lock();
  try {
    return await work(await readDeploymentState(deployment.store));
  } finally {
    await lock.release();
  }
}

export function requireState(state: DeploymentState | undefined, store: StateStore): DeploymentState {
  if (state) return state;
  throw new WizardError("usage", `There is no state at ${store.where}: nothing is known to be deployed.`, {
    hint: "`deploy-wizard init` starts. If the state was lost, `deploy-wizard recover` rebuilds it from tags.",
  });
}

export function requireConfig(config: Config | undefined, path: string): Config {
  if (config) return config;
  throw new WizardError("usage", `There is no config at ${path}.`, {
    hint: "`deploy-wizard init` writes one; --config names another place.",
  });
}

/** What the engine works with: tools for each resource, tagged with this deployment's id. */
export function createWorkshop(
  { options, io }: Command,
  session: Session,
  journal: Journal,
  owner: { app: string; environment: string; id: string },
  onEvent: (event: EngineEvent) => void = () => undefined,
): Workshop<AwsTools> {
  const reporter = {
    emit(event: EngineEvent) {
      io.emit(event);
      onEvent(event);
    },
  };
  return {
    journal,
    clock: session.clock,
    signal: session.signal,
    reporter,
    words: engineWords,
    newToken,
    poll: ({ key, step }, signal) =>
      createPoll({
        clock: session.clock,
        signal,
        intervalSeconds: options.pollIntervalSeconds,
        timeoutSeconds: options.timeoutSeconds,
        onWait: ({ what, elapsedSeconds, usualSeconds, reason }) =>
          reporter.emit({ type: "progress", step, key, what, elapsedSeconds, usualSeconds, reason }),
      }),
    tools: ({ key, step }, poll) => ({
      aws: session.aws,
      owner: createOwner(owner, key),
      poll,
      dns: session.dns,
      account: session.account,
      region: session.region,
      partition: session.partition,
      projectFolder: projectFolder(options),
      warn: (message) => reporter.emit({ type: "warning", step, message }),
      waitForPersonSeconds: options.waitSeconds,
    }),
  };
}

/** What the steps are built from; asks GitHub for the repository's ids when they are needed. */
export async function createStepContext(
  command: Command,
  session: Session,
  config: Config,
  state: Pick<DeploymentState, "id" | "get"> & Partial<Pick<DeploymentState, "fixed">>,
): Promise<StepContext> {
  const { environment, force } = command.options;
  const { account, region, partition } = session;
  const names = createNames(config.app, environment, state.id);
  const delivery = await deliverySettings(command, config, state);
  const recorded = state.get("alb.listener-http")?.input as Partial<ListenerInput> | undefined;
  const servesHttp = recorded !== undefined && recorded.action !== "redirect-to-https";
  return {
    servesHttp,
    config,
    names,
    environment,
    id: state.id,
    account,
    region,
    partition,
    force,
    ...delivery,
    carryRecords: state.fixed?.carryRecords,
  };
}

export const projectFolder = ({ config }: CommandOptions) => dirname(resolve(config));
/** Of the answers alone: the first `init` has no `$schema` yet, and the file that it writes does. */
export const fingerprint = ({ $schema, ...answers }: Config) =>
  createHash("sha256").update(JSON.stringify(answers)).digest("hex");
