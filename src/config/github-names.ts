import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { visibleLine } from "../layout/visible.ts";

/**
 * `owner/name` as GitHub allows it. An owner may carry one underscore, as managed users do.
 * @see https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
 */
export const repositoryPattern =
  /^(?=[^/]{1,39}\/)[A-Za-z0-9]+([-_][A-Za-z0-9]+)*\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/;

/** `ownerId/repositoryId`, the numbers that GitHub's API gives. */
export const repositoryIdsPattern = /^[1-9]\d*\/[1-9]\d*$/;

/**
 * Why git would not take `branch` as the name of a branch, or undefined when it would. What git takes and nobody sees
 * (a change of the direction of writing) is refused, too; so is `${`, with which IAM's trust policy and GitHub's
 * expressions begin what is not to be taken as it is written.
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function branchProblem(branch: string): Saying | undefined {
  if (branch.includes("${")) return say("wrongBranchExpression");
  const parts = branch.split("/");
  const wrong =
    branch === "@" ||
    branch.length > 200 ||
    visibleLine(branch) !== branch ||
    /[\0- \x7f~^:?*[\\]|\.\.|@\{|^-|\.$/.test(branch) ||
    parts.some((part) => part === "" || part.startsWith(".") || part.endsWith(".lock"));
  return wrong ? say("wrongBranch") : undefined;
}
