import { setMaxListeners } from "node:events";
import { type Blueprint, type Node, NotKnownYet, type Outputs } from "./blueprint.ts";
import { type EnsureContext, ensureFound, ensureMade, ensureReady, missingStep } from "./ensure.ts";
import { WizardError } from "./errors.ts";
import type { Poll } from "./poll.ts";
import type { Reporter } from "./report.ts";
import type { Saying } from "./saying.ts";
import { StepLog } from "./step-log.ts";
import type { Workshop } from "./toolbox.ts";
import { firstOf } from "./unrecorded.ts";
import type { Words } from "./words.ts";

export interface ProvisionRequest {
  /** Only these steps are made; what they need of other steps has to exist. All of them when left out. */
  steps?: ReadonlySet<string>;
  /** Keys of nodes that this run leaves out. */
  without?: ReadonlySet<string>;
  /** How long advisory waits may go on once everything else has ended. */
  graceSeconds?: number;
}

export interface Provisioned {
  outputs: Outputs;
  /** What only a person can end, by key. */
  parked: Map<string, WizardError>;
}

/** Thrown for a node that could not start because something it needs did not come about. */
class Blocked extends Error {
  constructor(readonly by: string) {
    super(`waits for ${by}`);
  }
}

/** One node on its way: `made` when its output is known, `ready` in its final state. */
interface Life {
  made: Promise<unknown>;
  ready: Promise<unknown>;
}

/**
 * Starts the nodes in the blueprint's order; each waits only for what it needs, so slow ones overlap. What waits for a
 * person is parked and everything else is finished; any other failure stops the run: no new calls, waits end, what is
 * in flight is finished and recorded. Throws the first failure.
 */
export async function provision<Tools>(
  blueprint: Blueprint<Tools>,
  workshop: Workshop<Tools>,
  request: ProvisionRequest = {},
): Promise<Provisioned> {
  const nodes = (request.steps ? blueprint.closure(request.steps) : blueprint.nodes).filter(
    ({ key }) => !request.without?.has(key),
  );
  const mine = (node: Node<Tools>) => request.steps?.has(node.step) ?? true;
  if (request.steps)
    requireNeeded(
      nodes.filter((node) => !mine(node)),
      workshop,
    );

  const { words } = workshop;
  const stop = new AbortController();
  const signal = AbortSignal.any([workshop.signal, stop.signal]);
  // Many waits listen to it at the same time; that is no leak.
  setMaxListeners(0, signal);
  const outputs = new Map<string, unknown>();
  const parked = new Map<string, WizardError>();
  const failures: unknown[] = [];
  const lives = new Map<string, Life>();
  const steps = new StepLog(workshop, nodes.filter(mine));

  /** As a person knows it; its key while too little is known of it. */
  const titleOf = (key: string): Saying => {
    const node = nodes.find((each) => each.key === key);
    try {
      if (node?.type === "resource") return node.resource.title(node.input(outputs));
      return node ? node.waiting.title(node.input(outputs)) : key;
    } catch (error) {
      if (error instanceof NotKnownYet) return key;
      throw error;
    }
  };

  const advisory = nodes.filter((node) => node.type === "waiting" && node.waiting.advisory);
  const advice = new AbortController();

  const begin = (node: Node<Tools>, nodeSignal: AbortSignal, poll = workshop.poll(node, nodeSignal)): Life => {
    const needs = Promise.all(
      node.needs.map(async ({ key, when }) => {
        const life = lives.get(key);
        if (!life) throw new Blocked(key);
        try {
          await life[when];
        } catch (error) {
          throw error instanceof Blocked ? error : new Blocked(key);
        }
      }),
    );
    const tools = workshop.tools(node, poll);
    const context: EnsureContext<Tools> = { ...workshop, tools, poll, signal: nodeSignal };
    const made = needs.then(async () => {
      nodeSignal.throwIfAborted();
      steps.start(node);
      const input = node.input(outputs);
      if (node.type === "waiting") {
        const output = await node.waiting.until(tools, input);
        outputs.set(node.key, output);
        return { input, result: { output, foreign: true } };
      }
      const result = await (mine(node) ? ensureMade : ensureFound)(node, input, context);
      outputs.set(node.key, result.output);
      return { input, result };
    });
    const ready = made.then(async ({ input, result }) => {
      if (node.type === "resource") outputs.set(node.key, await ensureReady(node, input, result, context));
    });
    return { made, ready };
  };

  const follow = (node: Node<Tools>, life: Life) =>
    life.ready.then(
      () => steps.end(node, "done"),
      (error: unknown) => {
        if (error instanceof Blocked) return steps.end(node, "blocked", words.heldUpBy(titleOf(error.by)));
        if (error instanceof WizardError && error.code === "waiting") {
          parked.set(node.key, error);
          return steps.end(node, "parked", error.said.message);
        }
        if (signal.aborted && error === signal.reason) return steps.end(node, "blocked", words.stopped);
        failures.push(error);
        steps.end(node, "failed", sayingOf(error));
        stop.abort(error);
      },
    );

  const settled: Promise<void>[] = [];
  for (const node of nodes) {
    if (advisory.includes(node)) continue;
    const life = begin(node, signal);
    lives.set(node.key, life);
    // Both promises are watched by `follow`; a dependent that never starts leaves `made` otherwise unwatched.
    life.made.catch(() => undefined);
    settled.push(follow(node, life));
  }
  const advised = advisory.map((node) => {
    const waiting = AbortSignal.any([signal, advice.signal]);
    const heard = listening(workshop.poll(node, waiting), words);
    return advise(node, begin(node, waiting, heard.poll), workshop.reporter, (error) => {
      if (error !== advice.signal.reason) return signal.aborted ? undefined : sayingOf(error);
      return heard.reason();
    });
  });
  await Promise.all(settled);
  await withGrace(advised, advice, workshop, request.graceSeconds ?? 120);
  workshop.signal.throwIfAborted();
  if (failures.length > 0) throw firstOf(failures);
  return { outputs, parked };
}

/** Ends the advisory waits `graceSeconds` after everything else has ended. */
async function withGrace<Tools>(
  advised: Promise<void>[],
  advice: AbortController,
  { clock, signal }: Workshop<Tools>,
  graceSeconds: number,
): Promise<void> {
  if (advised.length === 0) return;
  const over = new AbortController();
  const grace = clock.sleep(graceSeconds * 1000, AbortSignal.any([over.signal, signal])).then(
    () => advice.abort(new WizardError("timeout", "not in time")),
    () => undefined,
  );
  await Promise.all(advised);
  over.abort(new Error("all advice is in"));
  await grace;
}

/**
 * An advisory wait never fails a run: what it could not see is a warning, in the words of `why`; without words there is
 * nothing to warn of.
 */
async function advise<Tools>(
  node: Node<Tools>,
  life: Life,
  reporter: Reporter,
  why: (error: unknown) => Saying | undefined,
): Promise<void> {
  // What `made` rejects with comes through `ready` below; watched here so that it does not count as unhandled.
  life.made.catch(() => undefined);
  try {
    await life.ready;
  } catch (error) {
    const message = error instanceof Blocked ? undefined : why(error);
    if (message) reporter.emit({ type: "warning", step: node.step, message });
  }
}

/** The same poll, remembering what was waited for last and the reason AWS gave for still waiting. */
function listening(poll: Poll, words: Words): { poll: Poll; reason(): Saying } {
  let last: Saying = "not in time";
  return {
    poll: (wait, look) => {
      last = words.notOver(wait.what, undefined);
      return poll(wait, (note) =>
        look((reason) => {
          last = words.notOver(wait.what, reason);
          note(reason);
        }),
      );
    },
    reason: () => last,
  };
}

/** Before one step alone makes anything: all that it needs of other steps must be there. */
function requireNeeded<Tools>(needed: Node<Tools>[], { journal }: Workshop<Tools>): void {
  for (const node of needed) {
    if (node.type === "resource" && journal.get(node.key)?.status !== "created") throw missingStep(node, node.key);
  }
}

function sayingOf(error: unknown): Saying {
  if (error instanceof WizardError) return error.said.message;
  return error instanceof Error ? error.message : String(error);
}
