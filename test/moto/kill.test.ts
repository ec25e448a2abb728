import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomNumbers } from "../faults/weather.ts";
import { motoAvailable } from "../support/moto.ts";
import { audit } from "./audit.ts";
import { census, taggable } from "./audit-names.ts";
import { openStage, type Run, type Stage } from "./stage.ts";

describe.skipIf(!(await motoAvailable()))("killed in the middle, on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
    const init = ["init", "--yes", "--app", "shop", "--domain", "example.com", "--entry", entry, "--github", "o/shop"];
    const ids = ["--github-ids", "1/2"];
    const random = randomNumbers(entry === "alb" ? 11 : 23);
    let whole: string[];
    afterAll(() => stage.next());

    /** Runs `args`, killed `rounds` times or until it comes to its end, and once more to the end. */
    const again = async (args: (round: number) => string[], rounds: number, resources: number): Promise<Run> => {
      for (let round = 0; round < rounds; round += 1) {
        const killAfter = { resources: 1 + Math.floor(random() * resources), milliseconds: random() * 120 };
        const run = await stage.wizard(args(round), { ...stage.delegateWhenTold(), killAfter });
        if (run.code !== null) {
          expect(round).toBeGreaterThan(0);
          return run;
        }
      }
      return stage.wizard(args(rounds), stage.delegateWhenTold());
    };

    it("destroy --all leaves nothing, however often it is killed", async () => {
      const made = await stage.wizard([...init, ...ids, "--wait"], stage.delegateWhenTold());
      expect([made.said, made.code]).toEqual(["", 0]);
      whole = census(await stage.world());

      const destroy = ["destroy", "--all", "--confirm", "shop"];
      const gone = await again(() => destroy, 3, 14);
      // Killed after its last write, before its last line: then the next one finds no state, which is what destroy leaves.
      if (gone.code === 2) expect(gone.said).toContain("There is no state");
      else expect([gone.said, gone.code, gone.status]).toEqual(["", 0, "complete"]);
      const world = await stage.world();
      expect(taggable(world).filter(([, { Tags }]) => Tags["deploy-wizard:id"])).toEqual([]);
      expect([world.ec2.addresses, world.rds.snapshots, world.s3.buckets, world.route53.zones]).toEqual([
        [],
        [],
        [],
        [],
      ]);
      expect(stage.hasState()).toBe(false);
    });

    it("init and resume end in the world of an uninterrupted run", async () => {
      await stage.next();
      const run = await again((round) => [...(round === 0 ? [...init, ...ids] : ["resume"]), "--wait"], 4, 20);
      expect([run.said, run.code]).toEqual(["", 0]);
      const world = await stage.world();
      expect(census(world)).toEqual(whole);
      const asked = { entry, app: "shop", environment: "prod", id: run.outputs.id, port: 8080, domain: "example.com" };
      expect(audit(world, { ...asked, databasePort: 5432, disk: 20 })).toEqual([]);
    });

    it("destroy instead of resume leaves nothing of a run that was killed", async () => {
      await stage.next();
      const killAfter = { resources: 20 + Math.floor(random() * 15), milliseconds: random() * 50 };
      await stage.wizard([...init, ...ids, "--wait"], { killAfter });
      expect(census(await stage.world()).length).toBeGreaterThan(10);
      const gone = await stage.wizard(["destroy", "--all", "--confirm", "shop"]);
      expect([gone.said, gone.code]).toEqual(["", 0]);
      const world = await stage.world();
      expect(taggable(world).filter(([, { Tags }]) => Tags["deploy-wizard:id"])).toEqual([]);
      expect([world.ec2.addresses, world.rds.snapshots, world.s3.buckets, world.route53.zones]).toEqual([
        [],
        [],
        [],
        [],
      ]);
      expect(stage.hasState()).toBe(false);
    });
  });
});
