import type { Saying } from "../engine/saying.ts";
import { putAnswer } from "./merge.ts";
import { fileSchema, sayingOf } from "./schema.ts";

/** Why `answers` cannot stand together, or undefined when they can. */
export function togetherProblem(answers: unknown): Saying | undefined {
  const [first] = fileSchema.safeParse(answers).error?.issues ?? [];
  return first && sayingOf(first);
}

/**
 * Why `value` cannot stand at `path` (`server.disk`) beside the other `answers`, or undefined when it can: `expected 8 to
 * 16384 (GiB)`. What is wrong elsewhere does not count.
 */
export function answerProblem(answers: unknown, path: string, value: unknown): Saying | undefined {
  const issues = fileSchema.safeParse(putAnswer(answers, path, value)).error?.issues ?? [];
  const issue = issues.find((each) => each.path.join(".") === path);
  return issue && sayingOf(issue);
}
