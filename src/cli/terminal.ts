import ora, { type Ora } from "ora";
import { cut, widthOf, wrap } from "../layout/width.ts";

/** The person's terminal, as far as it is drawn on; questions are in prompts.ts. Everything here goes to stderr. */
export interface Terminal {
  /** A line that stays, broken between words; what goes on is indented like the text after a mark. */
  line(text: string): void;
  /**
   * The one live line; undefined clears it. `end` is always seen whole, `text` is cut when both do not fit. Nothing where
   * the output is no terminal.
   */
  live(text: string | undefined, end?: string): void;
  readonly isLive: boolean;
  readonly columns: number;
}

/** What a line may take where nobody knows how wide the screen is. */
const usualColumns = 80;

export function createTerminal({ color, unicode }: { color: boolean; unicode: boolean }): Terminal {
  const stream = process.stderr;
  const isLive = stream.isTTY === true && process.env.TERM !== "dumb" && !process.env.CI;
  let spinner: Ora | undefined;
  let shown: { text: string; end: string } | undefined;

  const clear = () => {
    spinner?.stop();
    spinner = undefined;
  };
  return {
    isLive,
    get columns() {
      return stream.columns || usualColumns;
    },
    line(text) {
      const waiting = spinner && shown;
      clear();
      stream.write(`${stream.isTTY ? wrapped(text, this.columns) : text}\n`);
      if (waiting) this.live(waiting.text, waiting.end);
    },
    live(text, end = "") {
      if (!isLive) return;
      if (text === undefined) return clear();
      // One row: the spinner, a space, and a column to spare, because some terminals wrap at the last one.
      const fitting = cut(text, this.columns - 3 - widthOf(end), unicode ? "…" : "...") + end;
      shown = { text, end };
      if (spinner) spinner.text = fitting;
      else {
        spinner = ora({
          text: fitting,
          stream,
          color: color ? "cyan" : undefined,
          spinner: unicode ? "dots" : "line",
          discardStdin: false,
        }).start();
      }
    },
  };
}

/** The lines of `text`; words that fit nowhere stay whole, so that they can be copied. */
export function wrapped(text: string, columns: number): string {
  const margin = text.match(/^ */)?.[0] ?? "";
  const [first = "", ...rest] = wrap(text.trimStart(), columns - margin.length, {
    indent: margin === "" ? 2 : 0,
    keepWords: true,
  });
  return [first, ...rest].map((line) => `${margin}${line}`).join("\n");
}
