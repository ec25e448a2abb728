import type { Saying } from "../engine/saying.ts";

/** The person wants to see the question before this one again. */
export const back = Symbol("back");
export type Back = typeof back;

interface Question {
  message: Saying;
  /** One line: what depends on the answer. */
  why?: Saying;
  /** Where the proposed answer comes from. */
  from?: Saying;
}

export interface TextQuestion extends Question {
  default?: string;
  /** Why this is no answer, or undefined when it is one. */
  problem(answer: string): Saying | undefined;
}

export interface ChoiceQuestion<T> extends Question {
  /** One that is `not` possible is shown with the reason and cannot be chosen. */
  choices: readonly { value: T; name: Saying; about?: Saying; not?: Saying }[];
  default: T;
}

/** What a person can be asked, each with a way back. */
export interface Asks {
  text(question: TextQuestion): Promise<string | Back>;
  choose<T>(question: ChoiceQuestion<T>): Promise<T | Back>;
  /** Yes or no; no way back. */
  confirm(message: Saying, proposed: boolean): Promise<boolean>;
}
