import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tagKeys } from "../../src/aws/owner.ts";
import type { Inspected } from "../../src/engine/inspect.ts";
import type { PlannedChange } from "../../src/engine/plan.ts";
import { type ByHand, changes, isTagged, removed, retagged } from "./by-hand.ts";
import { type Drifting, failure, former, openDrifting } from "./drifting.ts";
import { isLook, rehearse } from "./rehearsal.ts";

const entries = ["alb", "direct"] as const;
const timeout = 600_000;

/** Every resource in turn with `npm run test:crash`; otherwise some, different ones for the two entries. */
const whole = process.env.DEPLOY_WIZARD_CRASH === "all";
const inTurn = <T>(all: readonly T[], entry: (typeof entries)[number]): T[] =>
  all.filter((_, index) => whole || index % 6 === (entry === "alb" ? 1 : 4));

describe.each(entries)("drift with the entry %s", (entry) => {
  let { one, back, standing, seen, planned, resumed, wrong } = {} as Drifting;
  beforeAll(async () => {
    ({ one, back, standing, seen, planned, resumed, wrong } = await openDrifting(entry));
  }, timeout);
  afterAll(() => one.end());

  /** Each resource in turn is touched by hand; returns what `status`, `plan` and `resume` did not see or not mend. */
  async function unmended(touch: (hand: ByHand) => void, which: (kind: string, key: string) => boolean) {
    const failures: string[] = [];
    let touched = 0;
    for (const [key, own] of inTurn(
      standing.filter(([key, { kind }]) => which(kind, key)),
      entry,
    )) {
      touched += 1;
      await back();
      touch({ one, key, entry: own });
      const fail = (what: string) => failures.push(`${key}: ${what}`);
      try {
        if (((await seen(key))?.drift ?? []).length === 0) fail("status shows no drift");
        const change = await planned(key);
        if (change?.action !== "create" && change?.action !== "update") fail(`plan says ${change?.action}`);
        if ((change?.detail ?? []).length === 0) fail("plan has no detail");
        const ended = await resumed();
        if (ended.untold.length > 0) fail(`resume had not told of ${ended.untold}`);
        if (!one.lines.some((line) => /^(Changed since|Plan:)/.test(line))) fail("resume says nothing beforehand");
        if (ended.exitCode !== 0) fail(`resume ends with ${ended.exitCode}`);
        for (const each of await wrong()) fail(`after resume: ${each}`);
      } catch (error) {
        fail(`${(error as Error).message}`);
      }
    }
    await back();
    expect(touched).toBeGreaterThan(0);
    return failures;
  }

  /** The same with all of them touched at once, for what does not hang together. */
  async function unmendedAtOnce(touch: (hand: ByHand) => void, which: (kind: string, key: string) => boolean) {
    const touched = standing.filter(([key, { kind }]) => which(kind, key));
    expect(touched.length).toBeGreaterThan(5);
    await back();
    for (const [key, own] of touched) touch({ one, key, entry: own });
    const { resources } = (await one.status()).more as { resources: Inspected[] };
    const { changes } = (await one.plan()).more as { changes: PlannedChange[] };
    const unseen = touched.flatMap(([key]) => [
      ...(resources.some((each) => each.key === key && each.drift.length > 0) ? [] : [`${key}: status shows no drift`]),
      ...(changes.some((each) => each.key === key && each.action === "update") ? [] : [`${key}: plan says no update`]),
    ]);
    expect(await resumed()).toEqual({ exitCode: 0, untold: [] });
    expect(one.lines[0]).toMatch(/^Changed since/);
    const left = await wrong();
    await back();
    return [...unseen, ...left];
  }

  test("a vanished database is refused with the one thing to do, and nothing is made", async () => {
    await back();
    const own = standing.find(([key]) => key === "rds.instance")!;
    removed({ one, key: "rds.instance", entry: own[1] });
    expect(await seen("rds.instance")).toMatchObject({
      state: "absent",
      drift: [expect.stringContaining("not there")],
    });
    expect(await planned("rds.instance")).toMatchObject({
      action: "unknown",
      instead: expect.stringContaining("snapshot"),
    });
    const refused = await failure(one.resume());
    expect(refused).toMatchObject({ code: "resource-gone", hint: expect.stringContaining("snapshot") });
    expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
    await back();
  });

  test(
    "whatever is deleted is seen, named and made again",
    async () => {
      // A new zone has new name servers, which wait for the person: it has a test of its own.
      const others = ["db-instance", "hosted-zone"];
      expect(await unmended(removed, (kind) => !others.includes(kind))).toEqual([]);
    },
    timeout,
  );

  test(
    "a deleted hosted zone is made again with its records, those that were copied too, and waits for the registrar",
    async () => {
      await back();
      // The domain points at the dead zone: nobody else knows these records any more.
      one.sandbox.world.publicRecords = [];
      removed({ one, key: "route53.zone", entry: standing.find(([key]) => key === "route53.zone")![1] });
      expect((await seen("route53.zone"))?.drift).toEqual([expect.stringContaining("not there")]);
      expect(await planned("route53.zone")).toMatchObject({ action: "create" });
      await one.resume();
      expect(one.lines[0]).toMatch(/^Changed since/);
      expect(await wrong()).toEqual([]);
      const copied = one.sandbox.world.route53.zones[0]!.records.filter(({ Type }) => Type === "MX" || Type === "TXT");
      expect(copied.map(({ Name, ResourceRecords }) => [Name, ResourceRecords?.[0]?.Value])).toEqual(
        former.map(({ name, values }) => [`${name}.`, values[0]]),
      );
      await back();
    },
    timeout,
  );

  test(
    "whatever setting is changed is seen, named and put back",
    async () => {
      const untouchable = ["codedeploy-application", "certificate", "hosted-zone", "repository-files", "address"];
      const kinds = new Set(standing.map(([, { kind }]) => kind).filter((kind) => !untouchable.includes(kind)));
      expect([...kinds].filter((kind) => !changes[kind])).toEqual([]);
      const serverReadsOnce = (key: string) => key === "ec2.parameter-runtime";
      const touch = (hand: ByHand) => changes[hand.entry.kind]!(hand);
      expect(await unmended(touch, (kind, key) => kind in changes && !serverReadsOnce(key))).toEqual([]);
    },
    timeout,
  );

  test(
    "tags of ours that are changed are seen, named and put back",
    async () => {
      const touch = (hand: ByHand) => retagged(hand, { [tagKeys.app]: undefined, Name: "renamed" });
      expect(await unmendedAtOnce(touch, (_kind, key) => isTagged({ one, key }))).toEqual([]);
    },
    timeout,
  );

  test(
    "all tags taken away: put back where AWS's own id tells whose it is, otherwise said",
    async () => {
      const byId =
        /^(security-group|security-group-rule|instance|address|hosted-zone|certificate|load-balancer|target-group|listener|codedeploy-application|deployment-group)$/;
      const touch = (hand: ByHand) => retagged(hand, { [tagKeys.id]: undefined });
      expect(await unmendedAtOnce(touch, (kind, key) => byId.test(kind) && isTagged({ one, key }))).toEqual([]);
      // One OIDC provider serves everybody: without our tags it is somebody's, and goes on being used.
      const byName = standing.filter(
        ([key, { kind }]) => !byId.test(kind) && kind !== "oidc-provider" && isTagged({ one, key }),
      );
      expect(byName.length).toBeGreaterThan(5);
      expect(await strangers(byName, { [tagKeys.id]: undefined }, /give it back its tag deploy-wizard:id=/)).toEqual(
        [],
      );
    },
    timeout,
  );

  test(
    "tags of another deployment: said to be not ours, and nothing is changed",
    async () => {
      const all = standing.filter(([key, { kind }]) => kind !== "oidc-provider" && isTagged({ one, key }));
      const theirs = { [tagKeys.id]: "somebodys", [tagKeys.app]: "blog" };
      expect(await strangers(all, theirs, /another --app or --env/)).toEqual([]);
    },
    timeout,
  );

  /** Retagged each in turn: returns what was not told as somebody else's. */
  async function strangers(all: typeof standing, tags: Record<string, string | undefined>, hint: RegExp) {
    const failures: string[] = [];
    for (const [key, own] of inTurn(all, entry)) {
      await back();
      retagged({ one, key, entry: own }, tags);
      const fail = (what: string) => failures.push(`${key}: ${what}`);
      const inspected = await seen(key);
      if (!inspected?.drift.some((each) => /deployment/.test(each))) fail(`status says ${inspected?.drift}`);
      const onPlan = await failure(one.plan());
      if (onPlan?.code !== "not-ours") fail(`plan ends with ${onPlan?.code}`);
      const onResume = await failure(one.resume());
      if (onResume?.code !== "not-ours") fail(`resume ends with ${onResume?.code}`);
      if (!hint.test(onResume?.hint ?? "")) fail(`the hint is ${onResume?.hint}`);
      const sent = one.calls.filter((call) => !isLook(call));
      if (sent.length > 0) fail(`resume sent ${sent}`);
    }
    await back();
    return failures;
  }
});

test("on a terminal it is shown and asked about first; no changes nothing", async () => {
  const one = rehearse({ domain: "example.com" });
  await one.provision();
  const balancer = one.sandbox.world.elb.loadBalancers[0]!;
  balancer.attributes["deletion_protection.enabled"] = "false";
  expect(await one.resume(false)).toMatchObject({ exitCode: 0 });
  expect(one.lines.join(" ").replace(/\s+/g, " ")).toContain("deletion_protection.enabled: false -> true");
  expect(one.calls.filter((call) => !isLook(call))).toEqual([]);
  await one.resume(true);
  expect(balancer.attributes["deletion_protection.enabled"]).toBe("true");
  one.end();
});
