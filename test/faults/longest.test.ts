/** AWS shows what it has made as late as it ever did, just when only a look can tell whether it was made. */
import { describe, expect, test } from "vitest";
import { fault } from "../../src/sandbox/scene.ts";
import { isLook, type Rehearsal, rehearse, type Weather } from "../commands/rehearsal.ts";
import { difference } from "../commands/shape.ts";
import { everything, ours, shapeIn } from "./insist.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const timeout = whole ? 900_000 : 120_000;
const makes = /^\w+ (Allocate|Create|Request|Run)/;

/** The calls that make something, by their place in a run; the same at each pace but for repeated ones. */
const makingCalls = ({ calls }: Rehearsal) =>
  calls.flatMap((call, index) => (makes.test(call) ? [{ call, index }] : [])).filter((_, at) => whole || at % 9 === 1);

const slow = (entry: "alb" | "direct") => {
  const one = rehearse(everything(entry));
  one.sandbox.world.pace = "longest";
  return one;
};

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  const clean = async () => {
    const one = slow(entry);
    await one.provision();
    one.sandbox.world.pace = "typical";
    const found = { wanted: await shapeIn(one), making: makingCalls(one), calls: [...one.calls] };
    one.end();
    return found;
  };
  /** The next run: what is wrong with how it ends, and with what is there then. */
  const wrongWithNext = async (one: Rehearsal, wanted: Awaited<ReturnType<typeof shapeIn>>): Promise<string[]> => {
    const { exitCode } = await one.provision().catch((error: Error) => ({ exitCode: error.message }));
    one.sandbox.world.pace = "typical";
    return [...(exitCode === 0 ? [] : [`exit ${exitCode}`]), ...difference(wanted, await shapeIn(one))];
  };

  test(
    "killed after AWS acted: nothing is made twice by resume, nothing is left by destroy",
    async () => {
      const { wanted, making } = await clean();
      expect(making.length).toBeGreaterThan(3);
      const wrong: string[] = [];
      for (const { call, index } of making) {
        const one = slow(entry);
        const back = await killedIn(one, index);
        wrong.push(...(await wrongWithNext(one, wanted)).map((each) => `${call}, resumed: ${each}`));
        await back();
        const gone = await one.destroyAll();
        if (gone.exitCode !== 0 || ours(one).length > 0)
          wrong.push(`${call}, destroyed: ${gone.exitCode}; ${ours(one)}`);
        one.end();
      }
      expect(wrong).toEqual([]);
    },
    timeout,
  );

  test(
    "the answer is lost: looked for until it shows, and made once",
    async () => {
      const { wanted, making } = await clean();
      const wrong: string[] = [];
      for (const call of new Set(making.map((one) => one.call))) {
        const one = slow(entry);
        const lost = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
        one.weather = (each, nth) => (each === call && nth === 0 ? { error: lost, acted: true } : undefined);
        wrong.push(...(await wrongWithNext(one, wanted)).map((each) => `${call}: ${each}`));
        one.end();
      }
      expect(wrong).toEqual([]);
    },
    timeout,
  );

  test(
    "a look that is denied right after the making: it counts as perhaps made, and is made once",
    async () => {
      const { wanted, making } = await clean();
      const wrong: string[] = [];
      let broken = 0;
      for (const call of new Set(making.map((one) => one.call))) {
        const one = slow(entry);
        one.weather = deniedLooksAfter(call, one);
        const ended = await one.provision().catch(() => ({ exitCode: 1 }));
        one.weather = undefined;
        broken += Number(ended.exitCode !== 0);
        const marked = (await one.state())?.entries().filter(([, each]) => each.status === "creating" && each.refused);
        if (ended.exitCode !== 0 && marked?.length !== 0) wrong.push(`${call}: marked as refused: ${marked}`);
        wrong.push(...(await wrongWithNext(one, wanted)).map((each) => `${call}: ${each}`));
        one.end();
      }
      expect(broken).toBeGreaterThan(2);
      expect(wrong).toEqual([]);
    },
    timeout,
  );
});

/** Dies in the call at `index`, after AWS acted; returns the way back to that moment. */
async function killedIn(one: Rehearsal, index: number): Promise<() => Promise<void>> {
  await one.provision({ call: index, when: "after" }).catch(() => undefined);
  return one.snapshot();
}

/** Once `call` has been carried out, each look at the same service is denied. */
function deniedLooksAfter(call: string, one: Rehearsal): Weather {
  const [service] = call.split(" ");
  return (each) => {
    if (!one.calls.slice(0, -1).includes(call) || !each.startsWith(`${service} `) || !isLook(each)) return undefined;
    return { error: fault("AccessDenied", "no identity-based policy allows it", 403), acted: false };
  };
}
