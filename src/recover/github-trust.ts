import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";

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
