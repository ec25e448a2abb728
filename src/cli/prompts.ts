import { emitKeypressEvents, type Interface as ReadLineInterface } from "node:readline";
import { styleText } from "node:util";
import { confirm, input, select } from "@inquirer/prompts";
import { type Asks, type Back, back, type ChoiceQuestion, type TextQuestion } from "../commands/asks.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { widthOf, wrap } from "../layout/width.ts";

export interface PromptSettings {
  color: boolean;
  unicode: boolean;
  signal: AbortSignal;
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream;
  columns(): number;
  /** How many lines the screen has. */
  rows(): number;
  /** In the person's language. */
  text(saying: Saying): string;
  /** Called before anything is asked, so that the live line goes. */
  clear(): void;
}

/** What stands beside a question: small, and gone once it is answered. */
type Notes = Pick<TextQuestion, "message" | "why" | "from">;

/** What stands before an answered question and between it and the answer. */
const markWidth = 4;

/** A lone Escape may begin a key's sequence: so many milliseconds are waited for the rest. All that is read of it. */
const escapeSoon = { escapeCodeTimeout: 50 } as Partial<ReadLineInterface> as ReadLineInterface;

/** Questions on the terminal. Escape, or `<` typed as an answer, goes back to the question before. */
export function createPrompts(settings: PromptSettings): Asks {
  const { color, unicode, text } = settings;
  const paint = (format: Parameters<typeof styleText>[0], words: string) =>
    color ? styleText(format, words, { validateStream: false }) : words;

  const notes = ({ why, from }: Omit<Notes, "message">) =>
    [why && text(why), from && text(say("proposedFrom", from))]
      .filter((line) => line !== undefined)
      .flatMap((line) => wrap(line, settings.columns() - 2, { indent: 0 }).map((part) => `  ${part}`))
      .map((line) => `${paint("dim", line)}\n`)
      .join("");

  const theme = (question: Notes) => ({
    prefix: {
      idle: `${notes(question)}${paint("cyan", "?")}`,
      done: paint("green", unicode ? "✔" : "ok"),
    },
    ...(!unicode && { icon: { cursor: ">" }, spinner: { interval: 1000, frames: ["-"] } }),
    style: {
      message: (words: string) => paint("bold", words),
      // Beside the question, or below it where it does not fit: prompts break lines within words.
      answer: (words: string) =>
        (widthOf(text(question.message)) + widthOf(words) + markWidth > settings.columns() ? "\n  " : "") +
        paint("cyan", words),
      highlight: (words: string) => paint("cyan", words),
      description: (words: string) =>
        wrap(words, settings.columns() - 2)
          .map((line) => paint("dim", line))
          .join("\n"),
      error: (words: string) =>
        wrap(`${unicode ? "✖" : "x"} ${words}`, settings.columns() - 1, { indent: 2 })
          .map((line) => paint("red", line))
          .join("\n"),
      defaultAnswer: (words: string) => paint("dim", `(${words})`),
      keysHelpTip: () => paint("dim", text(unicode ? say("keysForChoice") : say("keysForChoicePlain"))),
    },
  });

  /** Runs one prompt; Escape ends it with `back` and leaves nothing of it on the screen. */
  async function withWayBack<T>(run: (context: object) => Promise<T>): Promise<T | Back> {
    settings.clear();
    // The first who asks a stream for key presses decides; the prompts would leave it at half a second.
    emitKeypressEvents(settings.input, escapeSoon);
    const leave = new AbortController();
    const context = {
      input: settings.input,
      output: settings.output,
      signal: AbortSignal.any([leave.signal, settings.signal]),
      clearPromptOnDone: false,
    };
    const onKey = (_text: string, key: { name?: string } | undefined) => {
      if (key?.name !== "escape") return;
      context.clearPromptOnDone = true;
      leave.abort(back);
    };
    settings.input.on("keypress", onKey);
    try {
      return await run(context);
    } catch (error) {
      if (leave.signal.aborted && !settings.signal.aborted) return back;
      throw error;
    } finally {
      settings.input.off("keypress", onKey);
    }
  }

  return {
    async text(question: TextQuestion) {
      const answer = await withWayBack((context) =>
        input(
          {
            message: text(question.message),
            default: question.default,
            theme: theme(question),
            validate: (given) => {
              if (given.trim() === "<") return true;
              const problem = question.problem(given.trim());
              return problem === undefined || text(problem);
            },
          },
          context,
        ),
      );
      return answer === back || answer.trim() === "<" ? back : answer.trim();
    },
    choose<T>(question: ChoiceQuestion<T>) {
      return withWayBack((context) =>
        select<T>(
          {
            message: text(question.message),
            default: question.default,
            loop: false,
            // The question itself, what stands above it, and the lines below the list.
            pageSize: Math.max(7, settings.rows() - 6),
            theme: theme(question),
            choices: question.choices.map(({ value, name, about, not }) => ({
              value,
              name: text(name),
              description: about && text(about),
              disabled: not === undefined ? false : `(${text(not)})`,
            })),
          },
          context,
        ),
      );
    },
    async confirm(message, proposed) {
      settings.clear();
      const { signal, output } = settings;
      return confirm(
        { message: text(message), default: proposed, theme: theme({ message }) },
        { input: settings.input, output, signal },
      );
    },
  };
}
