/** Somebody else removes the database that `destroy` was to leave a copy of: that is said, and never passes for a success. */
import { describe, expect, test } from "vitest";
import { open } from "./opened.ts";

describe.each(["alb", "direct"])("with the entry %s", (entry) => {
  const made = async () => {
    const warned: string[] = [];
    const one = open({ domain: "example.com", entry }, (event) => {
      if (event.type === "warning") warned.push(String(event.message));
    });
    expect(await one.provision()).toMatchObject({ exitCode: 0 });
    const { databases } = one.sandbox.world.rds;
    const deleteIt = () => {
      databases[0]!.settings.protected = false;
      const request = { DBInstanceIdentifier: databases[0]!.identifier, SkipFinalSnapshot: true };
      one.sandbox.answer("rds", "DeleteDBInstance", request);
    };
    warned.length = 0;
    return { one, warned, deleteIt };
  };
  const noCopy = [expect.stringMatching(/database shop-prod-db was removed by somebody else, and no final copy/)];

  test("removed before", async () => {
    const { one, warned, deleteIt } = await made();
    deleteIt();
    one.sandbox.world.rds.databases = [];
    await one.destroy();
    expect(warned).toEqual(noCopy);
  });

  test("being removed while it is waited for", async () => {
    const { one, warned, deleteIt } = await made();
    deleteIt();
    const { more } = await one.destroy();
    expect(warned).toEqual(noCopy);
    expect((more as { survivors: { key: string }[] }).survivors.map(({ key }) => key)).not.toContainEqual(
      expect.stringContaining("snapshot"),
    );
  });

  test("not said when there is a copy, or when none was wanted", async () => {
    const kept = await made();
    await kept.one.destroy();
    expect(kept.warned).toEqual([]);
    const { one, warned, deleteIt } = await made();
    deleteIt();
    await one.destroyAll();
    expect(warned).toEqual([]);
  });
});
