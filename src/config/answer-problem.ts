import { putAnswer } from "./merge.ts";
import { fileSchema } from "./schema.ts";

/** Why `answers` cannot stand together, or undefined when they can. */
export const togetherProblem = (answers: unknown): string | undefined =>
  fileSchema.safeParse(answers).error?.issues[0]?.message;

/**
 * Why `value` cannot stand at `path` (`server.disk`) beside the other `answers`, or undefined when it can: `expected 8 to
 * 16384 (GiB)`. What is wrong elsewhere does not count.
 */
export function answerProblem(answers: unknown, path: string, value: unknown): string | undefined {
  const issues = fileSchema.safeParse(putAnswer(answers, path, value)).error?.issues ?? [];
  return issues.find((issue) => issue.path.join(".") === path)?.message;
}
