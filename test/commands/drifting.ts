/** A deployment that stands and that somebody touches by hand: what `status`, `plan` and `resume` make of it. */
import { expect } from "vitest";
import type { Inspected } from "../../src/engine/inspect.ts";
import type { CreatedEntry } from "../../src/engine/journal.ts";
import type { PlannedChange } from "../../src/engine/plan.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";

/** What was there before us, or is somebody else's to decide. */
const looked = ["vpc", "subnets"];

/** What the domain has at its former DNS. */
export const former = [
  { name: "example.com", type: "MX" as const, ttl: 300, values: ["10 mx.mail.test."] },
  { name: "example.com", type: "TXT" as const, ttl: 300, values: ['"v=spf1 include:mail.test -all"'] },
];

export interface Drifting {
  one: Rehearsal;
  /** What runs have warned of. */
  warned: string[];
  /** Everything is again as it was made. */
  back(): Promise<void>;
  standing: [string, CreatedEntry][];
  /** What `status` says of one. */
  seen(key: string): Promise<Inspected | undefined>;
  /** What `plan` says of one. */
  planned(key: string): Promise<PlannedChange | undefined>;
  /** `resume`, and what it did and had not told of. */
  resumed(): Promise<{ exitCode: number; untold: string[] }>;
  /** What is still not as it should be. */
  wrong(): Promise<string[]>;
}

export async function openDrifting(entry: "alb" | "direct"): Promise<Drifting> {
  const done: string[] = [];
  const warned: string[] = [];
  const github = { repository: "mina/shop", branch: "main", ids: "1/2" };
  const one = rehearse({ domain: "example.com", entry, github }, (event) => {
    if (event.type === "resource" && event.action !== "found") done.push(event.key);
    if (event.type === "warning") warned.push(String(event.message));
  });
  one.sandbox.world.publicRecords.push(...former);
  expect(await one.provision()).toMatchObject({ exitCode: 0 });
  const all = ((await one.state())?.entries() ?? []) as [string, CreatedEntry][];
  const standing = all.filter(([, { kind }]) => !looked.includes(kind));
  expect(standing.length).toBeGreaterThan(36);
  const inspected = async () => ((await one.status()).more as { resources: Inspected[] }).resources;
  const changes = async () => ((await one.plan()).more as { changes: PlannedChange[] }).changes;
  return {
    one,
    warned,
    standing,
    back: await one.snapshot(),
    seen: async (key) => (await inspected()).find((resource) => resource.key === key),
    planned: async (key) => (await changes()).find((change) => change.key === key),
    async resumed() {
      const told = (await changes()).flatMap(({ key, action }) => (action === "none" ? [] : [key]));
      done.length = 0;
      const { exitCode } = await one.resume();
      return { exitCode, untold: done.filter((key) => !told.includes(key)) };
    },
    wrong: async () => [
      ...(await inspected())
        .filter(({ drift }) => drift.length > 0)
        .map(({ key, drift }) => `${key} differs: ${drift}`),
      ...(await changes()).filter(({ action }) => action !== "none").map(({ key, action }) => `${key}: ${action}`),
    ],
  };
}

/** How a run fails; undefined when it does not. */
export const failure = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: { code: string; message: string; hint: string }) => error,
  );
