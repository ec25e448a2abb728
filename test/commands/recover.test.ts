import { describe, expect, test, vi } from "vitest";
import { outputsOf } from "../../src/commands/outputs.ts";
import type { Entry } from "../../src/engine/journal.ts";
import type { PlannedChange } from "../../src/engine/plan.ts";
import type { DeploymentState } from "../../src/state/deployment-state.ts";
import { changing, loseAndRecover, open } from "./lost.ts";
import type { Rehearsal } from "./rehearsal.ts";

// Whole runs, several of them.
vi.setConfig({ testTimeout: 120_000 });

/** What of an entry decides what later runs do; when it was made does not. */
const essence = (state: DeploymentState | undefined): Record<string, Entry> =>
  Object.fromEntries(
    (state?.entries() ?? [])
      .map(([key, entry]) => [key, { ...entry, since: undefined }] as [string, Entry])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

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

    const plan = ((await one.plan()).more as { changes: PlannedChange[] }).changes;
    expect(plan.filter(({ action }) => action !== "none")).toEqual([]);
    await one.provision();
    expect(changing(one)).toEqual([]);
    await one.destroyAll();
    expect(await one.state()).toBeUndefined();
  });
});

describe("what was there before us", () => {
  test("a zone stays foreign, its proofs count as foreign, and of our records it is said what is unknown", async () => {
    const one = open({ domain: "example.com" });
    one.sandbox.answer("route53", "CreateHostedZone", { Name: "example.com", CallerReference: "theirs" });
    await one.provision();
    const report = await loseAndRecover(one);
    const by = Object.fromEntries(report.recovered.map((each) => [each.key, each]));
    expect(by["route53.zone"]).toMatchObject({ by: "before" });
    expect(by["acm.validation"]).toMatchObject({ by: "before" });
    expect(by["alb.record"]).toMatchObject({
      by: "content",
      sure: false,
      note: expect.stringContaining("cannot be known"),
    });
    await one.provision();
    expect(changing(one)).toEqual([]);
    await one.destroyAll();
    expect(await one.state()).toBeUndefined();
    expect(one.calls).not.toContain("route53 DeleteHostedZone");
  });

  test("an OIDC provider stays foreign", async () => {
    const one = open({ github });
    one.sandbox.answer("iam", "CreateOpenIDConnectProvider", {
      Url: "https://token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
    });
    await one.provision();
    const { recovered } = await loseAndRecover(one);
    expect(recovered.find(({ key }) => key === "codedeploy.github-provider")?.by).toBe("before");
    await one.destroyAll();
    expect(one.calls).not.toContain("iam DeleteOpenIDConnectProvider");
  });
});

test.each([12, 40, 70, 100, 130])(
  "of a run that died at call %i what it made is found, and a run goes on",
  async (call) => {
    const clean = open({ domain: "example.com" });
    await clean.provision();
    const one = open({ domain: "example.com" });
    await one.provision({ call, when: "after" }).catch(() => undefined);
    const lost = await one.state();
    const made = lost?.entries().filter(([, entry]) => entry.status === "created") ?? [];
    const { recovered } = await loseAndRecover(one);
    expect(recovered.map(({ key }) => key)).toEqual(expect.arrayContaining(made.map(([key]) => key)));
    expect((await one.provision()).exitCode).toBe(0);
    const keys = async (of: Rehearsal) =>
      (await of.state())
        ?.entries()
        .map(([key]) => key)
        .sort();
    expect(await keys(one)).toEqual(await keys(clean));
    await one.destroyAll();
    expect(await one.state()).toBeUndefined();
  },
);

test("a resource that is gone is told as missing, and not recorded", async () => {
  const one = open({});
  await one.provision();
  const lost = await one.state();
  one.sandbox.answer("ec2", "TerminateInstances", { InstanceIds: outputsOf(lost, null).servers.instanceIds });
  const { missing } = await loseAndRecover(one);
  expect(missing).toContain("ec2.instance");
  expect((await one.state())?.get("ec2.instance")).toBeUndefined();
});

test("what an earlier config asked for is placed too, so that destroy removes it", async () => {
  const one = open({});
  await one.provision();
  one.lose();
  await one.recover({ ...one.config, database: null, assets: false });
  const recovered = await one.state();
  expect(recovered?.get("rds.instance")).toMatchObject({ status: "created", kind: "db-instance" });
  expect(recovered?.get("s3.assets-bucket")).toMatchObject({ status: "created" });
  await one.destroyAll();
  expect(await one.state()).toBeUndefined();
});

test("a state that can be read is not lost", async () => {
  const one = open({ database: null });
  await one.provision();
  await expect(one.recover()).rejects.toMatchObject({ code: "usage", exitCode: 2 });
});

test("the final snapshot that destroy left is placed, so that destroy --all removes it", async () => {
  const one = open({}, undefined, { options: { all: false } });
  await one.provision();
  await one.destroyAll();
  const kept = (await one.state())?.entries().map(([key]) => key) ?? [];
  expect(kept).toEqual([expect.stringMatching(/^rds\.final-snapshot\.\d{14}$/)]);
  const { recovered } = await loseAndRecover(one);
  expect(recovered.map(({ key }) => key)).toEqual(expect.arrayContaining(kept));
  expect((await one.state())?.get(kept[0]!)).toMatchObject({ kind: "db-snapshot", kept: expect.any(String) });
});

test("a zone that was cut short before it was tagged is ours by its comment, and is tagged by the next run", async () => {
  const one = open({ domain: "example.com", database: null });
  await one.provision();
  const zone = one.sandbox.world.route53.zones[0]!;
  zone.tags = [];
  const { recovered } = await loseAndRecover(one);
  expect(recovered.find(({ key }) => key === "route53.zone")).toMatchObject({ by: "content", sure: false });
  await one.provision();
  expect(changing(one)).toEqual(["route53 ChangeTagsForResource"]);
});

describe("records that were copied", () => {
  const mail = { name: "example.com", type: "MX" as const, ttl: 3600, values: ["10 mx.mail.test."] };
  const withMail = (wait: number | undefined) => {
    const one = open({ domain: "example.com", database: null }, undefined, { options: { waitSeconds: wait } });
    one.sandbox.world.publicRecords.push(mail);
    return one;
  };
  const copied = async (one: Rehearsal) => (await one.state())?.get("route53.carried-records");

  test("are those that the former DNS has too, while the name servers are not at the registrar", async () => {
    const one = withMail(undefined);
    await one.provision();
    const lost = await copied(one);
    expect(lost).toMatchObject({ output: { records: [{ type: "MX" }] } });
    await loseAndRecover(one);
    expect(await copied(one)).toMatchObject({ output: { records: [{ name: "example.com", type: "MX" }] } });
  });

  test("cannot be told from the person's own afterwards: this is said, and they stay", async () => {
    const one = withMail(3600);
    await one.provision();
    const { recovered } = await loseAndRecover(one);
    expect(recovered.find(({ key }) => key === "route53.carried-records")).toMatchObject({
      sure: false,
      note: expect.stringContaining("cannot be known"),
    });
    expect(await copied(one)).toMatchObject({ output: { records: [] } });
    await one.provision();
    expect(changing(one)).toEqual([]);
  });
});
