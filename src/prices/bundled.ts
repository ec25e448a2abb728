import type { Engine, PriceItem, Prices } from "./price-item.ts";
import { everywhere, priceTable, type RegionPrices, type ServerFamily, serverSizes, tableAsOf } from "./price-table.ts";

/** The bundled list prices of a Region: always approximate, and of few things in a Region that the table lacks. */
export const bundledPrices = (region: string): Prices => ({
  currency: "USD",
  asOf: tableAsOf,
  of(item) {
    const price = priceOf(item, priceTable[region]);
    return price === undefined ? undefined : { price, approximate: true };
  },
});

/** Everything that the table has a price for in a Region. */
export function bundledItems(region: string): PriceItem[] {
  const table = priceTable[region];
  const engines: Engine[] = ["postgres", "mysql", "mariadb"];
  const everyItem: PriceItem[] = [
    ...Object.entries(serverSizes).flatMap(([family, sizes]) =>
      Object.keys(sizes).map((size) => ({ kind: "server" as const, instanceType: `${family}.${size}` })),
    ),
    ...Object.keys(table?.databases ?? {}).flatMap((name) =>
      engines.flatMap((engine) =>
        [false, true].map((multiAz) => ({ kind: "database" as const, engine, class: name, multiAz })),
      ),
    ),
    ...engines.map((engine) => ({ kind: "database-storage" as const, engine })),
    { kind: "disk" },
    { kind: "public-ipv4" },
    { kind: "snapshot" },
    { kind: "secret" },
    { kind: "hosted-zone" },
    { kind: "load-balancer" },
    { kind: "capacity-unit" },
    { kind: "bucket-storage" },
    { kind: "traffic-out" },
  ];
  return everyItem.filter((item) => priceOf(item, table) !== undefined);
}

function priceOf(item: PriceItem, table: RegionPrices | undefined): number | undefined {
  switch (item.kind) {
    case "public-ipv4":
    case "secret":
    case "hosted-zone":
      return everywhere[item.kind];
    case "server":
      return table && serverPrice(item.instanceType, table);
    case "database": {
      const one = table?.databases[item.class]?.[item.engine];
      // The standby is a second database of the same class.
      return one === undefined ? undefined : rounded(item.multiAz ? 2 * one : one);
    }
    case "database-storage":
      return table?.databaseStorage;
    case "disk":
      return table?.disk;
    case "snapshot":
      return table?.snapshot;
    case "load-balancer":
      return table?.loadBalancer;
    case "capacity-unit":
      return table?.capacityUnit;
    case "bucket-storage":
      return table?.bucketStorage;
    case "traffic-out":
      return table?.trafficOut;
  }
}

function serverPrice(instanceType: string, { servers }: RegionPrices): number | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const smallest = servers[family as ServerFamily];
  const multiple = serverSizes[family as ServerFamily]?.[size];
  return smallest === undefined || multiple === undefined ? undefined : rounded(smallest * multiple);
}

/** AWS gives hourly prices with four decimals. */
const rounded = (price: number) => Number(price.toFixed(4));
