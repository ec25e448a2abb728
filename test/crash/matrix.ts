/** Kills run after run, lets each go on, and holds what is there then against a run that nobody killed. */
import { availableParallelism } from "node:os";
import { difference, shapeOf } from "../commands/shape.ts";
import { type Census, census, noToll, type Toll, tollOf } from "./account.ts";
import { type Death, destroyArguments, type Entry, initArguments, type Ran, Victim } from "./victim.ts";

export interface Outcome extends Toll {
  death: Death;
  /** False when the run ended before it came to that point: the order of calls varies a little. */
  killed: boolean;
  /** Anything else that differs, or how the run ended that should have ended well. */
  wrong: string[];
}

/** What a run that nothing interrupted has left. */
export interface Reference {
  victim: Victim;
  before: Census;
  after: Census;
  shape: ReturnType<typeof shapeOf>;
  calls: string[];
  writes: number;
}

export async function provisioned(entry: Entry): Promise<Reference> {
  const victim = new Victim();
  const before = census(victim.world());
  const { ran, calls, writes } = await victim.traced(initArguments(entry));
  if (ran.code !== 0) throw new Error(`a clean init ended with ${ran.code}\n${ran.stderr}`);
  return { victim, before, after: census(victim.world()), shape: shapeOf(victim.world(), idOf(victim)), calls, writes };
}

/** The same account after `destroy --all`: what was there before, and nothing else. */
export async function destroyed(made: Reference): Promise<Reference> {
  const victim = new Victim(made.victim);
  const { ran, calls, writes } = await victim.traced(destroyArguments);
  if (ran.code !== 0) throw new Error(`a clean destroy ended with ${ran.code}\n${ran.stderr}`);
  return { ...made, victim, after: census(victim.world()), calls, writes };
}

/** Killed in `init`, after `hours` of nobody's doing anything, `resume`: the world of a clean run. */
export async function killedThenResumed(entry: Entry, clean: Reference, death: Death, hours = 0): Promise<Outcome> {
  return trial(death, async (victim) => {
    const first = await victim.init(entry, death);
    if (hours > 0) victim.sleep(hours);
    const last = await victim.goOn(entry);
    const wrong = [...ended("resume", last), ...difference(clean.shape, shapeOf(victim.world(), idOf(victim)))];
    const open = Object.entries(victim.state()?.resources ?? {}).filter(([, { status }]) => status !== "created");
    wrong.push(...open.map(([key, { status }]) => `${key} is ${status}`));
    return { killed: first.code === null, wrong, toll: tollOf(victim.world(), clean.after, clean.before) };
  });
}

/** Killed in `init`, then `destroy --all`: nothing of ours is left. */
export async function killedThenDestroyed(entry: Entry, gone: Reference, death: Death): Promise<Outcome> {
  return trial(death, async (victim) => {
    const first = await victim.init(entry, death);
    const last = victim.state() ? await victim.destroy() : { code: 0, stderr: "" };
    return { killed: first.code === null, ...takenDown(victim, gone, last) };
  });
}

/** Killed in `destroy --all`, then `destroy --all` again. */
export async function destroyKilled(made: Reference, gone: Reference, death: Death): Promise<Outcome> {
  return trial(
    death,
    async (victim) => {
      const first = await victim.destroy(death);
      const last = victim.state() ? await victim.destroy() : { code: 0, stderr: "" };
      return { killed: first.code === null, ...takenDown(victim, gone, last) };
    },
    made.victim,
  );
}

export const ended = (what: string, { code, stderr }: Ran) =>
  code === 0 ? [] : [`${what} ended with ${code}: ${stderr.trim().split("\n").slice(-3).join(" | ")}`];

export function takenDown(victim: Victim, gone: Reference, last: Ran) {
  const wrong = ended("destroy", last);
  if (victim.state()) wrong.push("the state is still there");
  return { wrong, toll: tollOf(victim.world(), gone.after, gone.before) };
}

export const idOf = (victim: Victim) => victim.state()?.id ?? "none";

export async function trial(
  death: Death,
  run: (victim: Victim) => Promise<{ killed: boolean; wrong: string[]; toll: Toll }>,
  from?: Victim,
): Promise<Outcome> {
  const victim = new Victim(from);
  try {
    const { killed, wrong, toll } = await run(victim);
    wrong.push(...victim.leftFiles().map((name) => `${name} was left`));
    const outcome = { death, killed, wrong, ...toll };
    // A whole matrix takes an hour: nobody waits for its end to see what went wrong.
    for (const failure of failuresOf([outcome])) console.error(failure.slice(0, 2000));
    return outcome;
  } catch (error) {
    return { death, killed: false, wrong: [error instanceof Error ? error.message : String(error)], ...noToll() };
  } finally {
    victim.end();
  }
}

/** As many at the same time as the machine has processors. */
export async function each<P, T>(points: readonly P[], one: (point: P) => Promise<T>): Promise<T[]> {
  const outcomes: T[] = [];
  const rest = points.entries();
  const work = async () => {
    for (const [index, point] of rest) outcomes[index] = await one(point);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes;
}

export const nameOf = ({ call, write }: Death): string => call ?? `state write ${write}`;

/** A line for everything that went wrong. */
export const failuresOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ death, killed: _killed, ...found }) =>
    Object.entries(found).flatMap(([what, things]) =>
      things.length > 0 ? [`killed at ${nameOf(death)}: ${what}: ${things.join("; ")}`] : [],
    ),
  );
