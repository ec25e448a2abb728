/** AWS at its slowest, and a machine whose clock is wrong. */
import { describe, expect, test } from "vitest";
import { isLook, rehearse } from "../commands/rehearsal.ts";
import { difference } from "../commands/shape.ts";
import { everything, ours, shapeIn } from "./insist.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const entries = ["alb", "direct"] as const;

async function clean(entry: "alb" | "direct") {
  const one = rehearse(everything(entry));
  await one.provision();
  const found = { wanted: await shapeIn(one), calls: [...one.calls] };
  one.end();
  return found;
}

describe.each(entries)("with the entry %s", (entry) => {
  test("each window of eventual consistency at its long end is waited for, up and down, at the first run", async () => {
    const { wanted } = await clean(entry);
    const one = rehearse(everything(entry));
    one.sandbox.world.pace = "longest";
    expect((await one.provision()).exitCode).toBe(0);
    one.sandbox.world.pace = "typical";
    expect(difference(wanted, await shapeIn(one))).toEqual([]);
    one.sandbox.world.pace = "longest";
    expect((await one.destroyAll()).exitCode).toBe(0);
    expect(ours(one)).toEqual([]);
    one.end();
  });

  test.each([-1, 1])("a clock that is off by %i h from the beginning changes nothing", async (hours) => {
    const { wanted } = await clean(entry);
    const one = rehearse(everything(entry));
    one.hoursAhead = hours;
    expect((await one.provision()).exitCode).toBe(0);
    expect(difference(wanted, await shapeIn(one))).toEqual([]);
    expect((await one.destroyAll()).exitCode).toBe(0);
    expect(ours(one)).toEqual([]);
    one.end();
  });

  test.each([-1, 1])(
    "a clock that is set by %i h between a crash and resume doubles nothing",
    async (hours) => {
      const { wanted, calls } = await clean(entry);
      const changing = calls.flatMap((call, index) => (isLook(call) ? [] : [{ call, index }]));
      const makes = changing.filter(({ call }) => /^\w+ (Allocate|Create|Request|Run)/.test(call));
      expect(makes.length).toBeGreaterThan(20);
      const wrong: string[] = [];
      for (const { index } of makes.filter((_, at) => whole || at % 4 === 0)) {
        const one = rehearse(everything(entry));
        await one.provision({ call: index, when: "after" }).catch(() => undefined);
        const died = one.calls.at(-1);
        one.hoursAhead = hours;
        const { exitCode } = await one.provision();
        const differs = difference(wanted, await shapeIn(one));
        if (exitCode !== 0 || differs.length > 0) wrong.push(`${died}: exit ${exitCode}; ${differs.join("; ")}`);
        one.end();
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
