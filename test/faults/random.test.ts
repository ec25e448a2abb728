/** Of all calls 30 % go wrong, in one way after the other: a run still ends right within three resumes. */
import { describe, expect, test } from "vitest";
import { type Rehearsal, rehearse } from "../commands/rehearsal.ts";
import { difference } from "../commands/shape.ts";
import { replaceRow } from "../crash/record.ts";
import { everything, insist, ours, shapeIn } from "./insist.ts";
import { kinds, storm } from "./weather.ts";

const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const seeds = Array.from({ length: whole ? 25 : 2 }, (_, index) => index + 1);
const timeout = whole ? 3_600_000 : 120_000;
const mostResumes = 3;
const part = 0.3;

describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
  test.each(kinds)(
    "30 % $name: it ends in the same world, and destroy --all leaves nothing",
    async (kind) => {
      const clean = rehearse(everything(entry));
      await clean.provision();
      const wanted = await shapeIn(clean);
      clean.end();
      const figures = { calls: 0, failed: 0, resumes: 0, different: 0, left: 0 };
      const wrong: string[] = [];
      for (const seed of seeds) {
        const one = rehearse(everything(entry));
        count(one, storm(kind, part, seed), figures);
        let runs = 0;
        const resumes = await insist(() => (runs++ === 0 ? one.provision() : one.resume()), mostResumes);
        const differs = difference(wanted, await shapeIn(one));
        const again = await insist(() => one.destroyAll(), mostResumes);
        const left = ours(one);
        if (await one.state()) left.push("the state");
        one.end();

        figures.resumes = Math.max(figures.resumes, resumes, again);
        figures.different += Number(differs.length > 0);
        figures.left += left.length;
        if (differs.length + left.length > 0 || Math.max(resumes, again) > mostResumes) {
          wrong.push(`seed ${seed}: ${resumes} and ${again} resumes; ${differs.join("; ")}; left: ${left.join(", ")}`);
        }
      }
      const { calls, failed, ...rest } = figures;
      if (whole) {
        const cells = [kind.name, entry, seeds.length, calls, failed, ...Object.values(rest)];
        replaceRow("faults", `| ${kind.name} | ${entry} |`, `| ${cells.join(" | ")} |`);
      }
      expect(wrong).toEqual([]);
      // A storm in which nothing goes wrong proves nothing.
      expect(failed / calls).toBeGreaterThan(0.25);
    },
    timeout,
  );
});

/** Has the weather count what it does. */
function count(one: Rehearsal, weather: NonNullable<Rehearsal["weather"]>, figures: { calls: number; failed: number }) {
  one.weather = (call, nth) => {
    const trouble = weather(call, nth);
    figures.calls += 1;
    figures.failed += Number(trouble !== undefined);
    return trouble;
  };
}
