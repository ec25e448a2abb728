import type { Aws } from "../aws/clients.ts";
import type { Clock } from "../engine/clock.ts";
import { billedItems } from "./billing.ts";
import { bundledPrices } from "./bundled.ts";
import { type CachedPrice, readCache, writeCache } from "./cache.ts";
import { livePrices } from "./live.ts";
import { itemName, type PriceItem, type Prices } from "./price-item.ts";
import type { Standing } from "./standing.ts";

export interface PriceRequest {
  aws: Pick<Aws, "pricing">;
  region: string;
  clock: Clock;
  /**
   * Where AWS's answers are kept for a day, if the folder is there; undefined: nowhere. What the sandbox says must not
   * be kept where a run on AWS would find it.
   */
  cacheFolder: string | undefined;
  /** False: from the bundled table alone, without a call. */
  live: boolean;
  /** What is going to be priced: only these prices are asked for. */
  standings: readonly Standing[];
}

/** The prices of all that `standings` are billed for: what AWS says, else the bundled table. */
export async function loadPrices(request: PriceRequest): Promise<Prices> {
  const { region, live, standings } = request;
  const bundled = bundledPrices(region);
  const items = standings.flatMap(billedItems).map(({ item }) => item);
  const known = live ? await knownNow(request, items) : new Map<string, CachedPrice>();
  const days = items.flatMap((item) => known.get(itemName(item))?.at.slice(0, 10) ?? []).sort();
  return {
    currency: "USD",
    asOf: days.length < items.length ? bundled.asOf : (days[0] ?? bundled.asOf),
    of(item) {
      const price = known.get(itemName(item));
      return price ? { price: price.usd, approximate: false } : bundled.of(item);
    },
  };
}

/** What AWS said within the last day; what of `items` is missing is asked for and kept. */
async function knownNow(request: PriceRequest, items: readonly PriceItem[]): Promise<Map<string, CachedPrice>> {
  const { region, clock, cacheFolder } = request;
  const now = clock.wall();
  const cached = cacheFolder === undefined ? new Map<string, CachedPrice>() : readCache(cacheFolder, region, now);
  const byName = new Map(items.map((item) => [itemName(item), item]));
  const missing = [...byName].filter(([name]) => !cached.has(name)).map(([, item]) => item);
  if (missing.length === 0) return cached;
  const fresh = await livePrices(request, missing);
  if (fresh.size === 0) return cached;
  const at = now.toISOString();
  const known = new Map([...cached, ...[...fresh].map(([name, usd]) => [name, { usd, at }] as const)]);
  if (cacheFolder !== undefined) writeCache(cacheFolder, region, known);
  return known;
}
