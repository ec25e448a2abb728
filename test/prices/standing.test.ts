import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/engine/journal.ts";
import { standingNow, standingOf } from "../../src/prices/standing.ts";
import { rehearse } from "../commands/rehearsal.ts";
import { configOf, standing } from "./deployments.ts";

const created = (kind: string, input: object, more: object = {}): Entry =>
  ({ status: "created", kind, step: "x", needs: [], input, output: {}, foreign: false, ...more }) as Entry;
const creating = (kind: string, input: object, more: object = {}): Entry =>
  ({
    status: "creating",
    kind,
    step: "x",
    needs: [],
    input,
    token: "t",
    since: "2026-01-05T09:00:00Z",
    account: "1",
    region: "us-east-1",
    ...more,
  }) as Entry;
const now = (...entries: Entry[]) => standingNow(entries.map((entry, index) => [String(index), entry]));
const server = { instanceType: "t4g.small", diskGiB: 20 };
const database = { engine: "mysql", class: "db.t4g.micro", storageGiB: 50, multiAz: true };

describe("what a config will cost", () => {
  test("a load balancer has an address in every zone, beside that of the server", () => {
    expect(standing()).toMatchObject({ loadBalancers: 1, publicAddresses: { servers: 1, loadBalancers: 3 } });
  });

  test("without a load balancer the Elastic IP is the only address", () => {
    expect(standing({ entry: "direct" })).toMatchObject({
      loadBalancers: 0,
      publicAddresses: { servers: 1, loadBalancers: 0 },
    });
  });

  test("an Elastic IP behind a load balancer takes the place of the server's own address", () => {
    expect(standing({ server: { elasticIp: true } }).publicAddresses.servers).toBe(1);
  });

  test("no database, no assets, no domain: none of these is charged", () => {
    expect(standing({ database: null, assets: false, domain: null })).toMatchObject({
      database: undefined,
      secrets: 0,
      buckets: 1,
      hostedZones: 0,
    });
  });

  test("a hosted zone that was there before us is not charged", () => {
    const config = configOf({ domain: "example.com" });
    expect(standingOf(config, { zones: 2, zoneIsOurs: false }).hostedZones).toBe(0);
  });
});

describe("what stands now", () => {
  test("nothing recorded is nothing", () => {
    expect(now()).toMatchObject({ servers: [], diskGiB: 0, database: undefined, snapshotGiB: 0, buckets: 0 });
  });

  test("what was there before us is not counted", () => {
    expect(now(created("hosted-zone", {}, { foreign: true })).hostedZones).toBe(0);
  });

  test("what destroy kept is", () => {
    const kept = { kept: "it holds files of the app" };
    const snapshot = created("db-snapshot", {}, { output: { sizeGiB: 20 } });
    expect(now(created("bucket", {}, kept), created("hosted-zone", {}, kept), snapshot)).toMatchObject({
      buckets: 1,
      hostedZones: 1,
      snapshotGiB: 20,
      secrets: 0,
    });
  });

  test("a making that was cut short counts, one that AWS refused does not", () => {
    expect(now(creating("instance", server)).servers).toEqual([{ instanceType: "t4g.small", count: 1 }]);
    expect(now(creating("instance", server, { refused: true })).servers).toEqual([]);
  });

  test("an Elastic IP that is on no server is charged beside the server's own address", () => {
    const address = created("address", {});
    expect(now(created("instance", server), address).publicAddresses.servers).toBe(2);
    expect(now(created("instance", server), address, created("address-association", {})).publicAddresses.servers).toBe(
      1,
    );
    expect(now(address).publicAddresses.servers).toBe(1);
  });

  test("a final snapshot that is only intended is as large as its database", () => {
    expect(now(created("db-instance", database), creating("db-snapshot", {})).snapshotGiB).toBe(50);
  });

  test("the size of a snapshot that AWS did not tell is not known", () => {
    expect(now(created("db-snapshot", {})).snapshotGiB).toBeUndefined();
  });
});

describe("after everything was made", () => {
  test.each([
    ["behind a load balancer", { domain: "example.com" }],
    ["on the server's own address", { domain: "example.com", entry: "direct", database: { multiAz: true } }],
    [
      "with a fixed address, without a domain",
      { server: { elasticIp: true, disk: 33 }, database: null, assets: false },
    ],
  ])("what stands is what the config said: %s", async (_name, answers) => {
    const rehearsed = rehearse(answers);
    try {
      await rehearsed.provision();
      const state = await rehearsed.state();
      const surroundings = { zones: rehearsed.sandbox.world.ec2.subnets.length > 2 ? 3 : 2, zoneIsOurs: true };
      expect(standingNow(state!.entries())).toEqual(standingOf(rehearsed.config, surroundings));
    } finally {
      rehearsed.end();
    }
  });
});
