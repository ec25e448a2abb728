import type { Filter, Pricing } from "@aws-sdk/client-pricing";
import { bundledItems, bundledPrices } from "../prices/bundled.ts";
import { itemName, type PriceItem } from "../prices/price-item.ts";
import { priceTable } from "../prices/price-table.ts";
import { queryFor } from "../prices/query.ts";
import { required } from "./rules.ts";
import type { Handlers } from "./scene.ts";

/**
 * The Price List as AWS words it, with the prices of the bundled table. It is the same wherever it is asked for.
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html
 */
export const pricingHandlers = {
  GetProducts(_scene, input) {
    required("ValidationException", input, "ServiceCode");
    const { ServiceCode, Filters = [] } = input;
    const regions = Object.keys(priceTable);
    const named = regions.filter((region) => Filters.some(({ Value }) => Value === region));
    const offers = (named.length > 0 ? named : regions).flatMap((region) =>
      bundledItems(region).map((item) => offer(item, region)),
    );
    const texts = offers
      .filter(({ serviceCode, product }) => serviceCode === ServiceCode && matches(product.attributes, Filters))
      .map((found) => JSON.stringify(found));
    // What costs the same everywhere is one product.
    return { FormatVersion: "aws_v1", PriceList: [...new Set(texts)] };
  },
} satisfies Handlers<Pricing>;

const matches = (attributes: Record<string, string>, filters: Filter[]) =>
  filters.every(({ Field, Value }) => attributes[Field ?? ""] === Value);

function offer(item: PriceItem, region: string) {
  const {
    service,
    attributes,
    usages: [usage],
  } = queryFor(item, region);
  const isRegional = Object.values(attributes).includes(region);
  const usagetype = isRegional ? billingCode(region) + usage : usage;
  const sku = `${itemName(item)} ${isRegional ? region : ""}`.replace(/\W/g, "").toUpperCase();
  const term = `${sku}.JRTCKXETXF`;
  const rate = `${term}.6YS6EN2CT7`;
  const USD = bundledPrices(region).of(item)!.price.toFixed(10);
  const dimension = { rateCode: rate, beginRange: "0", endRange: "Inf", appliesTo: [], pricePerUnit: { USD } };
  return {
    product: { sku, attributes: { servicecode: service, ...attributes, usagetype } },
    serviceCode: service,
    terms: { OnDemand: { [term]: { sku, offerTermCode: "JRTCKXETXF", priceDimensions: { [rate]: dimension } } } },
  };
}

/** What usage types begin with: `APN2-` in ap-northeast-2, nothing in us-east-1. */
function billingCode(region: string): string {
  if (region === "us-east-1") return "";
  const [area = "", side = "", number = ""] = region.split("-");
  return `${area}${side[0]}${number}-`.toUpperCase();
}
