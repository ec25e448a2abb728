import type { Config } from "../config/schema.ts";
import type { Entry } from "../engine/journal.ts";
import { address } from "../resources/address.ts";
import { addressAssociation } from "../resources/address-association.ts";
import { bucket } from "../resources/bucket.ts";
import { type DbInstanceInput, dbInstance } from "../resources/db-instance.ts";
import { type DbSnapshotOutput, dbSnapshot } from "../resources/db-snapshot.ts";
import { hostedZone } from "../resources/hosted-zone.ts";
import { type InstanceInput, instance } from "../resources/instance.ts";
import { type LoadBalancerInput, loadBalancer } from "../resources/load-balancer.ts";
import type { Engine } from "./price-item.ts";

/** Everything of a deployment that costs money for as long as it stands. */
export interface Standing {
  servers: { instanceType: string; count: number }[];
  /** Of all servers together, gp3. */
  diskGiB: number;
  /** AWS charges every public IPv4 address alike: one a server, and one a load balancer and Availability Zone. */
  publicAddresses: { servers: number; loadBalancers: number };
  database: { engine: Engine; class: string; storageGiB: number; multiAz: boolean } | undefined;
  /** Of all final snapshots; undefined when the size of one is not known. */
  snapshotGiB: number | undefined;
  loadBalancers: number;
  /** Only ours: a zone that was there before us costs nothing more because of us. */
  hostedZones: number;
  /** In Secrets Manager: RDS keeps the password of a database in one. */
  secrets: number;
  buckets: number;
}

export const nothingStands: Standing = {
  servers: [],
  diskGiB: 0,
  publicAddresses: { servers: 0, loadBalancers: 0 },
  database: undefined,
  snapshotGiB: 0,
  loadBalancers: 0,
  hostedZones: 0,
  secrets: 0,
  buckets: 0,
};

export interface Surroundings {
  /** How many public subnets, each in its Availability Zone, the VPC has for us: 2 or 3. */
  zones: number;
  /** Whether the domain gets a hosted zone of its own; false when one that was there before us serves it. */
  zoneIsOurs: boolean;
}

/** What will stand once `config` is brought in. */
export function standingOf(config: Config, { zones, zoneIsOurs }: Surroundings): Standing {
  const { server, database } = config;
  // Of a range of servers only the smallest number is sure to run.
  const count = Number.parseInt(server.servers, 10);
  const loadBalancers = config.entry === "alb" ? 1 : 0;
  return {
    servers: [{ instanceType: server.instanceType, count }],
    diskGiB: count * server.disk,
    // An Elastic IP takes the place of the address that the server started with.
    publicAddresses: { servers: count, loadBalancers: loadBalancers * zones },
    database: database
      ? { engine: database.engine, class: database.class, storageGiB: database.storage, multiAz: database.multiAz }
      : undefined,
    snapshotGiB: 0,
    loadBalancers,
    hostedZones: config.domain && zoneIsOurs ? 1 : 0,
    secrets: database ? 1 : 0,
    buckets: config.assets ? 2 : 1,
  };
}

/**
 * What stands now, as far as the state knows, with everything that `destroy` kept. A making that was cut short counts:
 * AWS may have acted, and nobody should learn of a cost from the bill. One that AWS refused made nothing.
 */
export function standingNow(entries: readonly [key: string, entry: Entry][]): Standing {
  const ours = entries.map(([, entry]) => entry).filter((entry) => !isForeign(entry) && !wasRefused(entry));
  const of = (kind: string) => ours.filter((entry) => entry.kind === kind);
  const servers = of(instance.kind).map(({ input }) => input as InstanceInput);
  const balancers = of(loadBalancer.kind).map(({ input }) => input as LoadBalancerInput);
  const databases = of(dbInstance.kind).map(({ input }) => input as DbInstanceInput);
  const [database] = databases;
  // An Elastic IP that is put on a server takes the place of the server's own address.
  const idle = Math.max(0, of(address.kind).length - Math.min(of(addressAssociation.kind).length, servers.length));
  return {
    servers: servers.map(({ instanceType }) => ({ instanceType, count: 1 })),
    diskGiB: sum(servers.map(({ diskGiB }) => diskGiB)),
    publicAddresses: {
      servers: servers.length + idle,
      loadBalancers: sum(balancers.map(({ subnetIds }) => subnetIds.length)),
    },
    database: database && {
      engine: database.engine,
      class: database.class,
      storageGiB: database.storageGiB,
      multiAz: database.multiAz,
    },
    snapshotGiB: totalGiB(of(dbSnapshot.kind), database),
    loadBalancers: balancers.length,
    hostedZones: of(hostedZone.kind).length,
    secrets: databases.length,
    buckets: of(bucket.kind).length,
  };
}

const isForeign = (entry: Entry) => entry.status === "created" && entry.foreign;
const wasRefused = (entry: Entry) => entry.status === "creating" && entry.refused === true;
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** A snapshot that is only intended is as large as the database that it is of, if that still stands. */
function totalGiB(snapshots: readonly Entry[], database: DbInstanceInput | undefined): number | undefined {
  const sizes = snapshots.map((entry) =>
    entry.status === "created" ? (entry.output as DbSnapshotOutput).sizeGiB : database?.storageGiB,
  );
  return sizes.includes(undefined) ? undefined : sum(sizes as number[]);
}
