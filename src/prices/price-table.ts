import type { Engine } from "./price-item.ts";

/** What differs from Region to Region. What is missing is not known well enough to be said. */
export interface RegionPrices {
  /** Dollars an hour of the family's `nano` (t) or `large` (m), Linux, before AWS rounds to four decimals. */
  servers: Partial<Record<ServerFamily, number>>;
  /** Dollars a GiB and month of gp3. */
  disk: number;
  /** Dollars an hour of an Application Load Balancer, and of one of its capacity units. */
  loadBalancer: number;
  capacityUnit: number;
  /** Dollars an hour, Single-AZ, by class, for the engines whose price is known. */
  databases: Record<string, Partial<Record<Engine, number>>>;
  /** Dollars a GiB and month of gp3, Single-AZ. */
  databaseStorage: number;
  /** Dollars a GiB and month of backups and snapshots beyond what is free. */
  snapshot?: number;
  /** Dollars a GiB and month of S3 Standard, the first 50 TB. */
  bucketStorage: number;
  /** Dollars a GB to the internet, the first 10 TB after the free 100 GB of an account. */
  trafficOut: number;
}

export type ServerFamily = "t4g" | "t3" | "t3a" | "m7g" | "m6i";

/** Each size as a multiple of the one that `servers` has. */
const burstable = { nano: 1, micro: 2, small: 4, medium: 8, large: 16, xlarge: 32, "2xlarge": 64 };
const steady = { large: 1, xlarge: 2 };
export const serverSizes: Record<ServerFamily, Record<string, number>> = {
  t4g: burstable,
  t3: burstable,
  t3a: burstable,
  m7g: steady,
  m6i: steady,
};

/** The same in every Region. */
export const everywhere = { "public-ipv4": 0.005, secret: 0.4, "hosted-zone": 0.5 } as const;

/** The month in which these figures were looked up. */
export const tableAsOf = "2026-10";

/** On Graviton all three engines cost the same, on Intel PostgreSQL costs more. */
const each = (price: number) => ({ postgres: price, mysql: price, mariadb: price });
const mysqlAndMariadb = (price: number) => ({ mysql: price, mariadb: price });

const virginiaDatabases = {
  "db.t4g.micro": each(0.016),
  "db.t4g.small": each(0.032),
  "db.t4g.medium": each(0.065),
  "db.t4g.large": each(0.129),
  "db.t3.micro": { postgres: 0.018, ...mysqlAndMariadb(0.017) },
  "db.t3.small": { postgres: 0.036, ...mysqlAndMariadb(0.034) },
  "db.t3.medium": { postgres: 0.072, ...mysqlAndMariadb(0.068) },
  "db.t3.large": { postgres: 0.145, ...mysqlAndMariadb(0.136) },
  "db.m7g.large": each(0.168),
};

/** Ohio and Oregon cost what Virginia does. */
const virginia: RegionPrices = {
  servers: { t4g: 0.0042, t3: 0.0052, t3a: 0.0047, m7g: 0.0816, m6i: 0.096 },
  disk: 0.08,
  loadBalancer: 0.0225,
  capacityUnit: 0.008,
  databases: virginiaDatabases,
  databaseStorage: 0.115,
  snapshot: 0.095,
  bucketStorage: 0.023,
  trafficOut: 0.09,
};

/**
 * On-demand list prices in dollars, without taxes, discounts and free tiers: always approximate, for when AWS's own
 * Price List cannot be asked. A price that could not be confirmed is left out.
 * @see https://aws.amazon.com/ec2/pricing/on-demand/
 * @see https://aws.amazon.com/ebs/pricing/
 * @see https://aws.amazon.com/elasticloadbalancing/pricing/
 * @see https://aws.amazon.com/rds/postgresql/pricing/
 * @see https://aws.amazon.com/rds/mysql/pricing/
 * @see https://aws.amazon.com/rds/mariadb/pricing/
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/vpc/pricing/
 * @see https://aws.amazon.com/secrets-manager/pricing/
 * @see https://aws.amazon.com/route53/pricing/
 */
export const priceTable: Record<string, RegionPrices> = {
  "us-east-1": virginia,
  "us-east-2": virginia,
  "us-west-2": virginia,
  "us-west-1": {
    servers: { t4g: 0.005, t3: 0.0062, t3a: 0.00558, m7g: 0.0952, m6i: 0.112 },
    disk: 0.096,
    loadBalancer: 0.0252,
    capacityUnit: 0.008,
    databases: {},
    databaseStorage: 0.138,
    bucketStorage: 0.026,
    trafficOut: 0.09,
  },
  "ca-central-1": {
    servers: { t4g: 0.0046, t3: 0.0058, t3a: 0.00522, m7g: 0.09096, m6i: 0.107 },
    disk: 0.088,
    loadBalancer: 0.02475,
    capacityUnit: 0.0088,
    databases: {},
    databaseStorage: 0.127,
    bucketStorage: 0.025,
    trafficOut: 0.09,
  },
  "eu-west-1": {
    servers: { t4g: 0.0046, t3: 0.0057, t3a: 0.0051, m7g: 0.09095, m6i: 0.107 },
    disk: 0.088,
    loadBalancer: 0.0252,
    capacityUnit: 0.008,
    databases: { "db.t4g.micro": each(0.017), "db.t4g.small": each(0.035) },
    databaseStorage: 0.127,
    snapshot: 0.095,
    bucketStorage: 0.023,
    trafficOut: 0.09,
  },
  "eu-west-2": {
    servers: { t4g: 0.0047, t3: 0.0059, t3a: 0.00531, m7g: 0.09436, m6i: 0.111 },
    disk: 0.0928,
    loadBalancer: 0.02646,
    capacityUnit: 0.0084,
    databases: {
      "db.t4g.micro": each(0.018),
      "db.t4g.small": each(0.036),
      "db.t3.micro": { postgres: 0.021 },
    },
    databaseStorage: 0.133,
    snapshot: 0.1,
    bucketStorage: 0.024,
    trafficOut: 0.09,
  },
  "eu-west-3": {
    servers: { t4g: 0.0047, t3: 0.0059, t3a: 0.00531, m7g: 0.0952, m6i: 0.112 },
    disk: 0.0928,
    loadBalancer: 0.02646,
    capacityUnit: 0.0084,
    databases: {},
    databaseStorage: 0.133,
    bucketStorage: 0.024,
    trafficOut: 0.09,
  },
  "eu-central-1": {
    servers: { t4g: 0.0048, t3: 0.006, t3a: 0.0054, m7g: 0.09776, m6i: 0.115 },
    disk: 0.0952,
    loadBalancer: 0.027,
    capacityUnit: 0.008,
    databases: { "db.t4g.micro": each(0.019), "db.t4g.small": each(0.037) },
    databaseStorage: 0.137,
    bucketStorage: 0.0245,
    trafficOut: 0.09,
  },
  "eu-north-1": {
    servers: { t4g: 0.0043, t3: 0.0054, m7g: 0.0867, m6i: 0.102 },
    disk: 0.0836,
    loadBalancer: 0.02394,
    capacityUnit: 0.0076,
    databases: {},
    databaseStorage: 0.121,
    bucketStorage: 0.023,
    trafficOut: 0.09,
  },
  "ap-northeast-1": {
    servers: { t4g: 0.0054, t3: 0.0068, t3a: 0.00612, m7g: 0.1054, m6i: 0.124 },
    disk: 0.096,
    loadBalancer: 0.0243,
    capacityUnit: 0.008,
    databases: { "db.t4g.micro": each(0.025) },
    databaseStorage: 0.138,
    snapshot: 0.095,
    bucketStorage: 0.025,
    trafficOut: 0.114,
  },
  "ap-northeast-2": {
    servers: { t4g: 0.0052, t3: 0.0065, t3a: 0.00585, m7g: 0.1003, m6i: 0.118 },
    disk: 0.0912,
    loadBalancer: 0.0225,
    capacityUnit: 0.008,
    databases: {
      "db.t4g.micro": each(0.025),
      "db.t4g.small": each(0.051),
      "db.t4g.medium": each(0.102),
      "db.t3.micro": mysqlAndMariadb(0.026),
      "db.t3.small": mysqlAndMariadb(0.052),
    },
    databaseStorage: 0.131,
    snapshot: 0.095,
    bucketStorage: 0.025,
    trafficOut: 0.126,
  },
  "ap-southeast-1": {
    servers: { t4g: 0.0053, t3: 0.0066, t3a: 0.0059, m7g: 0.102, m6i: 0.12 },
    disk: 0.096,
    loadBalancer: 0.0252,
    capacityUnit: 0.008,
    databases: { "db.t4g.micro": each(0.025), "db.t4g.small": each(0.051), "db.t4g.medium": each(0.102) },
    databaseStorage: 0.138,
    snapshot: 0.095,
    bucketStorage: 0.025,
    trafficOut: 0.12,
  },
  "ap-southeast-2": {
    servers: { t4g: 0.0053, t3: 0.0066, t3a: 0.00594, m7g: 0.102, m6i: 0.12 },
    disk: 0.096,
    loadBalancer: 0.0252,
    capacityUnit: 0.008,
    databases: {},
    databaseStorage: 0.138,
    bucketStorage: 0.025,
    trafficOut: 0.114,
  },
  "ap-south-1": {
    servers: { t4g: 0.0028, t3: 0.0056, t3a: 0.00308, m7g: 0.05832, m6i: 0.101 },
    disk: 0.0912,
    loadBalancer: 0.0239,
    capacityUnit: 0.008,
    databases: { "db.t4g.micro": each(0.021), "db.t4g.small": each(0.042) },
    databaseStorage: 0.131,
    bucketStorage: 0.025,
    trafficOut: 0.1093,
  },
  "sa-east-1": {
    servers: { t4g: 0.0067, t3: 0.0084, m6i: 0.153 },
    disk: 0.152,
    loadBalancer: 0.034,
    capacityUnit: 0.011,
    databases: {},
    databaseStorage: 0.219,
    bucketStorage: 0.0405,
    trafficOut: 0.15,
  },
};
