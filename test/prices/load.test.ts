import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clock } from "../../src/engine/clock.ts";
import { systemClock } from "../../src/engine/clock.ts";
import { estimate } from "../../src/prices/estimate.ts";
import { loadPrices } from "../../src/prices/load.ts";
import { standing } from "./deployments.ts";
import { listed, priceList, type Reply } from "./price-list.ts";

const region = "ap-northeast-2";
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-wizard-prices-"));
  file = join(folder, `prices-${region}.json`);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A server without a load balancer, a database and a domain: five prices. */
const shop = standing({ entry: "direct", database: null, domain: null });

/** A dollar for everything. */
const usages: Record<string, string> = {
  AmazonEC2: "APN2-BoxUsage:t4g.small",
  AmazonVPC: "APN2-PublicIPv4:InUseAddress",
  AmazonS3: "APN2-TimedStorage-ByteHrs",
  AWSDataTransfer: "APN2-DataTransfer-Out-Bytes",
};
const dollar = ({ service, filters }: { service: string; filters: Record<string, string> }): Reply => {
  const usage = filters.volumeApiName ? "APN2-EBS:VolumeUsage.gp3" : usages[service]!;
  return { list: [listed(usage, { 0: "1.0000000000" })] };
};

const at = (wall: string): Clock => ({ ...systemClock, wall: () => new Date(wall) });
const morning = at("2026-11-22T09:00:00Z");

/** Loads prices; `calls` counts the questions that the Price List was asked. */
async function load({ live = true, clock = morning, answer = dollar, cacheFolder = folder, keeps = true } = {}) {
  const list = await priceList(answer);
  try {
    const prices = await loadPrices({
      aws: list.aws,
      region,
      clock,
      cacheFolder: keeps ? cacheFolder : undefined,
      live,
      standings: [shop],
    });
    return { prices, calls: list.questions.length, cost: estimate(shop, prices) };
  } finally {
    list.close();
  }
}

const disk = { kind: "disk" } as const;
const denied = (): Reply => ({ code: "AccessDeniedException", status: 400 });

test("what AWS says is not approximate, and has today's date", async () => {
  const { prices, cost, calls } = await load();
  expect(prices.of(disk)).toEqual({ price: 1, approximate: false });
  expect(cost).toMatchObject({ approximate: false, pricesAsOf: "2026-11-22", total: 1480 });
  expect(calls).toBe(5);
});

test("without live prices nobody is asked, and nothing is written", async () => {
  const { cost, calls } = await load({ live: false });
  expect(calls).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(cost).toMatchObject({ approximate: true, pricesAsOf: "2026-10", total: 20.65 });
});

test("when AWS denies it, all prices are from the table, and nothing is written", async () => {
  const { cost } = await load({ answer: denied });
  expect(cost).toMatchObject({ approximate: true, pricesAsOf: "2026-10", total: 20.65 });
  expect(readdirSync(folder)).toEqual([]);
});

test("one price from the table makes all of it approximate", async () => {
  const { prices, cost } = await load({
    answer: (question) => (question.filters.volumeApiName ? denied() : dollar(question)),
  });
  expect(prices.of(disk)).toEqual({ price: 0.0912, approximate: true });
  expect(cost).toMatchObject({ approximate: true, pricesAsOf: "2026-10" });
  expect(cost.lines.find(({ key }) => key === "server")?.monthly).toBe(730);
});

test("for a day the file answers instead of AWS", async () => {
  await load();
  const { cost, calls } = await load({ clock: at("2026-11-23T08:59:59Z"), answer: denied });
  expect(calls).toBe(0);
  expect(cost).toMatchObject({ approximate: false, pricesAsOf: "2026-11-22", total: 1480 });
});

test("the file is for nobody else, and holds prices only", async () => {
  await load();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual([`prices-${region}.json`]);
  expect(Object.keys(JSON.parse(readFileSync(file, "utf8")))).toEqual(["region", "prices"]);
});

test("after a day AWS is asked again", async () => {
  await load();
  const { cost, calls } = await load({ clock: at("2026-11-23T09:00:00Z") });
  expect(calls).toBe(5);
  expect(cost.pricesAsOf).toBe("2026-11-23");
});

test("a price that is not in the file is asked for, the others are not", async () => {
  await load({ answer: (question) => (question.filters.volumeApiName ? denied() : dollar(question)) });
  const { cost, calls } = await load({ clock: at("2026-11-22T20:00:00Z") });
  expect(calls).toBe(1);
  expect(cost).toMatchObject({ approximate: false, pricesAsOf: "2026-11-22" });
  expect((await load({ answer: denied })).calls).toBe(1);
});

test.each([
  ["empty", ""],
  ["cut short", '{"region":"ap-northeast-2","pri'],
  ["of another form", '{"region":"ap-northeast-2","prices":{"disk":1}}'],
  ["of another Region", '{"region":"us-east-1","prices":{"disk":{"usd":9,"at":"2026-11-22T08:00:00Z"}}}'],
  ["from the future", '{"region":"ap-northeast-2","prices":{"disk":{"usd":9,"at":"2027-11-22T08:00:00Z"}}}'],
  ["with a price of nothing", '{"region":"ap-northeast-2","prices":{"disk":{"usd":0,"at":"2026-11-22T08:00:00Z"}}}'],
])("a file that is %s is not believed, and replaced", async (_name, text) => {
  writeFileSync(file, text);
  const { prices, calls } = await load();
  expect(prices.of(disk)).toEqual({ price: 1, approximate: false });
  expect(calls).toBe(5);
  expect((await load({ answer: denied })).calls).toBe(0);
});

test("something else at its place is left alone", async () => {
  mkdirSync(file);
  expect((await load()).prices.of(disk)).toEqual({ price: 1, approximate: false });
  expect(statSync(file).isDirectory()).toBe(true);
});

test("a folder that is not there is not made", async () => {
  const cacheFolder = join(folder, "nowhere");
  expect((await load({ cacheFolder })).cost.approximate).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test("without a folder nothing is kept", async () => {
  expect((await load({ keeps: false })).cost.approximate).toBe(false);
  expect((await load({ keeps: false })).calls).toBe(5);
});

test.each([
  ["a file", () => file],
  ["one of the system's, in which nothing can be made", () => "/proc"],
])("a folder that is %s is no error", async (_name, cacheFolder) => {
  writeFileSync(file, "");
  expect((await load({ cacheFolder: cacheFolder() })).cost).toMatchObject({ approximate: false, total: 1480 });
  expect(readdirSync(folder)).toEqual([`prices-${region}.json`]);
});
