import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Aws } from "../aws/clients.ts";
import { WizardError } from "../engine/errors.ts";

/** Who a call comes from, as AWS sees it. */
export interface Caller {
  /** `arn:aws:iam::123456789012:user/mina` */
  arn: string;
  account: string;
}

export async function whoCalls(aws: Aws): Promise<Caller> {
  const { Arn, Account } = await aws.sts(new GetCallerIdentityCommand({}));
  return { arn: Arn!, account: Account! };
}

/** The user or role whose policies count; `no` says why there is none that IAM could judge. */
export type Principal = { arn: string; no?: undefined } | { arn?: undefined; no: "root" | "neither user nor role" };

/**
 * The ARN of a session names its role without the role's path, which the role's own ARN has.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export async function principalOf(aws: Aws, { arn, account }: Caller): Promise<Principal> {
  const [, partition, service, , , resource = ""] = arn.split(":");
  if (service === "iam" && resource === "root") return { no: "root" };
  if (service === "iam") return { arn };
  const [kind, roleName = ""] = resource.split("/");
  if (kind !== "assumed-role") return { no: "neither user nor role" };
  try {
    const { Role } = await aws.iam(new GetRoleCommand({ RoleName: roleName }));
    return { arn: Role!.Arn! };
  } catch (error) {
    if (!(error instanceof WizardError)) throw error;
    // Not everybody may look at roles; most of them have no path.
    return { arn: `arn:${partition}:iam::${account}:role/${roleName}` };
  }
}
