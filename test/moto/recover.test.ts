/** A lost state, rebuilt from what another implementation of AWS answers. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { openStage, type Stage } from "./stage.ts";

describe.skipIf(!(await motoAvailable()))("recover, on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it.each(["alb", "direct"])(
    "entry %s: finds everything, changes nothing, and resume has nothing to do",
    async (entry) => {
      const init = [
        "init",
        "--yes",
        "--app",
        "shop",
        "--domain",
        "example.com",
        "--entry",
        entry,
        "--github",
        "o/shop",
      ];
      const made = await stage.wizard([...init, "--github-ids", "1/2", "--wait"], stage.delegateWhenTold());
      expect([made.said, made.code]).toEqual(["", 0]);
      for (const name of ["prod.json", "prod.json.bak"]) rmSync(join(stage.folder, ".deploy-wizard", name));
      const before = stage.changes().length;

      const recovered = await stage.wizard(["recover"]);
      expect([recovered.said, recovered.code, recovered.status]).toEqual(["", 0, "complete"]);
      expect(recovered.outputs).toMatchObject({ ...made.outputs, delegated: null });
      expect(recovered.events.at(-1)).toMatchObject({ missing: [] });
      const resumed = await stage.wizard(["resume"]);
      expect([resumed.said, resumed.code]).toEqual(["", 0]);
      expect(stage.changes().slice(before)).toEqual([]);

      const gone = await stage.wizard(["destroy", "--all", "--confirm", "shop"]);
      expect([gone.said, gone.code]).toEqual(["", 0]);
      await stage.next();
    },
  );
});
