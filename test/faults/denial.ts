import { actionsOfOperations } from "../../src/aws/permissions.ts";
import { fault } from "../../src/sandbox/scene.ts";

const prefixes: Record<string, string> = { elb: "elasticloadbalancing", quotas: "servicequotas" };

/** `ec2 RunInstances` as it is told: `ec2:RunInstances`. */
export const nameOf = (call: string) =>
  call.replace(/^(\w+) /, (_, service: string) => `${prefixes[service] ?? service}:`);

/** The IAM action that a call wants first of all. */
export const permissionOf = (call: string) => actionsOfOperations[nameOf(call)]?.[0] ?? nameOf(call);

/** What a denial is called, in the words that do not say what is missing. */
export function denial(call: string): Error {
  const service = call.split(" ")[0]!;
  if (service === "ec2")
    return fault("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);
  if (service === "s3") return fault("AccessDenied", "Access Denied", 403);
  const code = ["acm", "codedeploy", "ssm"].includes(service) ? "AccessDeniedException" : "AccessDenied";
  return fault(code, "no identity-based policy allows it", 403);
}
