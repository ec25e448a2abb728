import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Columns that `text` takes on a screen: a Korean letter takes two, a colour none. */
export const widthOf = (text: string) => stringWidth(text);

/** `text` and spaces up to `width` columns. */
export const padEnd = (text: string, width: number) => text + " ".repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number) => " ".repeat(Math.max(0, width - widthOf(text))) + text;

/**
 * Lines of at most `columns`, broken between words; those after the first are indented by `indent` columns. A word that
 * fits on no line is broken too, unless `keepWords` says that it is to be copied in one piece.
 */
export function wrap(text: string, columns: number, { indent = 0, keepWords = false } = {}): string[] {
  if (widthOf(text) <= columns) return [text];
  const room = Math.max(1, columns - indent);
  const [first = "", ...rest] = wrapAnsi(text, room, { trim: true, hard: !keepWords }).split("\n");
  return [first, ...rest.map((line) => " ".repeat(indent) + line)];
}

/** `text` cut to `columns`, with `end` where something is missing. */
export function cut(text: string, columns: number, end = "..."): string {
  if (widthOf(text) <= columns) return text;
  const [first = ""] = wrapAnsi(text, Math.max(1, columns - widthOf(end)), { hard: true, wordWrap: false }).split("\n");
  return first + end;
}
