import { expect, test } from "vitest";
import { monthlyInWords } from "../../src/commands/cost.ts";
import type { CostLine, Estimate } from "../../src/prices/estimate.ts";

const line = (what: string, monthly: number | undefined, upTo = monthly): CostLine => ({
  key: what,
  what,
  detail: "",
  monthly,
  upTo,
});
const cost = (...lines: CostLine[]): Estimate => ({
  currency: "USD",
  total: lines.reduce((sum, { monthly = 0 }) => sum + monthly, 0),
  totalUpTo: lines.reduce((sum, { upTo = 0 }) => sum + upTo, 0),
  pricesAsOf: "2026-11",
  approximate: true,
  lines,
});

test("one amount, or a range where something depends on use", () => {
  expect(String(monthlyInWords(cost(line("server", 15))))).toBe("about $15.00");
  expect(String(monthlyInWords(cost(line("server", 15), line("traffic", 0, 4.5))))).toBe("about $15.00 - $19.50");
});

test("what has no known price is named, because the amount is without it", () => {
  const words = monthlyInWords(cost(line("server", 15), line("database", undefined), line("zone", undefined)));
  expect(String(words)).toBe("at least $15.00, not counting database; zone (no price is known)");
});
