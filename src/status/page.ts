import type { Saying } from "../engine/saying.ts";
import { wrap } from "../layout/width.ts";

/** Lines of text for a screen, section by section. */
export interface Page {
  readonly lines: string[];
  /** A heading, after an empty line. */
  heading(saying: Saying): void;
  /** Broken between words at the screen's edge; `indent` columns from the left, what goes on two more. */
  put(indent: number, saying: Saying): void;
  /** The same in one piece, for what is to be copied or clicked. */
  whole(indent: number, text: string): void;
}

export interface PageSettings {
  columns: number;
  text(saying: Saying): string;
}

export function createPage({ columns, text }: PageSettings): Page {
  const lines: string[] = [];
  return {
    lines,
    heading(saying) {
      lines.push("", text(saying));
    },
    put(indent, saying) {
      const margin = " ".repeat(indent);
      for (const paragraph of text(saying).split("\n")) {
        for (const line of wrap(paragraph.trim(), columns - indent, { indent: 2, keepWords: true })) {
          lines.push(margin + line);
        }
      }
    },
    whole(indent, words) {
      lines.push(" ".repeat(indent) + words);
    },
  };
}
