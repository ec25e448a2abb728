import { describe, expect, test } from "vitest";
import { bundledPrices } from "../../src/prices/bundled.ts";
import { estimate } from "../../src/prices/estimate.ts";
import type { PriceItem, Prices } from "../../src/prices/price-item.ts";
import { priceTable } from "../../src/prices/price-table.ts";
import { standing } from "./deployments.ts";

const seoul = bundledPrices("ap-northeast-2");
const shop = estimate(standing({ database: {} }), seoul);
const line = (key: string, of = shop) => of.lines.find((each) => each.key === key);
const costing = (price: number): Prices => ({
  currency: "USD",
  asOf: "2026-11-22",
  of: () => ({ price, approximate: false }),
});

/** Whole cents, in which adding up makes no errors. */
const cents = (amounts: (number | undefined)[]) =>
  amounts.reduce<number>((total, amount) => total + Math.round((amount ?? 0) * 100), 0);

describe("the lines", () => {
  test("come in the order of the steps", () => {
    expect(shop.lines.map(({ key }) => key)).toEqual([
      "server",
      "disk",
      "server-address",
      "database",
      "database-storage",
      "secret",
      "hosted-zone",
      "load-balancer",
      "load-balancer-address",
      "capacity-units",
      "bucket-storage",
      "traffic-out",
    ]);
  });

  test("say how each amount comes about", () => {
    expect(line("server")).toMatchObject({ monthly: 15.18, upTo: 15.18 });
    expect(String(line("server")?.detail)).toBe("730 h x $0.0208");
    expect(line("load-balancer-address")).toMatchObject({ monthly: 10.95 });
    expect(String(line("load-balancer-address")?.detail)).toBe("3 x 730 h x $0.005");
    expect(String(line("secret")?.detail)).toBe("$0.40 a month");
  });

  test("of what depends on use begin at nothing", () => {
    expect(line("capacity-units")).toMatchObject({ monthly: 0, upTo: 5.84 });
    expect(line("bucket-storage")).toMatchObject({ monthly: 0, upTo: 0.13 });
    expect(line("traffic-out")).toMatchObject({ monthly: 0, upTo: 6.3 });
  });

  test("of a standby double the server and the storage of the database", () => {
    const both = estimate(standing({ database: { multiAz: true } }), seoul);
    expect(line("database", both)?.monthly).toBe(36.5);
    expect(line("database-storage", both)?.monthly).toBe(5.24);
    expect(String(line("database-storage", both)?.detail)).toBe("2 x 20 GiB x $0.131");
  });

  test("of what is not there are not there", () => {
    const small = estimate(standing({ entry: "direct", database: null, domain: null }), seoul);
    expect(small.lines.map(({ key }) => key)).toEqual([
      "server",
      "disk",
      "server-address",
      "bucket-storage",
      "traffic-out",
    ]);
  });

  test("after destroy are those of what was kept, and no traffic", () => {
    const nothing = { ...standing({ database: null, domain: null }), servers: [], diskGiB: 0, loadBalancers: 0 };
    const kept = { ...nothing, publicAddresses: { servers: 0, loadBalancers: 0 }, hostedZones: 1, snapshotGiB: 20 };
    const left = estimate(kept, seoul);
    expect(left.lines.map(({ key, monthly }) => [key, monthly])).toEqual([
      ["snapshot", 1.9],
      ["hosted-zone", 0.5],
      ["bucket-storage", 0],
    ]);
  });
});

describe("the total", () => {
  test("is the sum of the lines as they are shown", () => {
    expect(shop.total).toBe(69.8);
    expect(shop.totalUpTo).toBe(82.07);
  });

  const answers = Object.keys(priceTable).flatMap((region) =>
    ["t4g.nano", "t3.small", "t3a.medium", "m7g.xlarge", "p5.48xlarge"].flatMap((instanceType, index) =>
      (["alb", "direct"] as const).map((entry) => ({
        region,
        answers: {
          entry,
          server: { instanceType, disk: 8 + 37 * index },
          database:
            index === 3 ? null : { engine: (["postgres", "mysql", "mariadb"] as const)[index % 3], multiAz: index > 1 },
        },
      })),
    ),
  );

  test.each(answers)(
    "is exact to the cent: $region $answers.entry $answers.server.instanceType",
    ({ region, answers }) => {
      const { lines, total, totalUpTo } = estimate(standing(answers), bundledPrices(region));
      expect(cents([total])).toBe(cents(lines.map(({ monthly }) => monthly)));
      expect(cents([totalUpTo])).toBe(cents(lines.map(({ upTo }) => upTo)));
      for (const amount of [total, totalUpTo, ...lines.flatMap(({ monthly, upTo }) => [monthly ?? 0, upTo ?? 0])]) {
        expect(amount).toBe(Number(amount.toFixed(2)));
      }
      for (const { monthly, upTo } of lines) expect(upTo ?? 0).toBeGreaterThanOrEqual(monthly ?? 0);
    },
  );

  test("rounds half a cent up, also where it is a little less in binary", () => {
    expect(line("secret", estimate(standing({ database: {} }), costing(1.005)))?.monthly).toBe(1.01);
    expect(line("secret", estimate(standing({ database: {} }), costing(0.0049)))?.monthly).toBe(0);
  });
});

describe("a price that nobody knows", () => {
  const { lines, total } = estimate(standing({ server: { instanceType: "p5.48xlarge" }, database: null }), seoul);
  const known = estimate(standing({ database: null }), seoul);

  test("is not in the total, and the line says so", () => {
    expect(lines[0]).toMatchObject({ key: "server", monthly: undefined, upTo: undefined });
    expect(String(lines[0]?.detail)).toBe("price not known");
    expect(cents([total])).toBe(cents([known.total]) - cents([15.18]));
  });

  test("is no amount either when the size is not known", () => {
    const kept = { ...standing({ database: null }), snapshotGiB: undefined };
    const unknown = line("snapshot", estimate(kept, seoul));
    expect(unknown).toMatchObject({ monthly: undefined, upTo: undefined });
    expect(String(unknown?.detail)).toBe("size not known, $0.095 a GiB");
  });
});

describe("whether it is approximate", () => {
  test("the table always is", () => {
    expect(shop).toMatchObject({ approximate: true, pricesAsOf: "2026-10", currency: "USD" });
  });

  test("live prices are not, unless one line is from the table", () => {
    expect(estimate(standing(), costing(0.1)).approximate).toBe(false);
    const mixed = {
      ...costing(0.1),
      of: (item: PriceItem) => ({ price: 0.1, approximate: item.kind === "secret" }),
    };
    expect(estimate(standing({ database: {} }), mixed).approximate).toBe(true);
    expect(estimate(standing({ database: null }), mixed).approximate).toBe(false);
  });
});
