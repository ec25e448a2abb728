import type { Config } from "../config/schema.ts";

export type Engine = NonNullable<Config["database"]>["engine"];

/**
 * One thing that AWS has a price for in a Region, in dollars: `server`, `database`, `public-ipv4`, `load-balancer` and
 * `capacity-unit` an hour; `disk`, `database-storage`, `snapshot` and `bucket-storage` a GiB and month; `secret` and
 * `hosted-zone` a month; `traffic-out` a GB to the internet, beyond what is free.
 */
export type PriceItem =
  | { kind: "server"; instanceType: string }
  | { kind: "database"; engine: Engine; class: string; multiAz: boolean }
  | { kind: "database-storage"; engine: Engine }
  | {
      kind:
        | "disk"
        | "public-ipv4"
        | "snapshot"
        | "secret"
        | "hosted-zone"
        | "load-balancer"
        | "capacity-unit"
        | "bucket-storage"
        | "traffic-out";
    };

export interface Price {
  /** In dollars, for the unit of the item. */
  price: number;
  /** True when it is from the bundled table, and not what AWS said a moment ago. */
  approximate: boolean;
}

/** The prices of one Region. */
export interface Prices {
  currency: "USD";
  /** The date of the oldest of these prices: `2026-11-22`, or the month of the bundled table, `2026-10`. */
  asOf: string;
  /** Undefined when nobody knows this price; it is never guessed. */
  of(item: PriceItem): Price | undefined;
}

/** The item in one line, the same for the same item: `database postgres db.t4g.micro`. */
export function itemName(item: PriceItem): string {
  switch (item.kind) {
    case "server":
      return `server ${item.instanceType}`;
    case "database":
      return `database ${item.engine} ${item.class}${item.multiAz ? " multi-az" : ""}`;
    case "database-storage":
      return `database-storage ${item.engine}`;
    default:
      return item.kind;
  }
}
