import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { padEnd, padStart, widthOf, wrap } from "../layout/width.ts";
import { assumptionsText } from "./billing.ts";
import type { Estimate } from "./estimate.ts";

export interface Screen {
  columns: number;
  /** In the person's language. */
  text(saying: Saying): string;
}

const gap = 2;

/**
 * An estimate as lines of at most `columns` (40 or more): what, how it comes about, and the amount at the right edge.
 * Where these do not fit side by side, how it comes about stands below. Then the total, the date of the prices, what
 * has no known price, and what is supposed.
 */
export function costTable(estimate: Estimate, { columns, text }: Screen): string[] {
  const rows = estimate.lines.map(({ what, detail, monthly, upTo }) => ({
    what: text(what),
    detail: text(detail),
    amount: amountText(monthly, upTo),
  }));
  const total = amountText(estimate.total, estimate.totalUpTo);
  const widest = (texts: string[]) => Math.max(...texts.map(widthOf));
  const whatWidth = widest([text(say("costTotal")), ...rows.map(({ what }) => what)]);
  const detailWidth = widest(["", ...rows.map(({ detail }) => detail)]);
  const amountWidth = widest([total, ...rows.map(({ amount }) => amount)]);
  const sideBySide = whatWidth + gap + detailWidth + gap + amountWidth;
  const wide = sideBySide <= columns;
  const width = wide ? sideBySide : Math.min(columns, Math.max(whatWidth, detailWidth + gap) + gap + amountWidth);
  /** Text that leaves the right edge to an amount; further lines are indented. */
  const withAmount = (label: string, amount: string) => {
    const room = width - gap - amountWidth;
    const [first = "", ...rest] = wrap(label, room, { indent: gap });
    return [padEnd(first, room + gap) + padStart(amount, amountWidth), ...rest];
  };
  return [
    ...wrap(text(say("costTitle")), columns),
    ...rows.flatMap(({ what, detail, amount }) =>
      wide
        ? [padEnd(what, whatWidth + gap) + padEnd(detail, detailWidth + gap) + padStart(amount, amountWidth)]
        : [...withAmount(what, amount), ...indented(detail, columns)],
    ),
    "-".repeat(width),
    ...withAmount(text(say("costTotal")), total),
    ...notes(estimate).flatMap((note) => wrap(text(note), columns)),
  ];
}

/** `15.18`, `0.00 - 5.84`, or `?` when the price is not known. */
function amountText(least: number | undefined, most: number | undefined): string {
  if (least === undefined || most === undefined) return "?";
  return least === most ? least.toFixed(2) : `${least.toFixed(2)} - ${most.toFixed(2)}`;
}

const indented = (text: string, columns: number) => wrap(text, columns - gap).map((line) => " ".repeat(gap) + line);

function notes({ lines, approximate, pricesAsOf }: Estimate): Saying[] {
  const unknown = lines.filter(({ monthly }) => monthly === undefined).map(({ what }) => what);
  return [
    ...(unknown.length > 0 ? [say("costUnknownLines", say("several", ...unknown))] : []),
    approximate ? say("costAsOfApproximate", pricesAsOf) : say("costAsOf", pricesAsOf),
    assumptionsText({ loadBalancers: lines.some(({ key }) => key === "capacity-units") }),
  ];
}
