import type { Grant } from "./actions.ts";
import { merged } from "./grants.ts";

/** A managed policy takes so many characters, white space not counted. */
const mostCharacters = 6144;

/**
 * The IAM policy documents that grant these actions and no others, each small enough for a managed policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policyDocuments(grants: readonly Grant[]): object[] {
  const statements = merged(grants)
    .sort((a, b) => a.actions[0]!.localeCompare(b.actions[0]!))
    .map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources.length === 1 ? resources[0] : resources,
      ...(condition && { Condition: { StringEquals: condition } }),
    }));
  const documents: { Version: string; Statement: object[] }[] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (last && JSON.stringify({ ...last, Statement: [...last.Statement, statement] }).length <= mostCharacters) {
      last.Statement.push(statement);
    } else documents.push({ Version: "2012-10-17", Statement: [statement] });
  }
  return documents;
}

/** The same as lines to be read and copied; an empty line stands between documents. */
export const policyLines = (grants: readonly Grant[]): string[] =>
  policyDocuments(grants)
    .map((document) => JSON.stringify(document, undefined, 2))
    .join("\n\n")
    .split("\n");
