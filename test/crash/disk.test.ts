/** A disk that is full, read-only or broken from some write of the state on: nothing is made that the state does not know. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tollOf } from "./account.ts";
import { unknownTo } from "./interruption.ts";
import { each, provisioned, type Reference } from "./matrix.ts";
import { initArguments, Victim } from "./victim.ts";

const preload = join(import.meta.dirname, "failing-disk.mjs");
const failures = ["write:ENOSPC", "fsync:EIO", "rename:EROFS", "write:EACCES"];
const whole = process.env.DEPLOY_WIZARD_CRASH === "all";

let clean: Reference;
beforeAll(async () => {
  clean = await provisioned("alb");
});
afterAll(() => clean?.victim.end());

test.each(failures)(
  "%s: exit 4, told in a few lines; no call without an intent, and resume ends as if nothing had been",
  async (failure) => {
    const writes = Array.from({ length: clean.writes }, (_, index) => index + 1);
    const points = writes.filter((at) => whole || at === 1 || at % 60 === 7);
    const outcomes = await each(points, async (at) => {
      const victim = new Victim();
      try {
        const env = { FAIL_AT_WRITE: `${at}:${failure}`, NODE_OPTIONS: `--import=${preload}` };
        const { code, stderr } = await victim.run(initArguments("alb"), {}, env);
        const [, error = ""] = failure.split(":");
        const told = stderr.includes("Could not write the state in .deploy-wizard") && stderr.includes(error);
        const unknown = unknownTo(victim);
        const again = await victim.goOn("alb");
        const { orphans, duplicates, missing, foreignDeleted } = tollOf(victim.world(), clean.after, clean.before);
        const toll = [...orphans, ...duplicates, ...missing, ...foreignDeleted];
        return { at, code, told, unknown, again: again.code, toll };
      } finally {
        victim.end();
      }
    });
    const fine = points.map((at) => ({ at, code: 4, told: true, unknown: [], again: 0, toll: [] }));
    expect(outcomes).toEqual(fine);
  },
  whole ? 3_600_000 : 120_000,
);
