import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { PriceItem } from "./price-item.ts";
import type { Standing } from "./standing.ts";

/** How AWS bills one line of a deployment. */
export interface BilledItem {
  key: string;
  what: Saying;
  item: PriceItem;
  /** Units a month that are sure to be billed; undefined when they are not known. */
  fixed: number | undefined;
  /** Units a month with the use of a typical small site. */
  typical: number | undefined;
  /** How the amount comes about, for a price in words. */
  detail(price: string): Saying;
}

/** What an estimate supposes. Hours are the average of a month; the rest is the use of a typical small site. */
export const assumptions = {
  hours: 730,
  /** Load balancer capacity units at any time: 25 new connections a second, or 1 GB an hour. */
  capacityUnits: 1,
  /** In all buckets together. */
  bucketGiB: 5,
  trafficOutGB: 150,
  /** Of all Regions and services of an account together. */
  freeTrafficOutGB: 100,
} as const;

/** The assumptions, for the person who reads an estimate. */
export function assumptionsText({ loadBalancers }: { loadBalancers: boolean }): Saying {
  const { hours, capacityUnits, bucketGiB, trafficOutGB, freeTrafficOutGB } = assumptions;
  return say("costAssumptions", hours, loadBalancers ? capacityUnits : 0, bucketGiB, trafficOutGB, freeTrafficOutGB);
}

const engineNames = { postgres: "PostgreSQL", mysql: "MySQL", mariadb: "MariaDB" };
const { hours } = assumptions;

/** Every line that AWS bills for what stands, in the order of the steps. */
export function billedItems(standing: Standing): BilledItem[] {
  const { servers, publicAddresses, loadBalancers, hostedZones, secrets, buckets } = standing;
  const serves = servers.length > 0 || loadBalancers > 0;
  return [
    ...servers.map(({ instanceType, count }, index) =>
      hourly(`server${index === 0 ? "" : `-${index + 1}`}`, say("costServer", instanceType), count, {
        kind: "server",
        instanceType,
      }),
    ),
    ...some(standing.diskGiB, (gib) => storage("disk", say("costDisk"), gib, { kind: "disk" })),
    ...some(publicAddresses.servers, (count) =>
      hourly("server-address", say("costServerAddress"), count, { kind: "public-ipv4" }),
    ),
    ...database(standing),
    ...snapshots(standing),
    ...some(secrets, (count) => monthly("secret", say("costSecret"), count, { kind: "secret" })),
    ...some(hostedZones, (count) => monthly("hosted-zone", say("costHostedZone"), count, { kind: "hosted-zone" })),
    ...some(loadBalancers, (count) => hourly("load-balancer", say("costBalancer"), count, { kind: "load-balancer" })),
    ...some(publicAddresses.loadBalancers, (count) =>
      hourly("load-balancer-address", say("costBalancerAddress"), count, { kind: "public-ipv4" }),
    ),
    ...some(loadBalancers, (count) => capacity(count)),
    ...some(buckets, bucketStorage),
    ...(serves ? [trafficOut()] : []),
  ];
}

function database({ database }: Standing): BilledItem[] {
  if (!database) return [];
  const { engine, multiAz, storageGiB } = database;
  const name = `${engineNames[engine]} ${database.class}`;
  const what = multiAz ? say("costDatabaseMultiAz", name) : say("costDatabase", name);
  // With a standby AWS charges the storage of both.
  const copies = multiAz ? 2 : 1;
  return [
    hourly("database", what, 1, { kind: "database", engine, class: database.class, multiAz }),
    storage("database-storage", say("costDatabaseStorage"), storageGiB, { kind: "database-storage", engine }, copies),
  ];
}

/** Whole sizes: what a snapshot takes up is at most that. */
function snapshots({ snapshotGiB }: Standing): BilledItem[] {
  if (snapshotGiB === 0) return [];
  const what = say("costSnapshot");
  if (snapshotGiB !== undefined) return [storage("snapshot", what, snapshotGiB, { kind: "snapshot" })];
  const detail = (price: string) => say("costUnknownSize", price);
  return [{ key: "snapshot", what, item: { kind: "snapshot" }, fixed: undefined, typical: undefined, detail }];
}

function capacity(balancers: number): BilledItem {
  const units = balancers * assumptions.capacityUnits;
  return {
    key: "capacity-units",
    what: say("costCapacityUnits"),
    item: { kind: "capacity-unit" },
    fixed: 0,
    typical: units * hours,
    detail: (price) => say("costUpToHours", units, hours, price),
  };
}

function bucketStorage(): BilledItem {
  return {
    key: "bucket-storage",
    what: say("costBuckets"),
    item: { kind: "bucket-storage" },
    fixed: 0,
    typical: assumptions.bucketGiB,
    detail: (price) => say("costUpToGiB", assumptions.bucketGiB, price),
  };
}

function trafficOut(): BilledItem {
  const { trafficOutGB, freeTrafficOutGB } = assumptions;
  return {
    key: "traffic-out",
    what: say("costTraffic"),
    item: { kind: "traffic-out" },
    fixed: 0,
    typical: trafficOutGB - freeTrafficOutGB,
    detail: (price) => say("costTrafficDetail", freeTrafficOutGB, price),
  };
}

const some = (quantity: number, line: (quantity: number) => BilledItem) => (quantity > 0 ? [line(quantity)] : []);

const hourly = (key: string, what: Saying, count: number, item: PriceItem): BilledItem => ({
  ...sure(key, what, item, count * hours),
  detail: (price) => say("costHours", count, hours, price),
});

const monthly = (key: string, what: Saying, count: number, item: PriceItem): BilledItem => ({
  ...sure(key, what, item, count),
  detail: (price) => say("costMonths", count, price),
});

const storage = (key: string, what: Saying, gib: number, item: PriceItem, copies = 1): BilledItem => ({
  ...sure(key, what, item, copies * gib),
  detail: (price) => say("costGiB", copies, gib, price),
});

const sure = (key: string, what: Saying, item: PriceItem, units: number) => ({
  key,
  what,
  item,
  fixed: units,
  typical: units,
});
