import { describe, expect, test } from "vitest";
import { type Tag, tagKeys } from "../../src/aws/owner.ts";
import { type Death, isLook, type Rehearsal, rehearse } from "./rehearsal.ts";
import { difference, shapeOf } from "./shape.ts";

/** Every call, also those that only look; otherwise every sixth of those that change something. */
const everyCall = process.env.DEPLOY_WIZARD_CRASH === "all";
/** Whole runs, hundreds of them: far more than any other test. */
const timeout = everyCall ? 1_800_000 : 120_000;

const entries = ["alb", "direct"] as const;

/** The calls of a run at which it dies; before and after AWS acts at different ones, so that both see more of them. */
const callsOf = ({ calls }: Rehearsal, when: Death["when"]): number[] => {
  if (everyCall) return calls.map((_, index) => index);
  const changes = calls.flatMap((call, index) => (isLook(call) ? [] : [index]));
  return changes.filter((_, index) => index % 6 === (when === "before" ? 0 : 3));
};

/** What went wrong when a run died at each of `calls`, went on from what was on disk, and ended. */
async function survive(
  calls: number[],
  when: Death["when"],
  again: (death: Death) => Promise<{ died: string; wrong: string[] }>,
): Promise<string[]> {
  const failures: string[] = [];
  for (const call of calls) {
    const { died, wrong } = await again({ call, when });
    if (wrong.length > 0) failures.push(`${when} call ${call} (${died}): ${wrong.join("\n  ")}`);
  }
  return failures;
}

const said = (error: unknown) => [error instanceof Error ? error.message : String(error)];

/** Dies in the first run; returns the call at which it did. */
async function dieIn(one: Rehearsal, run: Promise<unknown>): Promise<string> {
  await run.catch(() => undefined);
  return one.calls.at(-1) ?? "";
}

describe.each(entries)("provisioning with the entry %s", (entry) => {
  const answers = { domain: "example.com", entry };

  test.each(["before", "after"] as const)(
    "killed %s AWS acts, at any call, ends in the same world",
    async (when) => {
      const clean = rehearse(answers);
      await clean.provision();
      const calls = callsOf(clean, when);
      expect(calls.length).toBeGreaterThan(8);
      const wanted = await shape(clean);
      clean.end();

      const failures = await survive(calls, when, async (death) => {
        const one = rehearse(answers);
        const died = await dieIn(one, one.provision(death));
        try {
          const { exitCode } = await one.provision();
          if (exitCode !== 0) return { died, wrong: [`exit ${exitCode}`] };
          await one.provision();
          const changes = one.calls.filter((call) => !isLook(call)).map((call) => `another run sent ${call}`);
          return { died, wrong: [...difference(wanted, await shape(one)), ...changes] };
        } catch (error) {
          return { died, wrong: said(error) };
        } finally {
          one.end();
        }
      });
      expect(failures).toEqual([]);
    },
    timeout,
  );

  test.each(["before", "after"] as const)(
    "destroy in place of resume, killed %s AWS acts, leaves nothing",
    async (when) => {
      const clean = rehearse(answers);
      await clean.provision();
      const calls = callsOf(clean, when);
      clean.end();
      const failures = await survive(calls, when, async (death) => {
        const one = rehearse(answers);
        const died = await dieIn(one, one.provision(death));
        return { died, wrong: await takenDown(one) };
      });
      expect(failures).toEqual([]);
    },
    timeout,
  );

  test.each(["before", "after"] as const)(
    "destroy --all killed %s AWS acts, at any call, leaves nothing",
    async (when) => {
      const clean = rehearse(answers);
      await clean.provision();
      await clean.destroyAll();
      const calls = callsOf(clean, when);
      expect(calls.length).toBeGreaterThan(5);
      clean.end();
      const failures = await survive(calls, when, async (death) => {
        const one = rehearse(answers);
        await one.provision();
        const died = await dieIn(one, one.destroyAll(death));
        return { died, wrong: await takenDown(one) };
      });
      expect(failures).toEqual([]);
    },
    timeout,
  );
});

const shape = async (one: Rehearsal) => shapeOf(one.sandbox.world, (await one.state())?.id ?? "none");

/** Takes everything down; returns what is left then, and what went wrong. */
async function takenDown(one: Rehearsal): Promise<string[]> {
  try {
    // The state may have gone with the last call already.
    if (await one.state()) await one.destroyAll();
    const left = oursIn(one.sandbox.world, one.sandbox.clock.wall().getTime());
    if (await one.state()) left.push("the state");
    return left;
  } catch (error) {
    return said(error);
  } finally {
    one.end();
  }
}

/** The keys of everything that carries our tags, but for what AWS shows a while longer: terminated instances. */
function oursIn(value: unknown, now: number): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { tags, phase, goneAt } = value as { tags?: unknown; phase?: string; goneAt?: number };
  if (phase === "terminated" || (goneAt !== undefined && goneAt <= now)) return [];
  const key = Array.isArray(tags) ? (tags as Tag[]).find(({ Key }) => Key === tagKeys.resource)?.Value : undefined;
  const inside = Object.values(value).flatMap((inner) => oursIn(inner, now));
  return key === undefined ? inside : [key, ...inside];
}
