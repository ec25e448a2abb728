import { z } from "zod";

const product = z.object({
  product: z.object({ attributes: z.object({ usagetype: z.string() }) }),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({
            beginRange: z.string().default("0"),
            pricePerUnit: z.object({ USD: z.string().regex(/^\d+(\.\d+)?$/) }),
          }),
        ),
      }),
    ),
  }),
});

/** A product of AWS's Price List, as far as we need it. */
export interface Product {
  usageType: string;
  /** On demand, with the first unit that each is for; `usd` is 0 for what is free. */
  tiers: { from: number; usd: number }[];
}

/**
 * Reads one string of `PriceList`, which is JSON; undefined when it is not of the form that AWS documents, or has no
 * on-demand price in dollars.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export function readProduct(text: string): Product | undefined {
  const parsed = product.safeParse(jsonIn(text));
  if (!parsed.success) return undefined;
  const terms = Object.values(parsed.data.terms.OnDemand);
  return {
    usageType: parsed.data.product.attributes.usagetype,
    tiers: terms
      .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
      .map(({ beginRange, pricePerUnit }) => ({ from: Number(beginRange), usd: Number(pricePerUnit.USD) })),
  };
}

/** What the first unit costs that is not free, in dollars; undefined when all of it is free. */
export function priceIn({ tiers }: Product): number | undefined {
  const [first] = tiers.filter(({ usd }) => usd > 0).sort((a, b) => a.from - b.from);
  return first?.usd;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
