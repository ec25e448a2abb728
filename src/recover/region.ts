import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";

/**
 * Roles have no Region, and so are found from everywhere: what the server's role may do names the deployment's own one.
 * Throws `usage` when that is another.
 */
export async function refuseOtherRegion(aws: Aws, roleName: string, region: string): Promise<void> {
  const command = new GetRolePolicyCommand({ RoleName: roleName, PolicyName: "server" });
  const found = await orAbsent(aws.iam(command), "NoSuchEntity", "NoSuchEntityException");
  const own = /arn:[\w-]+:ec2:([\w-]+):/.exec(decodeURIComponent(found?.PolicyDocument ?? ""))?.[1];
  if (own === undefined || own === region) return;
  throw new WizardError("usage", `Role ${roleName} is for a deployment in ${own}, and this run is for ${region}.`, {
    hint: `Give --region ${own}, or correct region in the config.`,
  });
}
