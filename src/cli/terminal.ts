import { confirm, input } from "@inquirer/prompts";
import ora, { type Ora } from "ora";
import wrapAnsi from "wrap-ansi";

/** The person's terminal: the only file that knows how it is drawn on. Everything here goes to stderr. */
export interface Terminal {
  /** A line that stays. */
  line(text: string): void;
  /** The one live line; undefined clears it. Nothing where the output is no terminal. */
  live(text: string | undefined): void;
  readonly isLive: boolean;
  readonly columns: number;
  confirm(question: string): Promise<boolean>;
  type(question: string): Promise<string>;
}

export function createTerminal({ color, signal }: { color: boolean; signal: AbortSignal }): Terminal {
  const stream = process.stderr;
  const isLive = stream.isTTY === true && process.env.TERM !== "dumb" && !process.env.CI;
  let spinner: Ora | undefined;
  const context = { output: process.stderr, signal };

  const clear = () => {
    spinner?.stop();
    spinner = undefined;
  };
  return {
    isLive,
    get columns() {
      return stream.columns ?? 80;
    },
    line(text) {
      const waiting = spinner?.text;
      clear();
      stream.write(`${stream.isTTY ? wrapped(text, stream.columns ?? 80) : text}\n`);
      if (waiting !== undefined) this.live(waiting);
    },
    live(text) {
      if (!isLive) return;
      if (text === undefined) return clear();
      if (spinner) spinner.text = text;
      else spinner = ora({ text, stream, color: color ? "cyan" : undefined, discardStdin: false }).start();
    },
    async confirm(question) {
      clear();
      return confirm({ message: question, default: true }, context);
    },
    async type(question) {
      clear();
      return input({ message: question }, context);
    },
  };
}

/** Breaks between words; what goes on is indented like the text after a mark. Words that fit nowhere stay whole. */
function wrapped(text: string, columns: number): string {
  const indent = text.match(/^ */)?.[0] ?? "";
  const [first = "", ...rest] = wrapAnsi(text.trimStart(), columns - indent.length - 2, { trim: true }).split("\n");
  return [`${indent}${first}`, ...rest.map((line) => `${indent || "  "}${line}`)].join("\n");
}
