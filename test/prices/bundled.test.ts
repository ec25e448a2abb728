import { describe, expect, test } from "vitest";
import { bundledItems, bundledPrices } from "../../src/prices/bundled.ts";
import { itemName } from "../../src/prices/price-item.ts";
import { priceTable } from "../../src/prices/price-table.ts";

const seoul = bundledPrices("ap-northeast-2");
const server = (instanceType: string) => ({ kind: "server" as const, instanceType });

describe("the bundled table", () => {
  test("has the sixteen Regions that most people use", () => {
    expect(Object.keys(priceTable).sort()).toEqual([
      "ap-northeast-1",
      "ap-northeast-2",
      "ap-south-1",
      "ap-southeast-1",
      "ap-southeast-2",
      "ca-central-1",
      "eu-central-1",
      "eu-north-1",
      "eu-west-1",
      "eu-west-2",
      "eu-west-3",
      "sa-east-1",
      "us-east-1",
      "us-east-2",
      "us-west-1",
      "us-west-2",
    ]);
  });

  test.each([
    ["ap-northeast-2", "t4g.small", 0.0208],
    ["us-east-1", "t4g.nano", 0.0042],
    ["us-east-1", "t3.2xlarge", 0.3328],
    ["ap-northeast-1", "t3a.micro", 0.0122],
    ["ap-northeast-1", "t3a.xlarge", 0.1958],
    ["ca-central-1", "t3a.large", 0.0835],
    ["eu-central-1", "m7g.large", 0.0978],
    ["eu-central-1", "m7g.xlarge", 0.1955],
  ])("in %s %s costs what AWS lists: %f", (region, type, listed) => {
    expect(bundledPrices(region).of(server(type))).toEqual({ price: listed, approximate: true });
  });

  test("a standby doubles the price of a database", () => {
    const database = { kind: "database" as const, engine: "postgres" as const, class: "db.t4g.small" };
    expect(seoul.of({ ...database, multiAz: false })?.price).toBe(0.051);
    expect(seoul.of({ ...database, multiAz: true })?.price).toBe(0.102);
  });

  test("what is not in it has no price: a type, a size, a class, a Region", () => {
    expect(seoul.of(server("p5.48xlarge"))).toBeUndefined();
    expect(seoul.of(server("t4g.metal"))).toBeUndefined();
    expect(seoul.of(server("t4g"))).toBeUndefined();
    expect(seoul.of({ kind: "database", engine: "mysql", class: "db.r8g.large", multiAz: false })).toBeUndefined();
    expect(bundledPrices("mars-north-1").of({ kind: "disk" })).toBeUndefined();
  });

  test("what costs the same everywhere has a price everywhere", () => {
    expect(bundledPrices("mars-north-1").of({ kind: "public-ipv4" })?.price).toBe(0.005);
  });

  test.each(Object.keys(priceTable))(
    "every price of %s is a sensible amount, and each item is there once",
    (region) => {
      const items = bundledItems(region);
      expect(new Set(items.map(itemName)).size).toBe(items.length);
      expect(items.length).toBeGreaterThan(25);
      for (const item of items) {
        const { price } = bundledPrices(region).of(item)!;
        expect(price, itemName(item)).toBeGreaterThan(0);
        expect(price, itemName(item)).toBeLessThan(1);
      }
    },
  );
});
