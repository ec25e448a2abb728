import { describe, expect, test } from "vitest";
import { catalogs, languages } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import { widthOf } from "../../src/layout/width.ts";
import { bundledPrices } from "../../src/prices/bundled.ts";
import { costTable } from "../../src/prices/cost-table.ts";
import { estimate } from "../../src/prices/estimate.ts";
import { standing } from "./deployments.ts";

const seoul = bundledPrices("ap-northeast-2");
const shop = estimate(standing({ database: { multiAz: true } }), seoul);
const tableOf = (columns: number, language: (typeof languages)[number] = "en", of = shop) =>
  costTable(of, { columns, text: (saying) => inLanguage(catalogs[language], saying) });

describe("the table of costs", () => {
  const screens = languages.flatMap((language) => [40, 50, 60, 80, 100, 200].map((columns) => ({ language, columns })));

  test.each(screens)("fits a screen of $columns columns ($language)", ({ language, columns }) => {
    expect(tableOf(columns, language).filter((line) => widthOf(line) > columns)).toEqual([]);
  });

  test.each(screens)("has every amount at one right edge at $columns columns ($language)", ({ language, columns }) => {
    const table = tableOf(columns, language);
    const edge = table.find((line) => /^-+$/.test(line))!.length;
    const amounts = table.filter((line) => /\d\.\d\d$/.test(line) && widthOf(line) === edge);
    expect(amounts).toHaveLength(shop.lines.length + 1);
  });

  test.each(screens)("shows how every amount comes about at $columns columns ($language)", ({ language, columns }) => {
    const shown = tableOf(columns, language).join(" ").replace(/\s+/g, " ");
    for (const { detail } of shop.lines) expect(shown).toContain(inLanguage(catalogs[language], detail));
  });

  test("puts what, how and how much side by side where there is room", () => {
    expect(tableOf(100)).toContainEqual(expect.stringMatching(/^server t4g\.small +730 h x \$0\.0208 +15\.18$/));
  });

  test("puts how below what where there is not", () => {
    const table = tableOf(60);
    const at = table.findIndex((line) => line.startsWith("server t4g.small"));
    expect(table[at]).toMatch(/^server t4g\.small +15\.18$/);
    expect(table[at + 1]).toBe("  730 h x $0.0208");
  });

  test("shows a range for what depends on use, and for the total", () => {
    const table = tableOf(100);
    expect(table).toContainEqual(expect.stringMatching(/capacity units.* 0\.00 - 5\.84$/));
    expect(table).toContainEqual(`Total${" ".repeat(table[1]!.length - 19)}${"90.67 - 102.94"}`);
  });

  test("says how old the prices are, and whether they are approximate", () => {
    expect(tableOf(200).join("\n")).toContain("Approximate: AWS list prices as of 2026-10");
    const live = { ...shop, approximate: false, pricesAsOf: "2026-11-22" };
    expect(tableOf(200, "en", live).join("\n")).toMatch(/^AWS list prices as of 2026-11-22/m);
  });

  test("says what it supposes", () => {
    expect(tableOf(400).at(-1)).toMatch(/730 hours.*1 capacity unit .*for the account as a whole/);
    expect(tableOf(400, "ko").at(-1)).toContain("730시간");
    const direct = estimate(standing({ entry: "direct" }), seoul);
    expect(tableOf(400, "en", direct).at(-1)).not.toContain("capacity unit");
  });

  test("names what has no known price, and shows no amount for it", () => {
    const unknown = estimate(standing({ server: { instanceType: "p5.48xlarge" }, database: null }), seoul);
    const table = tableOf(100, "en", unknown);
    expect(table).toContainEqual(expect.stringMatching(/^server p5\.48xlarge +price not known +\?$/));
    expect(table).toContain("Not in the total, because nobody knows what it costs: server p5.48xlarge");
    expect(tableOf(100).join("\n")).not.toContain("Not in the total");
  });

  test("is in Korean, amounts included", () => {
    expect(tableOf(100, "ko")).toContainEqual(expect.stringMatching(/^서버 t4g\.small +730시간 x \$0\.0208 +15\.18$/));
  });
});
