/** Deployments that stand, to be taken down. */
import { expect, onTestFinished } from "vitest";
import { fault } from "../../src/sandbox/scene.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";

type Left = {
  key: string | null;
  title: string;
  id: string;
  reason: string;
  heldBy: string[];
  removeWith: string | null;
  monthlyCost: { total: number; totalUpTo: number } | null;
};
export type Result = { survivors: Left[]; leftovers: Left[]; monthlyCost: { total: number; currency: string } };

export const entries = ["alb", "direct"] as const;

/** A deployment that is whole, gone when the test is over. */
export async function standing(entry: (typeof entries)[number]): Promise<Rehearsal> {
  const one = rehearse({ domain: "example.com", entry });
  onTestFinished(one.end);
  expect(await one.provision()).toMatchObject({ exitCode: 0 });
  return one;
}

export const resultOf = ({ more }: { more?: object }) => more as Result;

/** `destroy --all` while AWS denies these calls. */
export async function destroyDenied(one: Rehearsal, denies: (call: string, nth: number) => boolean) {
  one.weather = (call, nth) => {
    if (!denies(call, nth)) return undefined;
    return { error: fault("AccessDenied", `not allowed to ${call.split(" ")[1]}`, 403), acted: false };
  };
  try {
    return await one.destroyAll();
  } finally {
    one.weather = undefined;
  }
}
