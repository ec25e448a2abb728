/** A disk that is full, read-only or broken from some write of the state on: nothing is made that the state does not know. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { census, tollOf } from "./account.ts";
import { unknownTo } from "./interruption.ts";
import { destroyed, each, provisioned, type Reference, takenDown } from "./matrix.ts";
import { destroyArguments, initArguments, Victim } from "./victim.ts";

const preload = join(import.meta.dirname, "failing-disk.mjs");
const failures = ["write:ENOSPC", "fsync:EIO", "rename:EROFS", "write:EACCES"];
const whole = process.env.DEPLOY_WIZARD_CRASH === "all";

let clean: Reference;
let gone: Reference;
beforeAll(async () => {
  clean = await provisioned("alb");
  gone = await destroyed(clean);
});
afterAll(() => {
  clean?.victim.end();
  gone?.victim.end();
});

/** From its `at`-th write of the state on, a run's disk refuses. */
const onBrokenDisk = async (victim: Victim, args: string[], at: number, failure: string) => {
  const env = { FAIL_AT_WRITE: `${at}:${failure}`, NODE_OPTIONS: `--import=${preload}` };
  const { code, stderr } = await victim.run(args, {}, env);
  const [, error = ""] = failure.split(":");
  const told = stderr.includes("Could not write the state in .deploy-wizard") && stderr.includes(error);
  return { code, told };
};
const pointsOf = ({ writes }: Reference, every: number) =>
  Array.from({ length: writes }, (_, index) => index + 1).filter((at) => whole || at === 1 || at % every === 7);

test.each(failures)(
  "%s: exit 4, told in a few lines; no call without an intent, and resume ends as if nothing had been",
  async (failure) => {
    const points = pointsOf(clean, 90);
    const outcomes = await each(points, async (at) => {
      const victim = new Victim();
      try {
        const { code, told } = await onBrokenDisk(victim, initArguments("alb"), at, failure);
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

test.each(failures)(
  "%s while everything is taken down: exit 4, what still stands is on record, and the next destroy leaves nothing",
  async (failure) => {
    // The first also leaves a snapshot of the database, whose name has to be on the disk before the database goes.
    const ways = [["destroy", "--confirm", "shop"], destroyArguments];
    const points = pointsOf(gone, 20).map((at, index) => ({ at, args: ways[index % 2]! }));
    const outcomes = await each(points, async ({ at, args }) => {
      const victim = new Victim(clean.victim);
      try {
        const { code, told } = await onBrokenDisk(victim, args, at, failure);
        const known = Object.keys(victim.state()?.resources ?? {});
        const lost = [...census(victim.world()).ours.keys()].filter((name) => {
          const [where, key = ""] = name.split(" ");
          // The final snapshot has the tags of its database, and a key of its own.
          if (where === ".rds.snapshots") return !known.some((each) => each.startsWith("rds.final-snapshot."));
          return !known.includes(key) && key !== "network.app-security-group";
        });
        const { wrong, toll } = takenDown(victim, gone, await victim.destroy());
        return { at, code, told, lost, wrong, toll: Object.values(toll).flat() };
      } finally {
        victim.end();
      }
    });
    expect(outcomes).toEqual(points.map(({ at }) => ({ at, code: 4, told: true, lost: [], wrong: [], toll: [] })));
  },
  whole ? 3_600_000 : 120_000,
);
