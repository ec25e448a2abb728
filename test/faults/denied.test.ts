/** A permission that is missing, for each call in turn: told at once and by its name, and no harm done. */
import { describe, expect, test } from "vitest";
import { WizardError } from "../../src/engine/errors.ts";
import { type Rehearsal, rehearse } from "../commands/rehearsal.ts";
import { difference } from "../commands/shape.ts";
import { denial, nameOf, permissionOf } from "./denial.ts";
import { everything, shapeIn } from "./insist.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const timeout = whole ? 600_000 : 120_000;

/** Each kind of call once; without `npm run test:crash` every third of them. */
const some = (calls: readonly string[]) => [...new Set(calls)].filter((_, index) => whole || index % 3 === 1);

/** To this call AWS says the same of a bucket that is somebody else's, which is then what is told first. */
const bucketOfWhom = "s3 GetBucketTagging";

/** `call` is denied until it is allowed again. */
function deny(one: Rehearsal, call: string): { times: number } {
  const denied = { times: 0 };
  one.weather = (each) => {
    if (each !== call) return undefined;
    denied.times += 1;
    return { error: denial(call), acted: false };
  };
  return denied;
}

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  test(
    "init names the call and the permission, and goes on after the mend",
    async () => {
      const clean = rehearse(everything(entry));
      await clean.provision();
      const wanted = await shapeIn(clean);
      const sent = (call: string) => clean.calls.filter((each) => each === call).length;
      const wrong: string[] = [];
      for (const call of some(clean.calls)) {
        const one = rehearse(everything(entry));
        const denied = deny(one, call);
        const failure = await one.provision().then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure instanceof WizardError) {
          const { code, message, hint } = failure;
          const tells = `${message} ${hint}`;
          if (code !== "refused" && call !== bucketOfWhom) wrong.push(`${call}: ${code}, ${tells}`);
          if (!message.includes(nameOf(call))) wrong.push(`${call} is not named: ${tells}`);
          if (!hint?.includes(permissionOf(call)) && call !== bucketOfWhom) wrong.push(`${call}: the hint is ${hint}`);
        } else if (failure) wrong.push(`${call}: ${failure}`);
        if (denied.times === 0) wrong.push(`${call} was never sent`);
        // Never sent again: only calls side by side can be denied before the run stops.
        if (failure && denied.times > sent(call)) wrong.push(`${call} was sent ${denied.times} times`);
        one.weather = undefined;
        const { exitCode } = await one.provision();
        const differs = difference(wanted, await shapeIn(one));
        if (exitCode !== 0 || differs.length > 0)
          wrong.push(`${call}, mended: exit ${exitCode}; ${differs.join("; ")}`);
        one.end();
      }
      clean.end();
      expect(wrong).toEqual([]);
    },
    timeout,
  );
});
