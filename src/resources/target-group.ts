import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  ProtocolEnum,
  type TargetGroup,
  TargetTypeEnum,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { toPairs, toRecord } from "./key-values.ts";
import { loadBalancingTagChanges, loadBalancingTags } from "./load-balancing-tags.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

export interface TargetGroupInput {
  /** At most 32 letters, digits and hyphens. */
  name: string;
  vpcId: string;
  /** Where the app listens on its servers. */
  port: number;
  /** A path that answers 200 without a login. */
  healthCheckPath: string;
}

export interface TargetGroupOutput {
  arn: string;
}

/**
 * CodeDeploy waits until the last request to a server has ended: AWS's own default of 300 s would add five minutes to
 * every deployment, while the requests of a web app end within seconds.
 */
const attributes: Record<string, string> = { "deregistration_delay.timeout_seconds": "15" };

/**
 * Target group of instances, reached over HTTP: TLS ends at the load balancer.
 * Throws `not-ours` if the name is taken by one without our tags.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
export const targetGroup: AwsResource<TargetGroupInput, TargetGroupOutput> = {
  kind: "target-group",
  title: ({ name }) => say("titleTargetGroup", name),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { name }, { recorded }) {
    const found =
      (recorded && (await describe(aws, { TargetGroupArns: [recorded.arn] }))) ||
      (await describe(aws, { Names: [name] }));
    if (!found) return undefined;
    const byOwnId = found.TargetGroupArn === recorded?.arn;
    owner.claim(`Target group ${name}`, await loadBalancingTags(aws, found.TargetGroupArn!), { byOwnId });
    return { output: { arn: found.TargetGroupArn! } };
  },

  async create({ aws, owner, poll }, input) {
    const { name, vpcId, port } = input;
    const { TargetGroups } = await aws.elb(
      new CreateTargetGroupCommand({
        Name: name,
        TargetType: TargetTypeEnum.INSTANCE,
        Protocol: ProtocolEnum.HTTP,
        Port: port,
        VpcId: vpcId,
        ...asSent(healthCheck(input)),
        Tags: owner.tags(name),
      }),
    );
    const arn = TargetGroups![0]!.TargetGroupArn!;
    await poll(
      { what: say("waitToShowUp", say("titleTargetGroup", name)), ...settling },
      async () => (await describe(aws, { TargetGroupArns: [arn] })) !== undefined,
    );
    return { arn };
  },

  async sync(tools, input, { arn }) {
    const { aws } = tools;
    const { TargetGroups } = await aws.elb(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
    const { Attributes } = await aws.elb(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }));
    const now = TargetGroups![0]!;
    const attributesNow = toRecord(Attributes);
    return [
      ...(await loadBalancingTagChanges(tools, input.name, arn)),
      ...fixed(input, now),
      ...differences(healthCheck(input), { ...now, Matcher: now.Matcher?.HttpCode }, () => async () => {
        await aws.elb(new ModifyTargetGroupCommand({ TargetGroupArn: arn, ...asSent(healthCheck(input)) }));
      }),
      ...differences(attributes, attributesNow, (wrong) => async () => {
        await aws.elb(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes: toPairs(wrong) }));
      }),
    ];
  },

  async holders({ aws }, _input, { arn }) {
    const now = await describe(aws, { TargetGroupArns: [arn] });
    return (now?.LoadBalancerArns ?? []).map((balancer) => say("holdsUser", balancer));
  },

  async remove({ aws, poll }, { name }, { arn }) {
    await untilAccepted(
      poll,
      { what: say("waitListenersToLetGo", say("titleTargetGroup", name)), ...settling },
      refusedWith("ResourceInUseException"),
      () => orAbsent(aws.elb(new DeleteTargetGroupCommand({ TargetGroupArn: arn })), "TargetGroupNotFoundException"),
    );
    await poll(
      { what: say("waitToDisappear", say("titleTargetGroup", name)), everySeconds: 2 },
      async () => !(await describe(aws, { TargetGroupArns: [arn] })),
    );
  },
};

/**
 * Twice 5 s decides: with AWS's 5 x 30 s each deployment would wait 150 s longer for a healthy server. Only 200 counts,
 * as AWS has it: a redirect to a login page or to https says nothing about the app.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
const healthCheck = ({ healthCheckPath }: TargetGroupInput) => ({
  HealthCheckProtocol: ProtocolEnum.HTTP,
  HealthCheckPort: "traffic-port",
  HealthCheckPath: healthCheckPath,
  HealthCheckIntervalSeconds: 5,
  HealthCheckTimeoutSeconds: 4,
  HealthyThresholdCount: 2,
  UnhealthyThresholdCount: 2,
  Matcher: "200",
});

const asSent = ({ Matcher, ...rest }: ReturnType<typeof healthCheck>) => ({ ...rest, Matcher: { HttpCode: Matcher } });

/** What a target group keeps for life. */
function fixed({ port, vpcId }: TargetGroupInput, now: TargetGroup): Change[] {
  const changes: Change[] = [];
  if (now.Port !== port) {
    changes.push({
      detail: `port: ${now.Port} -> ${port}`,
      instead: `Let the app listen on ${now.Port} and set "port" to that, or run \`deploy-wizard destroy\` and \`init\`.`,
    });
  }
  if (now.VpcId !== vpcId) {
    changes.push({
      detail: `VPC: ${now.VpcId} -> ${vpcId}`,
      instead: `Set "vpc" back, or run \`deploy-wizard destroy\` and \`init\` to move to another VPC.`,
    });
  }
  return changes;
}

async function describe(aws: Aws, by: { Names: string[] } | { TargetGroupArns: string[] }) {
  const answer = await orAbsent(aws.elb(new DescribeTargetGroupsCommand(by)), "TargetGroupNotFoundException");
  return answer?.TargetGroups?.[0];
}
