import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { subjectsOf } from "../steps/trust.ts";

/** The trust policy that GitHub's role has now: whom it trusts was asked of GitHub, and IAM still knows the answer. */
export async function trustOfRole(aws: Aws, name: string): Promise<object | undefined> {
  const found = await orAbsent(
    aws.iam(new GetRoleCommand({ RoleName: name })),
    "NoSuchEntity",
    "NoSuchEntityException",
  );
  const text = found?.Role?.AssumeRolePolicyDocument;
  return text === undefined ? undefined : (JSON.parse(decodeURIComponent(text)) as object);
}

/**
 * `github` of the config as the role's trust has it; null without a role, or when it trusts nobody that we would name.
 * Ids that stand alone are kept, so that GitHub need not be asked for them again.
 */
export async function githubOfRole(aws: Aws, name: string) {
  const subjects = subjectsOf((await trustOfRole(aws, name)) ?? {});
  const [first] = subjects.map((subject) =>
    /^repo:(?<owner>[^@/:]+)(@(?<ownerId>\d+))?\/(?<name>[^@/:]+)(@(?<id>\d+))?:ref:refs\/heads\/(?<branch>.+)$/.exec(
      subject,
    ),
  );
  if (!first?.groups) return null;
  const { owner, ownerId, name: repository, id, branch } = first.groups;
  const ids = subjects.length === 1 && ownerId && id ? `${ownerId}/${id}` : undefined;
  return { repository: `${owner}/${repository}`, branch, ids };
}
