import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { refusedWith, untilAccepted } from "./patience.ts";

export interface TargetRegistrationInput {
  targetGroupArn: string;
  instanceId: string;
  port: number;
}

export interface TargetRegistrationOutput {
  instanceId: string;
  port: number;
}

/**
 * A server in a target group. It has no tags: it is ours because the target group is. A target that is being
 * deregistered counts as absent, because registering it again is what brings it back.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
 */
export const targetRegistration: AwsResource<TargetRegistrationInput, TargetRegistrationOutput> = {
  kind: "target-registration",
  untagged: true,
  title: ({ instanceId, port }) => say("titleTargetRegistration", instanceId, port),
  id: ({ instanceId, port }) => `${instanceId}:${port}`,

  async find({ aws }, { targetGroupArn, instanceId, port }) {
    const found = (await portsOf(aws, targetGroupArn, instanceId)).find(({ Target }) => Target?.Port === port);
    return found && { output: { instanceId, port }, state: found.TargetHealth?.State };
  },

  async create({ aws, poll }, { targetGroupArn, instanceId, port }) {
    await untilAccepted(
      poll,
      { what: say("waitLoadBalancerToKnow", instanceId), everySeconds: 2, timeoutSeconds: 120 },
      // A fresh instance counts as invalid until it runs and the load balancer has heard of it.
      refusedWith("InvalidTargetException", "TargetGroupNotFoundException"),
      () =>
        aws.elb(new RegisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets: [target(instanceId, port)] })),
    );
    return { instanceId, port };
  },

  /** The same server on a port that it no longer listens on would stay unhealthy for ever. */
  async sync({ aws }, { targetGroupArn, instanceId, port }) {
    const others = (await portsOf(aws, targetGroupArn, instanceId)).filter(({ Target }) => Target?.Port !== port);
    return others.map(({ Target }) => ({
      detail: `port ${Target!.Port}: registered -> deregistered`,
      apply: () => deregister(aws, targetGroupArn, { instanceId, port: Target!.Port! }),
    }));
  },

  async remove({ aws }, { targetGroupArn }, output) {
    await deregister(aws, targetGroupArn, output);
  },
};

const target = (instanceId: string, port: number) => ({ Id: instanceId, Port: port });

async function deregister(aws: Aws, targetGroupArn: string, { instanceId, port }: TargetRegistrationOutput) {
  await orAbsent(
    aws.elb(new DeregisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets: [target(instanceId, port)] })),
    "TargetGroupNotFoundException",
    "InvalidTargetException",
  );
}

/** Under which ports an instance is registered; none while it is being deregistered. */
async function portsOf(aws: Aws, targetGroupArn: string, instanceId: string): Promise<TargetHealthDescription[]> {
  const answer = await orAbsent(
    aws.elb(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })),
    "TargetGroupNotFoundException",
  );
  return (answer?.TargetHealthDescriptions ?? []).filter(
    ({ Target, TargetHealth }) => Target?.Id === instanceId && TargetHealth?.State !== "draining",
  );
}
