import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Entry } from "../../src/engine/journal.ts";
import type { DeploymentState } from "../../src/state/deployment-state.ts";
import { isLook, type Rehearsal, rehearse } from "./rehearsal.ts";

// Whole runs, several of them.
vi.setConfig({ testTimeout: 120_000 });

const open = (...args: Parameters<typeof rehearse>): Rehearsal => {
  const one = rehearse(...args);
  onTestFinished(one.end);
  return one;
};

/** What of an entry decides what later runs do; when it was made does not. */
const essence = (state: DeploymentState | undefined): Record<string, Entry> =>
  Object.fromEntries(
    (state?.entries() ?? [])
      .map(([key, entry]) => [key, { ...entry, since: undefined }] as [string, Entry])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const changing = ({ calls }: Rehearsal) => calls.filter((call) => !isLook(call));

type Report = { recovered: { key: string; by: string; sure: boolean; note?: unknown }[]; missing: string[] };

async function loseAndRecover(one: Rehearsal): Promise<Report> {
  one.lose();
  const { exitCode, more } = await one.recover();
  expect(exitCode).toBe(0);
  expect(changing(one)).toEqual([]);
  return JSON.parse(JSON.stringify(more)) as Report;
}

const github = { repository: "octo/shop", branch: "main" };

describe.each([
  ["alb", { entry: "alb", domain: "example.com", github }],
  ["direct", { entry: "direct", domain: "example.com", github }],
  ["alb with a fixed address, another engine", { server: { elasticIp: true }, database: { engine: "mysql" } }],
  ["direct with little else", { entry: "direct", database: null, assets: false }],
])("the state of %s", (_, answers) => {
  test("comes back as it was, from calls that only look", async () => {
    const one = open(answers);
    await one.provision();
    await one.provision();
    const lost = await one.state();
    const report = await loseAndRecover(one);
    expect(report.missing).toEqual([]);
    const recovered = await one.state();
    expect(recovered).toMatchObject({ id: lost?.id, app: "shop", environment: "prod", fixed: lost?.fixed });
    expect(essence(recovered)).toEqual(essence(lost));

    const plan = await one.plan();
    expect(plan.filter(({ action }) => action !== "none")).toEqual([]);
    await one.provision();
    expect(changing(one)).toEqual([]);
    await one.destroyAll();
    expect(await one.state()).toBeUndefined();
  });
});
