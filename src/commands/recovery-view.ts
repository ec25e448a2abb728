import type { Evidence, NotFound, Recovered } from "../engine/recover.ts";
import { say } from "../language/phrase.ts";
import { padEnd, widthOf, wrap } from "../layout/width.ts";
import type { Io } from "./io.ts";

const evidence: Record<Evidence, "recoverByTags" | "recoverByContent" | "recoverByBefore"> = {
  tags: "recoverByTags",
  "name-and-content": "recoverByContent",
  before: "recoverByBefore",
};

const gap = "  ";
/** Narrower than that, what it is and how one knows stand below each other. */
const narrow = 80;

/** What was found, each with how sure that is, and what was not. */
export function recoveryLines(
  { columns, text }: Pick<Io, "columns" | "text">,
  id: string,
  found: readonly Recovered[],
  missing: readonly NotFound[],
): string[] {
  const sure = found.map(({ by }) => text(say(evidence[by])));
  const width = Math.max(0, ...sure.map(widthOf));
  const lines = found.flatMap((each, index) => {
    const title = text(each.title);
    const what = title.includes(each.id) || each.id === "" ? title : `${title} (${shortened(each.id)})`;
    if (columns < narrow) return [...wrap(`${gap}${what}`, columns, { indent: 4 }), `${gap}${gap}${sure[index]}`];
    const margin = " ".repeat(gap.length + width + gap.length);
    const parts = wrap(what, columns - margin.length, { indent: gap.length });
    return parts.map((part, row) => (row === 0 ? `${gap}${padEnd(sure[index]!, width)}${gap}` : margin) + part);
  });
  const gone = missing.flatMap(({ title }) => wrap(`${gap}${text(title)}`, columns, { indent: 4 }));
  const notes = new Set(found.flatMap(({ note }) => (note ? [text(note)] : [])));
  return [
    ...wrap(text(say("recoverFound", found.length, id)), columns),
    ...lines,
    ...[...notes].flatMap((note) => wrap(note, columns)),
    ...(missing.length > 0 ? [...wrap(text(say("recoverMissing", missing.length)), columns), ...gone] : []),
  ];
}

/** An ARN without what is the same in all of them. */
const shortened = (id: string) => id.replace(/^arn:[^:]*:[^:]*:[^:]*:\d{12}:/, "");
