import type { AwsTools } from "../aws/tools.ts";
import type { ResourceNode } from "../engine/blueprint.ts";
import { WizardError } from "../engine/errors.ts";
import { inputOf } from "../engine/plan.ts";
import { chooseInstance } from "../resources/instance-choice.ts";
import type { SubnetsOutput } from "../resources/subnets.ts";
import type { Planned } from "./circumstances.ts";
import type { Finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Are there a VPC, subnets in two Availability Zones, and one of them that offers the instance type? */
export async function checkNetwork({ blueprint, workshop, context }: Planned, survey: Survey): Promise<Finding[]> {
  const node = (key: string) => blueprint.node(key) as ResourceNode<AwsTools>;
  const tools = (key: string) => workshop.tools(node(key), workshop.poll(node(key), workshop.signal));
  for (const key of ["network.vpc", "network.subnets"]) {
    const unasked = survey.unasked.find((each) => each.node.key === key);
    if (unasked) throw unasked.error;
    if (survey.outputs.has(key)) continue;
    // It is never made: what would be done before making it only says what is missing.
    const input = inputOf(node(key), survey.outputs)?.value;
    return refusal(() => node(key).resource.prepare?.(tools(key), input));
  }
  const { subnets } = survey.outputs.get("network.subnets") as SubnetsOutput;
  const { instanceType } = context.config.server;
  const zones = subnets.map(({ zone }) => zone).join(", ");
  if (survey.missing.some(({ key }) => key === "ec2.instance")) {
    const refused = await refusal(() => chooseInstance(tools("ec2.instance"), { instanceType, subnets }));
    if (refused.length > 0) return refused;
  }
  return [{ check: "network", status: "ok", message: `Public subnets in ${zones}; ${instanceType} is offered there.` }];
}

/** The finding in what `look` throws; empty when it has nothing against it. */
async function refusal(look: () => Promise<unknown> | undefined): Promise<Finding[]> {
  try {
    await look();
    return [];
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "preflight") throw error;
    return [{ check: "network", status: "problem", message: error.message, hint: error.hint }];
  }
}
