import type { AwsTools } from "../aws/tools.ts";
import { writeConfigFile } from "../config/load.ts";
import { createNames } from "../config/naming.ts";
import type { Config } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { type Entry, emptyJournal } from "../engine/journal.ts";
import { type RecoveredNode, recoverNodes } from "../engine/recover.ts";
import type { Workshop } from "../engine/toolbox.ts";
import { say } from "../language/phrase.ts";
import { recoverFormer, recoverSnapshots } from "../recover/extras.ts";
import { trustOfRole } from "../recover/github-trust.ts";
import { type Holding, holdingsOf } from "../recover/holdings.ts";
import { refuseOtherRegion } from "../recover/region.ts";
import { recoverLines } from "../recover/table.ts";
import { rebuildDeploymentState } from "../state/deployment-state.ts";
import { openStore } from "../state/open-store.ts";
import { isFromNewer, parseState } from "../state/schema.ts";
import type { StateStore } from "../state/store.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import { back } from "./asks.ts";
import { type Command, createStepContext, createWorkshop, projectFolder, readConfig } from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import type { CommandResult } from "./io.ts";
import { outputsOf } from "./outputs.ts";
import { findLostConfig } from "./recover-config.ts";
import { openSession, type Session } from "./session.ts";

/**
 * `recover`: rebuilds a lost state from what the account still tells, and the config with it when that is gone, too. Writes
 * nothing to AWS.
 */
export async function recover(command: Command): Promise<CommandResult> {
  const { options } = command;
  const config = await readConfig(options);
  const { app } = options.flags;
  if (config && app && app !== config.app) {
    throw new WizardError("usage", `--app: ${app} given, and ${options.config} is of ${config.app}.`);
  }
  const store = openStore(options);
  await stateIsBroken(store);
  const session = await openSession({ ...command, region: config?.region });
  const lost = config ? undefined : await findLostConfig(command, session);
  await ignoreState(projectFolder(options), options.state);
  const lock = await store.lock();
  try {
    return await recoverState(command, session, config ?? lost!.config, store, lost?.id);
  } finally {
    await lock.release();
  }
}

/**
 * Looks, shows and, once agreed, writes. The lock is held by the caller. `readFrom`: the id of the deployment that `config`
 * was read from, because the file is lost; it is written, too.
 */
export async function recoverState(
  command: Command,
  session: Session,
  config: Config,
  store: StateStore,
  readFrom?: string,
): Promise<CommandResult> {
  const { io, options } = command;
  const { environment } = options;
  const broken = await stateIsBroken(store);
  const { app, domain, entry } = config;
  const holdings = await holdingsOf(session.aws, { app, environment, domain, account: session.account });
  const id = readFrom ?? (await chooseId(command, config, session, holdings));
  const { serverRole } = createNames(app, environment, id);
  const isOurs = holdings.some((each) => each.deploymentId === id && each.id.endsWith(`/${serverRole}`));
  if (isOurs) await refuseOtherRegion(session.aws, serverRole, session.region);
  const owner = { app, environment, id };
  const workshop = createWorkshop(command, session, emptyJournal(session), owner);
  const nodes = await lookForAll(command, session, config, workshop, holdings, id);

  const placed = new Set(nodes.map((node) => node.id));
  const unplaced = holdings.filter((each) => each.deploymentId === id && !placed.has(each.id));
  for (const line of recoverLines(nodes, unplaced, io)) io.print(line);
  const found = nodes.filter((node) => node.entry !== undefined);
  io.print(say("recoverCounts", found.length, nodes.length - found.length, id));

  const files = readFrom ? `${options.config}, ${store.where}` : store.where;
  if (io.interactive && !(await io.ask.confirm(say("askRecover", files), true))) {
    io.say(say("nothingChanged"));
    return { status: "complete", exitCode: 0, more: reportOf(nodes, unplaced) };
  }
  const keptAs = broken ? await store.setAside() : undefined;
  if (keptAs) io.say(say("recoverSetAside", store.where, keptAs));
  if (readFrom) await writeConfigFile(options.config, config);
  const state = await rebuildDeploymentState(store, {
    ...{ app, environment, id, account: session.account, region: session.region },
    fixed: { entry, domain },
    resources: Object.fromEntries(found.map(({ key, entry }) => [key, entry as Entry])),
  });
  for (const { step, key, id, title } of found) io.emit({ type: "resource", step, key, action: "found", id, title });
  io.say(say("recoverWritten", files));
  return {
    status: "complete",
    exitCode: 0,
    outputs: outputsOf(state, null),
    more: { ...reportOf(nodes, unplaced), keptAs },
  };
}

async function lookForAll(
  command: Command,
  session: Session,
  config: Config,
  workshop: Workshop<AwsTools>,
  holdings: readonly Holding[],
  id: string,
): Promise<RecoveredNode[]> {
  const names = createNames(config.app, command.options.environment, id);
  const trust = config.github ? await trustOfRole(session.aws, names.githubRole) : undefined;
  // What GitHub's role trusts was asked of GitHub once; the role itself still says it.
  const role: Entry | undefined = trust && {
    ...{ status: "created", kind: "role", step: "codedeploy", needs: [], input: { trust }, output: {}, foreign: false },
  };
  const get = (key: string) => (key === "codedeploy.github-role" ? role : undefined);
  const context = await createStepContext(command, session, config, { id, get });
  const blueprint = createBlueprint(context);
  const outputs = new Map<string, unknown>();
  return [
    ...(await recoverNodes(blueprint.nodes, workshop, outputs)),
    ...(await recoverFormer(context, blueprint, workshop, outputs)),
    ...(await recoverSnapshots(
      holdings.filter((each) => each.deploymentId === id),
      names.database,
      workshop,
    )),
  ];
}

/** The one deployment whose tags are in the account; of several the person says which, and nobody guesses. */
async function chooseId(
  { io, options: { environment } }: Command,
  { app }: Config,
  { account, region }: Session,
  holdings: readonly Holding[],
): Promise<string> {
  const ids = [...new Set(holdings.map(({ deploymentId }) => deploymentId))];
  const [only, ...others] = ids;
  if (only === undefined) {
    throw new WizardError(
      "usage",
      `Nothing in ${region} of account ${account} carries the tags of ${app}/${environment}.`,
      {
        hint: "Check account, --region and --env. If nothing was made yet, `deploy-wizard init` starts.",
      },
    );
  }
  if (others.length === 0) return only;
  const held = (id: string) => holdings.filter((each) => each.deploymentId === id).map(({ what }) => what);
  const inShort = (id: string) => {
    const all = held(id);
    return all.length > 3 ? [...all.slice(0, 3), `${all.length - 3} more`].join(", ") : all.join(", ");
  };
  if (!io.interactive) {
    const each = ids.map((id) => `${id}: ${inShort(id)}`).join("\n");
    throw new WizardError("usage", `${ids.length} deployments of ${app}/${environment} are in ${region}:\n${each}`, {
      hint: "Run `deploy-wizard recover` on a terminal, without --yes: it asks which one is meant.",
    });
  }
  const answer = await io.ask.choose<string>({
    message: say("recoverWhich", app, environment),
    choices: ids.map((id) => ({ value: id, name: id, about: inShort(id) })),
    default: only,
  });
  if (answer === back) throw new WizardError("usage", say("nothingChanged"));
  return answer;
}

/** `sure` is whether tags tell whose it is, or it was there before us and is left alone. */
const reportOf = (nodes: readonly RecoveredNode[], unplaced: readonly Holding[]) => ({
  recovered: nodes
    .filter(({ entry }) => entry !== undefined)
    .map(({ key, id, by, note }) => ({ key, id, by, sure: by === "tags" || by === "before", ...(note && { note }) })),
  missing: nodes.filter(({ by }) => by === "missing").map(({ key }) => key),
  unclear: nodes.filter(({ by }) => by === "unclear").map(({ key, note }) => ({ key, note })),
  unplaced: unplaced.map(({ id, what, key }) => ({ id, what, key })),
});

/** Whether a state is there that cannot be read. Throws when one can be: it is not lost. */
async function stateIsBroken(store: StateStore): Promise<boolean> {
  const text = await store.read();
  if (text === undefined) return false;
  try {
    parseState(text, store.where, store.backup);
  } catch (error) {
    if (isFromNewer(text)) throw error;
    return true;
  }
  throw new WizardError("usage", `There is a state at ${store.where}, and it can be read: nothing is lost.`, {
    hint: "`deploy-wizard status` shows what it holds; to rebuild it all the same, move the file away first.",
  });
}
