/** The state file is gone: `recover` rebuilds it from what is on AWS, and changes nothing there. */
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { parseState, type State } from "../../src/state/schema.ts";
import { isLook } from "../commands/rehearsal.ts";
import { initShop, type Project, project, resultOf, stateFile } from "./project.ts";

const answers = [...initShop, "--github", "octo/shop", "--github-ids", "1/2", "--wait"];
const stateOf = (its: Project) => parseState(its.read(stateFile), stateFile, "");
const lose = (its: Project) => {
  for (const name of [stateFile, `${stateFile}.bak`]) rmSync(its.path(name), { force: true });
};

/** What of an entry nobody can know once the state is gone. */
function comparable({ resources }: State): unknown {
  return Object.entries(resources)
    .map(([key, { status: _status, ...entry }]) => {
      const { since: _since, input, ...rest } = entry as typeof entry & { since?: string; output?: object };
      const { replaced: _replaced, chosen: _chosen, records: _records, ...known } = input as Record<string, unknown>;
      // It was another one before the Elastic IP came.
      const { publicIp: _publicIp, ...output } = (rest.output ?? {}) as Record<string, unknown>;
      return { key, ...rest, output, input: known };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** The calls that a run sent which change something. */
async function changesOf(its: Project, args: string[]): Promise<string[]> {
  const { stderr } = await its.expectRun(0, [...args, "--verbose"]);
  const calls = [...stderr.matchAll(/^ {2}(\w+):(\w+) \d+ ms/gm)].map(([, service, call]) => `${service} ${call}`);
  expect(calls.length).toBeGreaterThan(20);
  return calls.filter((call) => !isLook(call));
}

test.each(["alb", "direct"])(
  "entry %s: the same state again; resume changes nothing, destroy leaves nothing",
  async (entry) => {
    const its = project();
    await its.expectRun(0, [...answers, "--entry", entry]);
    const before = stateOf(its);
    lose(its);
    expect(await changesOf(its, ["recover"])).toEqual([]);
    expect(stateOf(its)).toMatchObject({ id: before.id, app: "shop", environment: "prod", account: before.account });
    expect(comparable(stateOf(its))).toEqual(comparable(before));
    expect((await its.expectRun(0, ["plan"])).stderr).toMatch(/Plan: \d+ as it should be\./);
    expect(await changesOf(its, ["resume"])).toEqual([]);
    await its.expectRun(0, ["destroy", "--all", "--confirm", "shop"]);
    const { ec2, rds, s3, iam, route53 } = its.world();
    const groups = ec2.groups.filter(({ tags }) => tags.length > 0);
    expect([groups, rds.databases, s3.buckets, iam.roles, route53.zones]).toEqual([[], [], [], [], []]);
  },
);

test("--json: each resource with how sure it is; a deployment that was cut short is taken up where it was", async () => {
  const its = project();
  await its.run([...answers], { env: { DEPLOY_WIZARD_SANDBOX_KILL: "CreateLoadBalancer#1:acted" } });
  lose(its);
  const { events, stdout } = await its.expectRun(0, ["recover", "--json"]);
  const { recovered, missing } = resultOf({ events, stdout, stderr: "", code: 0 }) as unknown as {
    recovered: { key: string; id: string; by: string }[];
    missing: string[];
  };
  expect(recovered).toContainEqual({ key: "network.vpc", id: expect.any(String), by: "before", note: null });
  expect(recovered.find(({ key }) => key === "ec2.role")?.by).toBe("tags");
  expect(recovered.find(({ key }) => key === "ec2.role-policy")?.by ?? "name-and-content").toBe("name-and-content");
  expect(missing).toContain("alb.listener-http");
  expect(events.filter(({ type }) => type === "resource")).toHaveLength(recovered.length);
  await its.expectRun(0, ["resume", "--wait"]);
  const { elb, ec2 } = its.world();
  expect([elb.loadBalancers.length, ec2.instances.length]).toEqual([1, 1]);
  expect(Object.keys(stateOf(its).resources).length).toBeGreaterThan(50);
});

test("what is not lost is not replaced; what cannot be read is kept under another name", async () => {
  const its = project();
  expect((await its.expectRun(2, ["recover"])).stderr).toContain("There is no config at");
  await its.expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-provision"]);
  expect((await its.expectRun(2, ["recover"])).stderr).toContain(
    "Nothing in account 000000000000, us-east-1, is tagged as app shop, environment prod.",
  );
  await its.expectRun(0, ["network"]);
  const whole = its.read(stateFile);
  expect((await its.expectRun(2, ["recover"])).stderr).toContain("and it is whole: nothing is to be recovered");
  expect(its.read(stateFile)).toBe(whole);

  its.write(stateFile, whole.slice(0, 700));
  expect((await its.expectRun(4, ["resume"])).stderr).toContain("`deploy-wizard recover` rebuilds it");
  expect((await its.expectRun(0, ["recover"])).stderr).toContain(
    `The state that could not be read is ${stateFile}.broken now.`,
  );
  expect(its.read(`${stateFile}.broken`)).toBe(whole.slice(0, 700));
  expect(comparable(stateOf(its))).toEqual(comparable(parseState(whole, stateFile, "")));

  const newer = JSON.stringify({ checksum: "x", state: { version: 99 } });
  its.write(stateFile, newer);
  expect((await its.expectRun(4, ["recover"])).stderr).toContain("written by a newer deploy-wizard");
  expect(its.read(stateFile)).toBe(newer);
});

test("two deployments of one name are told apart by their ids, and none is guessed", async () => {
  const its = project();
  await its.expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-provision"]);
  await its.expectRun(0, ["network"]);
  const { id } = stateOf(its);
  const world = its.world();
  const [group] = world.ec2.groups.filter(({ tags }) => tags.length > 0);
  const tags = group!.tags.map(({ Key, Value }) => ({ Key, Value: Value === id ? "another123" : Value }));
  world.ec2.groups.push({ ...group!, id: "sg-0another", name: "another", tags });
  its.write(".deploy-wizard/sandbox-world.json", JSON.stringify(world));
  lose(its);
  const { stderr } = await its.expectRun(2, ["recover"]);
  expect(stderr).toContain("Several deployments are tagged as app shop, environment prod");
  expect(stderr).toContain("another123 (sg-0another)");
  expect(stderr).toContain(id);
  expect(its.has(stateFile)).toBe(false);
});

test("what was there before stays foreign", async () => {
  const its = project();
  await its.expectRun(0, [...answers]);
  const world = its.world();
  for (const provider of world.iam.oidcProviders) provider.tags = [];
  its.write(".deploy-wizard/sandbox-world.json", JSON.stringify(world));
  lose(its);
  await its.expectRun(0, ["recover"]);
  await its.expectRun(0, ["destroy", "--all", "--confirm", "shop"]);
  expect(its.world().iam.oidcProviders).toHaveLength(1);
});
