import { oneLine } from "./asked.ts";
import type { Finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Is a name of this plan taken by what this deployment did not make? All of them are told, not only the first. */
export function checkNames({ taken, unasked, missing, outputs }: Survey): Finding[] {
  const findings: Finding[] = [];
  if (taken.length > 0) {
    findings.push({
      check: "names",
      status: "problem",
      message:
        taken.length === 1
          ? oneLine(taken[0]!.error.message)
          : `${taken.length} of the plan's resources would meet somebody else's.`,
      hint: hintFor(taken),
      detail: taken.map(({ error }) => oneLine(error.message)),
    });
  }
  if (unasked.length > 0) {
    findings.push({
      check: "names",
      status: "unknown",
      message: `${unasked.length} of the plan's resources could not be looked for.`,
      detail: unasked.map(({ node, error }) => `${node.key}: ${oneLine(error.message)}`),
    });
  }
  if (findings.length > 0) return findings;
  const message = `No name is taken: of the resources with a name ${missing.length} are to be made, ${outputs.size} are there.`;
  return [{ check: "names", status: "ok", message }];
}

/** A single one knows best what helps; for several it is mostly the name that they share. */
function hintFor([only, ...others]: Survey["taken"]): string {
  if (only?.error.hint && others.length === 0) return only.error.hint;
  return "Choose another --app or --env. If this deployment made them and its state was lost, `deploy-wizard recover` rebuilds it.";
}
