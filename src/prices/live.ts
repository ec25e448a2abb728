import { type Filter, GetProductsCommand } from "@aws-sdk/client-pricing";
import type { Aws } from "../aws/clients.ts";
import type { Clock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { itemName, type PriceItem } from "./price-item.ts";
import { priceIn, readProduct } from "./product.ts";
import { queryFor, withoutRegion } from "./query.ts";

/** A plan is not held up any longer than this; what has not come by then is from the table. */
const secondsInAll = 5;

/** Without a price the table has one: a refusal, for want of a permission or of the service itself, is no failure. */
const bearable = ["refused", "no-answer"];

/**
 * What AWS's Price List says, by the item's name, in dollars: as many of `items` as it answers with one clear price
 * within five seconds. It throws only what would end the run anyway, such as an expired session.
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
 */
export async function livePrices(
  { aws, region, clock }: { aws: Pick<Aws, "pricing">; region: string; clock: Clock },
  items: readonly PriceItem[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const asked = Promise.allSettled(
    items.map(async (item) => {
      const price = await livePrice(aws, region, item);
      if (price !== undefined) found.set(itemName(item), price);
    }),
  );
  const answered = new AbortController();
  const deadline = clock.sleep(secondsInAll * 1000, answered.signal).then(
    () => undefined,
    (reason: unknown) => {
      if (reason !== answered.signal.reason) throw reason;
      return undefined;
    },
  );
  const results = await Promise.race([asked, deadline]);
  answered.abort();
  const failure = results?.find((result) => result.status === "rejected" && !isBearable(result.reason));
  if (failure?.status === "rejected") throw failure.reason;
  // A copy: an answer that comes too late changes nothing any more.
  return new Map(found);
}

const isBearable = (error: unknown) => error instanceof WizardError && bearable.includes(error.code);

async function livePrice(aws: Pick<Aws, "pricing">, region: string, item: PriceItem): Promise<number | undefined> {
  const { service, attributes, usages } = queryFor(item, region);
  const Filters = Object.entries(attributes).map(([Field, Value]): Filter => ({ Type: "TERM_MATCH", Field, Value }));
  const answer = await aws.pricing(new GetProductsCommand({ ServiceCode: service, Filters }));
  // The SDK wraps each JSON text in an object of its own, and says of some of them that they were no list.
  const texts = Array.isArray(answer.PriceList) ? answer.PriceList.map(String) : [];
  const products = texts.flatMap((text) => readProduct(text) ?? []);
  const prices = products.filter(({ usageType }) => usages.includes(withoutRegion(usageType))).map(priceIn);
  // Two different prices mean that the question was not precise enough: then neither is the answer.
  const [price, ...others] = new Set(prices);
  return others.length === 0 ? price : undefined;
}
