import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { billedItems } from "./billing.ts";
import type { Prices } from "./price-item.ts";
import type { Standing } from "./standing.ts";

export interface CostLine {
  key: string;
  /** `server t4g.small` */
  what: Saying;
  /** `730 h x $0.0208` */
  detail: Saying;
  /** Dollars, exact to the cent; undefined when the price is not known. Of what depends on use: without any. */
  monthly: number | undefined;
  /** The same with the use of a typical small site; equal to `monthly` for what does not depend on use. */
  upTo: number | undefined;
}

/** What a deployment costs a month, line by line in the order of the steps. */
export interface Estimate {
  currency: "USD";
  /** The exact sum of all `monthly`; lines without a known price are not in it. */
  total: number;
  /** The exact sum of all `upTo`. */
  totalUpTo: number;
  pricesAsOf: string;
  /** True when a price is from the bundled table. */
  approximate: boolean;
  lines: CostLine[];
}

/** Puts prices on what stands. */
export function estimate(standing: Standing, prices: Prices): Estimate {
  const lines: CostLine[] = [];
  let approximate = false;
  for (const { key, what, item, fixed, typical, detail } of billedItems(standing)) {
    const known = prices.of(item);
    approximate ||= known?.approximate ?? false;
    const cost = (quantity: number | undefined) =>
      known && quantity !== undefined ? dollars(cents(known.price * quantity)) : undefined;
    lines.push({
      key,
      what,
      detail: known ? detail(priceText(known.price)) : say("costUnknownPrice"),
      monthly: cost(fixed),
      upTo: cost(typical),
    });
  }
  return {
    currency: "USD",
    total: sum(lines.map(({ monthly }) => monthly)),
    totalUpTo: sum(lines.map(({ upTo }) => upTo)),
    pricesAsOf: prices.asOf,
    approximate,
    lines,
  };
}

/** Several estimates as one; without any it is nothing, $0.00. */
export function together(estimates: readonly Estimate[], { asOf, currency }: Prices): Estimate {
  return {
    currency,
    total: sum(estimates.map(({ total }) => total)),
    totalUpTo: sum(estimates.map(({ totalUpTo }) => totalUpTo)),
    pricesAsOf: asOf,
    approximate: estimates.some(({ approximate }) => approximate),
    lines: estimates.flatMap(({ lines }) => lines),
  };
}

/** Half a cent in decimal may be a little less in binary: 1.005 is 100.49999999999999 cents. */
const cents = (amount: number) => Math.round(Number((amount * 100).toFixed(6)));
const dollars = (amount: number) => amount / 100;

/** In whole cents, in which sums are exact. */
const sum = (amounts: (number | undefined)[]) =>
  dollars(amounts.reduce<number>((total, amount) => total + cents(amount ?? 0), 0));

/** `$0.0208`, `$0.50` */
function priceText(price: number): string {
  const short = String(Number(price.toFixed(6)));
  const decimals = short.split(".")[1]?.length ?? 0;
  return `$${decimals < 2 ? price.toFixed(2) : short}`;
}
