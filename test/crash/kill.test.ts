/**
 * The real process, killed with SIGKILL at its calls and at its writes of the state, for both entries; then `resume`, or
 * `destroy --all`, and nothing may be lost, doubled or left behind. The same with a signal that can be caught. Here runs a
 * fixed sample; `npm run test:crash` runs every point and writes the figures into docs/reliability.md.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { destroyInterrupted, interruptedThenResumed } from "./interruption.ts";
import { dataIn, type Kept, keepingKilled, takenDownButData } from "./keeping.ts";
import { interrupting, killPoints, sample } from "./kill-points.ts";
import {
  destroyed,
  destroyKilled,
  each,
  failuresOf,
  killedThenDestroyed,
  killedThenResumed,
  type Outcome,
  provisioned,
  type Reference,
} from "./matrix.ts";
import { record } from "./record.ts";
import type { Death } from "./victim.ts";

/** `all`, or a number n for every n-th point; left out, a small sample that is not recorded. */
const wanted = process.env.DEPLOY_WIZARD_CRASH;
const whole = wanted !== undefined;
const stride = wanted === "all" ? 1 : Number(wanted);
const strided = (deaths: readonly Death[]) => deaths.filter((_, index) => index % stride === 0);
const timeout = whole ? 7_200_000 : 240_000;

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  let made: Reference;
  let gone: Reference;
  let kept: Kept;
  /** All of them, or the sample's. */
  const points = ({ calls, writes }: Reference, nth: { changes: number; looks: number; writes: number }): Death[] => {
    const all = killPoints(calls, writes);
    const some = (kind: keyof typeof all) => (whole ? strided(all[kind]) : sample(all[kind], nth[kind]));
    return [...some("changes"), ...some("looks"), ...some("writes")];
  };
  const every = ({ calls, writes }: Reference) => Object.values(killPoints(calls, writes)).flat();
  const hold = (scenario: string, outcomes: Outcome[], of: number) => {
    if (whole) record(entry, scenario, outcomes, of);
    expect(failuresOf(outcomes)).toEqual([]);
    // A point that the run did not come to proves nothing: the order of calls varies, but not much.
    expect(outcomes.filter(({ killed }) => killed).length).toBeGreaterThan(outcomes.length * 0.9);
  };

  beforeAll(async () => {
    made = await provisioned(entry);
    gone = await destroyed(made);
    kept = await takenDownButData(made);
  });
  afterAll(() => {
    for (const victim of [made?.victim, gone?.victim, kept?.victim, kept?.full]) victim?.end();
  });

  test("a run finds what belongs to others, and leaves it as it was", () => {
    expect(made.before.others.size).toBeGreaterThan(4);
    expect(made.after.ours.size).toBeGreaterThan(30);
    expect([gone.after.ours.size, [...gone.after.others]]).toEqual([0, [...made.before.others]]);
    expect([...kept.after.ours.values(), [...kept.after.others]]).toEqual([1, 1, 1, [...made.before.others]]);
    expect(dataIn(kept.victim)).toBe("photo, example.com. NS, example.com. SOA, manual of shop-prod-db");
  });

  test(
    "init killed, then resume: the world of a run that nobody killed",
    async () => {
      const deaths = points(made, { changes: 40, looks: 200, writes: 120 });
      hold(
        "init, then resume",
        await each(deaths, (death) => killedThenResumed(entry, made, death)),
        every(made).length,
      );
    },
    timeout,
  );

  test.each([2, 25])(
    "init killed, then resume %i hours later, when tokens have run out",
    async (hours) => {
      const acted = killPoints(made.calls, 0).changes.filter(({ call }) => call!.endsWith(":acted"));
      const deaths = whole ? strided(acted) : sample(acted, hours === 2 ? 31 : 23);
      const later = await each(deaths, (death) => killedThenResumed(entry, made, death, hours));
      hold(`init, then resume ${hours} hours later`, later, acted.length);
    },
    timeout,
  );

  test(
    "init interrupted, then resume: nothing new is sent, all is recorded, and the world is that of a clean run",
    async () => {
      const deaths = interrupting(points(made, { changes: 80, looks: 160, writes: 1e6 }));
      const outcomes = await each(deaths, (death) => interruptedThenResumed(entry, made, death));
      hold("init interrupted, then resume", outcomes, interrupting(every(made)).length);
    },
    timeout,
  );

  test(
    "init killed, then destroy --all: nothing is left",
    async () => {
      const { changes } = killPoints(made.calls, 0);
      const deaths = whole ? strided(changes) : sample(changes, 60);
      hold(
        "init, then destroy --all",
        await each(deaths, (death) => killedThenDestroyed(entry, gone, death)),
        changes.length,
      );
    },
    timeout,
  );

  test(
    "destroy --all killed, then destroy --all: nothing is left",
    async () => {
      const deaths = points(gone, { changes: 34, looks: 160, writes: 80 });
      hold("destroy --all twice", await each(deaths, (death) => destroyKilled(made, gone, death)), every(gone).length);
    },
    timeout,
  );

  test(
    "destroy killed, then destroy: the data is kept, once, and everything else is gone",
    async () => {
      const deaths = points(kept, { changes: 50, looks: 160, writes: 40 });
      hold("destroy twice, data kept", await each(deaths, (death) => keepingKilled(kept, death)), every(kept).length);
    },
    timeout,
  );

  test(
    "destroy --all interrupted, then destroy --all: nothing new is sent, and nothing is left",
    async () => {
      const deaths = interrupting(points(gone, { changes: 70, looks: 160, writes: 1e6 }));
      const outcomes = await each(deaths, (death) => destroyInterrupted(made, gone, death));
      hold("destroy --all interrupted, then again", outcomes, interrupting(every(gone)).length);
    },
    timeout,
  );
});
