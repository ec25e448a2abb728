import { answerProblem } from "../config/answer-problem.ts";
import { asAnswers, type Proposals, type Seen } from "./detected.ts";

/** Stands in for the one answer that has no default. */
const noName = { app: "app" };

/**
 * Those of the `proposals` that can stand beside the `answers` that people gave: what was seen in an app of one runtime
 * says nothing of another, and a port that nginx needs is no proposal where nginx stands in front.
 */
export function fitting(proposals: Proposals, answers: object): Proposals {
  const { runtime } = answers as { runtime?: unknown };
  const paths = (Object.keys(proposals) as (keyof Seen)[]).filter(
    (path) =>
      runtime === undefined ||
      runtime === proposals.runtime?.value ||
      !["runtime", "port", "healthCheck"].includes(path),
  );
  const pick = (wanted: readonly string[]) =>
    Object.fromEntries(Object.entries(proposals).filter(([path]) => wanted.includes(path))) as Proposals;
  const beside = (path: string) => ({
    ...noName,
    ...asAnswers(pick(paths.filter((other) => other !== path))),
    ...answers,
  });
  return pick(paths.filter((path) => !answerProblem(beside(path), path, proposals[path]?.value)));
}
