/** Runs that are interrupted once at a call: what they did until they ended, and what goes on from there. */
import { difference, shapeOf } from "../commands/shape.ts";
import { tollOf } from "./account.ts";
import { ended, idOf, type Outcome, type Reference, takenDown, trial } from "./matrix.ts";
import type { Death, Entry, Ran, Victim } from "./victim.ts";

const interrupted = 130;

/** Interrupted in `init`, then `resume`: the world of a clean run. */
export async function interruptedThenResumed(entry: Entry, clean: Reference, death: Death): Promise<Outcome> {
  return trial(death, async (victim) => {
    const first = await victim.init(entry, death);
    const wrong = wrongAfter(first, victim);
    if (first.code === interrupted) wrong.push(...unknownTo(victim).map((key) => `${key} was made and not recorded`));
    const last = await victim.goOn(entry);
    wrong.push(...ended("resume", last), ...difference(clean.shape, shapeOf(victim.world(), idOf(victim))));
    return { killed: first.code === interrupted, wrong, toll: tollOf(victim.world(), clean.after, clean.before) };
  });
}

/** Interrupted in `destroy --all`, then `destroy --all` again: nothing of ours is left. */
export async function destroyInterrupted(made: Reference, gone: Reference, death: Death): Promise<Outcome> {
  const run = async (victim: Victim) => {
    const first = await victim.destroy(death);
    const wrong = wrongAfter(first, victim);
    const last = victim.state() ? await victim.destroy() : { code: 0, stderr: "" };
    const { wrong: more, toll } = takenDown(victim, gone, last);
    return { killed: first.code === interrupted, wrong: [...wrong, ...more], toll };
  };
  return trial(death, run, made.victim);
}

/** What an interrupted run did that it should not have done, or did not say. */
function wrongAfter({ code, stderr }: Ran, victim: Victim): string[] {
  // The order of calls varies a little: it may have ended before.
  if (code === 0) return [];
  const wrong = newCalls(stderr).map((call) => `${call} was sent after the interruption`);
  if (code !== interrupted) wrong.push(`interrupted, it ended with ${code}`);
  if (victim.isLocked) wrong.push("the lock is still there");
  if (!/`deploy-wizard (resume|destroy)` goes on from here|`deploy-wizard init` starts again/.test(stderr)) {
    wrong.push(`how to go on was not said: ${stderr.split("\n").slice(-4).join(" | ")}`);
  }
  return wrong;
}

const notice = /^.*Interrupted\. (?:Finishing and recording what is under way \((?<calls>.*?)\)|What is under way).*$/m;

/** Calls that were told of after the interruption and had not been under way when it came. */
export function newCalls(stderr: string): string[] {
  const found = notice.exec(stderr);
  if (!found) return [];
  // `elasticloadbalancing:CreateListener`, as policies call it.
  const underWay = (found.groups?.calls ?? "").split(", ").map((name) => name.replace(/^.*:/, ""));
  const after = stderr.slice(found.index + found[0].length);
  return [...after.matchAll(/^ {2}\w+:(\w+) \d+ ms/gm)].flatMap(([, call]) => {
    const at = underWay.indexOf(call!);
    if (at >= 0) underWay.splice(at, 1);
    return at >= 0 ? [] : [call!];
  });
}

/** The keys of everything of ours in the account that the state on disk does not name. */
export function unknownTo(victim: Victim): string[] {
  const known = new Set(Object.keys(victim.state()?.resources ?? {}));
  const keys = [...JSON.stringify(victim.world()).matchAll(/"Key":"deploy-wizard:resource","Value":"([^"]+)"/g)];
  return keys.map(([, key]) => key!).filter((key) => !known.has(key) && key !== "network.app-security-group");
}
