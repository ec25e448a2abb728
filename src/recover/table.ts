import type { By, RecoveredNode } from "../engine/recover.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { padEnd, widthOf } from "../layout/width.ts";
import { createPage, type PageSettings } from "../status/page.ts";
import type { Holding } from "./holdings.ts";

export const sureness: Readonly<Record<By, Saying>> = {
  tags: say("recoverByTags"),
  content: say("recoverByContent"),
  before: say("recoverBefore"),
  missing: say("recoverMissing"),
  unclear: say("recoverUnclear"),
};

/**
 * What was found, under its step: key, how sure it is, and id. An id is never cut: where it does not fit it stands on a
 * line of its own.
 */
export function recoverLines(
  nodes: readonly RecoveredNode[],
  unplaced: readonly Holding[],
  { columns, text }: PageSettings,
): string[] {
  const page = createPage({ columns, text });
  const keyWidth = Math.max(0, ...nodes.map(({ key }) => widthOf(key)));
  const sureWidth = Math.max(0, ...nodes.map(({ by }) => widthOf(text(sureness[by]))));
  for (const step of new Set(nodes.map((node) => node.step))) {
    page.put(0, step);
    for (const { key, by, id, note } of nodes.filter((node) => node.step === step)) {
      const row = `${padEnd(key, keyWidth)}  ${padEnd(text(sureness[by]), sureWidth)}`;
      const whole = `${row}  ${id}`.trimEnd();
      if (2 + widthOf(whole) <= columns) page.whole(2, whole);
      else {
        page.whole(2, row.trimEnd());
        page.put(4, id);
      }
      if (note) page.put(4, note);
    }
  }
  if (unplaced.length > 0) page.heading(say("recoverUnplaced"));
  for (const { what, key } of unplaced) page.put(2, say("recoverUnplacedOne", what, key));
  return page.lines;
}
