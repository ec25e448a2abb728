import { isDeepStrictEqual } from "node:util";
import type { ResourceNode } from "./blueprint.ts";
import type { Clock } from "./clock.ts";
import { WizardError } from "./errors.ts";
import type { CreatedEntry, CreatingEntry, Journal } from "./journal.ts";
import type { Poll } from "./poll.ts";
import type { Reporter, ResourceAction } from "./report.ts";
import type { Change, Found } from "./resource.ts";
import type { Saying } from "./saying.ts";
import { settle } from "./settle.ts";
import { Unrecorded } from "./unrecorded.ts";
import type { Words } from "./words.ts";

/** What bringing one node into being works with. */
export interface EnsureContext<Tools> {
  tools: Tools;
  poll: Poll;
  journal: Journal;
  clock: Clock;
  signal: AbortSignal;
  reporter: Reporter;
  words: Words;
  newToken(): string;
}

/**
 * Looks before it makes: what the journal or AWS knows already is used, anything else is made after its intent is on
 * disk. Brings in what the config changed. Returns the output as soon as the resource exists; `ready` comes later.
 */
export async function ensureMade<Tools>(node: ResourceNode<Tools>, input: unknown, context: EnsureContext<Tools>) {
  const { resource } = node;
  const known = await lookUp(node, input, context);
  const { output, foreign = false, sent } = known ?? (await make(node, input, context));
  // A replayed intent was made with what the config said then; from here on it is held against what it says now.
  await record(node, input, output, foreign, context);
  const details = foreign ? [] : await bringIn(node, input, output, context);
  const action: ResourceAction = sent && !foreign ? "created" : details.length > 0 ? "updated" : "found";
  context.reporter.emit({
    type: "resource",
    step: node.step,
    key: node.key,
    action,
    id: resource.id(output),
    title: resource.title(input),
    detail: action === "updated" ? details.join("; ") : undefined,
  });
  return { output, foreign };
}

/** For one step alone: what it needs of another step is found, never made. */
export async function ensureFound<Tools>(node: ResourceNode<Tools>, input: unknown, context: EnsureContext<Tools>) {
  const entry = context.journal.get(node.key);
  const found = entry ? await settle(node, input, entry, context) : await node.resource.find(context.tools, input, {});
  if (!found) throw missingStep(node, `the ${node.resource.title(input)} (${node.key})`);
  return { output: found.output, foreign: found.foreign ?? (entry?.status === "created" && entry.foreign) };
}

export function missingStep(node: { step: string }, what: string): WizardError {
  return new WizardError("missing-step", `This step needs ${what}, which does not exist.`, {
    hint: `Run \`deploy-wizard ${node.step}\` first.`,
  });
}

/** Waits for the final state and records the output as it is then. */
export async function ensureReady<Tools>(
  node: ResourceNode<Tools>,
  input: unknown,
  made: { output: unknown; foreign: boolean },
  context: EnsureContext<Tools>,
): Promise<unknown> {
  if (made.foreign || !node.resource.ready) return made.output;
  const output = await node.resource.ready(context.tools, input, made.output);
  await record(node, input, output, false, context);
  return output;
}

/** What a node has come to. `sent`: this run sent its create call. */
interface Known extends Found<unknown> {
  sent?: boolean;
}

/** What exists of this node, by what the journal remembers; settles an intent that was cut short. */
async function lookUp<Tools>(
  node: ResourceNode<Tools>,
  input: unknown,
  context: EnsureContext<Tools>,
): Promise<Known | undefined> {
  const { resource } = node;
  const { tools, journal } = context;
  const entry = journal.get(node.key);
  if (entry?.status === "creating") {
    const found = await settle(node, entry.input, entry, context);
    if (found || entry.refused) return found;
    return send(node, entry, context);
  }
  const found = entry ? await settle(node, input, entry, context) : await resource.find(tools, input, {});
  if (!found && entry && resource.precious && !entry.foreign) {
    throw vanished(resource.title(input), resource.id(entry.output));
  }
  const foreign = found?.foreign ?? entry?.foreign;
  if (found?.spent && !foreign) {
    await resource.remove(tools, input, found.output, { keepData: true });
    if (entry) await journal.drop(node.key);
    return undefined;
  }
  return found && { ...found, foreign };
}

/** What held a person's data is not there any more. */
export const vanished = (title: Saying, id: string) =>
  new WizardError("resource-gone", `The ${title} (${id}) has vanished.`, { hint: restoreIt });

export const restoreIt =
  "It held data, so it is not made anew by itself: restore it under its name from a snapshot, then `deploy-wizard resume`.";

async function make<Tools>(node: ResourceNode<Tools>, input: unknown, context: EnsureContext<Tools>): Promise<Known> {
  const { tools, journal, clock, signal } = context;
  const recorded = journal.get(node.key);
  const before = recorded && {
    input: recorded.input,
    output: recorded.status === "created" ? recorded.output : undefined,
  };
  const prepared = node.resource.prepare ? await node.resource.prepare(tools, input, before) : input;
  signal.throwIfAborted();
  const intent: CreatingEntry = {
    status: "creating",
    kind: node.resource.kind,
    step: node.step,
    needs: node.needs.map(({ key }) => key),
    input: prepared,
    token: context.newToken(),
    since: clock.wall().toISOString(),
    account: journal.account,
    region: journal.region,
  };
  await journal.put(node.key, intent);
  return send(node, intent, context);
}

/** With a third of all answers lost, one creation in a thousand fails all the same. */
const mostSends = 6;

/**
 * Sends the create call of an intent that is on disk, the first time or again, and records the answer. After an unclear
 * answer it looks for what AWS may have made before it sends the same call once more.
 */
async function send<Tools>(
  node: ResourceNode<Tools>,
  intent: CreatingEntry,
  context: EnsureContext<Tools>,
): Promise<Known> {
  for (let attempt = 1; ; attempt += 1) {
    context.signal.throwIfAborted();
    try {
      const output = await node.resource.create(context.tools, intent.input, intent.token);
      await recordMade(node, intent, output, context);
      return { output, sent: true };
    } catch (error) {
      // A run that was stopped ends all waits with what stopped it: AWS said that of another call, and may have made this.
      const stopped = context.signal.aborted && error === context.signal.reason;
      if (stopped || !(error instanceof WizardError)) throw error;
      // A look that is refused after the making says nothing of whether that was.
      const refused = error.code === "refused" && !error.onlyLooked;
      if (refused) await context.journal.put(node.key, { ...intent, refused });
      if (error.code !== "no-answer") throw error;
      const found = await settle(node, intent.input, intent, context);
      if (found) return { ...found, sent: true };
      if (attempt === mostSends) throw error;
    }
  }
}

/** When what was just made cannot be recorded, its id is told: for a while nothing else knows it. */
async function recordMade<Tools>(
  node: ResourceNode<Tools>,
  { input }: CreatingEntry,
  output: unknown,
  context: EnsureContext<Tools>,
): Promise<void> {
  try {
    await record(node, input, output, false, context);
  } catch (error) {
    if (!(error instanceof WizardError)) throw error;
    throw new Unrecorded(`${node.resource.title(input)} (${node.resource.id(output)})`, error);
  }
}

async function record<Tools>(
  node: ResourceNode<Tools>,
  input: unknown,
  output: unknown,
  foreign: boolean,
  { journal }: Pick<EnsureContext<Tools>, "journal">,
): Promise<void> {
  const before = journal.get(node.key);
  // What an intent froze (a replaced record, a chosen image) is needed again at teardown: it stays with the entry.
  const kept = before ? { ...asObject(before.input), ...asObject(input) } : input;
  const entry: CreatedEntry = {
    status: "created",
    kind: node.resource.kind,
    step: node.step,
    needs: node.needs.map(({ key }) => key),
    input: kept,
    output,
    since: before?.since,
    foreign,
  };
  if (!isDeepStrictEqual(before, asJson(entry))) await journal.put(node.key, entry);
}

/** Brings in what the config says and reality does not; returns what was changed. */
async function bringIn<Tools>(
  node: ResourceNode<Tools>,
  input: unknown,
  output: unknown,
  context: EnsureContext<Tools>,
) {
  const changes = (await node.resource.sync?.(context.tools, input, output)) ?? [];
  refuseWhatCannotChange(node.resource.title(input), changes);
  for (const change of changes) {
    context.signal.throwIfAborted();
    await change.apply?.();
  }
  return changes.map(({ detail }) => detail);
}

export function refuseWhatCannotChange(title: Saying, changes: readonly Change[]): void {
  const stuck = changes.find(({ instead }) => instead !== undefined);
  if (stuck) {
    throw new WizardError("cannot-change", `The ${title} cannot be changed in place (${stuck.detail}).`, {
      hint: stuck.instead,
    });
  }
}

const asObject = (value: unknown) => (typeof value === "object" && value !== null ? value : {});
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
