import { type Asks, type Back, back, type ChoiceQuestion, type TextQuestion } from "../commands/asks.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { Sheet } from "./sheet.ts";

/** One thing that is asked, and what it answers in the config. */
export interface WizardQuestion {
  /** Its main field in the config: `server.disk`. */
  path: string;
  /** Asks, with what the sheet proposes, and writes the answer down. */
  ask(sheet: Sheet, asks: Asks): Promise<Back | undefined>;
}

interface Words {
  path: string;
  message: Saying;
  why: Saying;
}

interface TextWords extends Words {
  /** The answer as a value of the config; text as it is when left out. */
  read?(answer: string): unknown;
  /** What is written down; the value at `path` when left out. */
  write?(sheet: Sheet, value: unknown): void;
  /** The proposal as text; the value at `path` when left out. */
  proposal?(sheet: Sheet): string | undefined;
  /** Said when nothing was typed and nothing is proposed. */
  empty?: Saying;
}

/** A question that is answered by typing; the config's own rules say whether the answer will do. */
export function textQuestion({
  path,
  message,
  why,
  read = (text) => text,
  write,
  proposal,
  empty,
}: TextWords): WizardQuestion {
  return {
    path,
    async ask(sheet, asks) {
      const proposed = proposal ? proposal(sheet) : textOf(sheet.get(path));
      const question: TextQuestion = {
        message,
        why,
        from: proposed === undefined ? undefined : sheet.from(path),
        default: proposed,
        problem(answer) {
          if (answer === "" && empty !== undefined) return empty;
          const value = read(answer);
          return value === null ? undefined : sheet.problem(path, value);
        },
      };
      const answer = await asks.text(question);
      if (answer === back) return back;
      const value = read(answer);
      if (write) write(sheet, value);
      else sheet.set({ [path]: value });
      return undefined;
    },
  };
}

interface ChoiceWords<T> extends Omit<Words, "why"> {
  /** Depends on other answers where it is a function. */
  why: Saying | ((sheet: Sheet) => Saying);
  choices: ChoiceQuestion<T>["choices"] | ((sheet: Sheet) => ChoiceQuestion<T>["choices"]);
  current(sheet: Sheet): T;
  /** What the choice says in the config, by path. */
  answers(value: T): Record<string, unknown>;
  /** The choice changes the price: each says what all of it would cost. */
  priced?: true;
}

/** A question that is answered by choosing. */
export function choiceQuestion<T>(words: ChoiceWords<T>): WizardQuestion {
  const { path, message, why, current, answers, priced } = words;
  return {
    path,
    async ask(sheet, asks) {
      const offered = typeof words.choices === "function" ? words.choices(sheet) : words.choices;
      const choices = offered.map((choice) => {
        const not = sheet.problemWith(answers(choice.value));
        if (not !== undefined) return { ...choice, not };
        const monthly = priced && sheet.monthlyWith(answers(choice.value));
        return monthly === undefined ? choice : { ...choice, about: withPrice(choice.about, monthly) };
      });
      const answer = await asks.choose({
        message,
        why: typeof why === "function" ? why(sheet) : why,
        from: sheet.from(path),
        choices,
        default: current(sheet),
      });
      if (answer === back) return back;
      sheet.set(answers(answer as T));
      return undefined;
    },
  };
}

/** Whole dollars: the plan has the cents, line by line. */
const withPrice = (about: Saying | undefined, monthly: number): Saying => {
  const price = say("aboutMonthly", `$${Math.round(monthly)}`);
  return about ? say("several", about, price) : price;
};

const textOf = (value: unknown) => (value === null || value === undefined ? undefined : String(value));
