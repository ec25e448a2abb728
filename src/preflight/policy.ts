import type { Grant } from "./actions.ts";
import { merged } from "./grants.ts";

/**
 * The lines of an IAM policy document that grants these actions and no others.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyLines(grants: readonly Grant[]): string[] {
  const Statement = merged(grants)
    .sort((a, b) => a.actions[0]!.localeCompare(b.actions[0]!))
    .map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources.length === 1 ? resources[0] : resources,
      ...(condition && { Condition: { StringEquals: condition } }),
    }));
  return JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 2).split("\n");
}
