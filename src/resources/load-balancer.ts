import { DescribeNetworkInterfacesCommand } from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  type LoadBalancer,
  ModifyLoadBalancerAttributesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import type { Poll } from "../engine/poll.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { toPairs, toRecord } from "./key-values.ts";
import { loadBalancingTagChanges, loadBalancingTags } from "./load-balancing-tags.ts";
import { refusedWith, settling, untilAccepted } from "./patience.ts";

export interface LoadBalancerInput {
  /** At most 32 letters, digits and hyphens. */
  name: string;
  /** In at least two Availability Zones. */
  subnetIds: string[];
  securityGroupIds: string[];
}

export interface LoadBalancerOutput {
  arn: string;
  dnsName: string;
  /** The hosted zone of the load balancer's own name, which an alias record has to state. */
  canonicalHostedZoneId: string;
}

/**
 * What an auditor expects of every load balancer: requests with malformed headers dropped, request smuggling fended
 * off, and no deletion by accident (`remove` lifts that first).
 */
const safeAttributes: Record<string, string> = {
  "deletion_protection.enabled": "true",
  "routing.http.drop_invalid_header_fields.enabled": "true",
  "routing.http.desync_mitigation_mode": "defensive",
};

/**
 * Internet-facing Application Load Balancer.
 * Throws `not-ours` if the name is taken by one without our tags, `resource-failed` if AWS gives up on it.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export const loadBalancer: AwsResource<LoadBalancerInput, LoadBalancerOutput> = {
  kind: "load-balancer",
  title: ({ name }) => say("titleLoadBalancer", name),
  id: ({ arn }) => arn,

  async find({ aws, owner }, { name }, { recorded }) {
    const found =
      (recorded && (await describe(aws, { LoadBalancerArns: [recorded.arn] }))) ||
      (await describe(aws, { Names: [name] }));
    if (!found) return undefined;
    const byOwnId = found.LoadBalancerArn === recorded?.arn;
    owner.claim(`Load balancer ${name}`, await loadBalancingTags(aws, found.LoadBalancerArn!), { byOwnId });
    return { output: toOutput(found), state: found.State?.Code };
  },

  async create({ aws, owner, poll }, { name, subnetIds, securityGroupIds }) {
    const command = new CreateLoadBalancerCommand({
      Name: name,
      Type: "application",
      Scheme: "internet-facing",
      IpAddressType: "ipv4",
      Subnets: subnetIds,
      SecurityGroups: securityGroupIds,
      Tags: owner.tags(name),
    });
    const { LoadBalancers } = await onceNetworkIsKnown(poll, name, () => aws.elb(command));
    const made = LoadBalancers![0]!;
    await poll(
      { what: say("waitToAppear", say("titleLoadBalancer", name)), ...settling },
      async () => (await describe(aws, { LoadBalancerArns: [made.LoadBalancerArn!] })) !== undefined,
    );
    return toOutput(made);
  },

  async sync(tools, input, { arn }) {
    const { aws, poll } = tools;
    const { Attributes } = await aws.elb(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }));
    const now = toRecord(Attributes);
    return [
      ...(await loadBalancingTagChanges(tools, input.name, arn)),
      ...differences(safeAttributes, now, (wrong) => async () => {
        await aws.elb(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes: toPairs(wrong) }));
      }),
      ...(await placement(aws, poll, input, arn)),
    ];
  },

  async ready({ aws, poll }, { name }, output) {
    await poll({ what: say("waitToBecomeActive", say("titleLoadBalancer", name)), usualSeconds: 150 }, async () => {
      const { Code, Reason } = (await describe(aws, { LoadBalancerArns: [output.arn] }))?.State ?? {};
      if (Code === "failed") {
        throw new WizardError("resource-failed", `Load balancer ${name} failed: ${Reason ?? "AWS gave no reason"}.`);
      }
      // Impaired: it serves, but cannot grow at the moment.
      return Code === "active" || Code === "active_impaired";
    });
    return output;
  },

  async holders({ aws }, _input, { arn }) {
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn });
    const answer = await orAbsent(aws.elb(command), notFound);
    return toRecord(answer?.Attributes)["deletion_protection.enabled"] === "true" ? [say("holdsProtection")] : [];
  },

  async remove({ aws, poll }, { name }, { arn }) {
    const unprotect = { LoadBalancerArn: arn, Attributes: [{ Key: "deletion_protection.enabled", Value: "false" }] };
    await orAbsent(aws.elb(new ModifyLoadBalancerAttributesCommand(unprotect)), notFound);
    await untilAccepted(
      poll,
      { what: say("waitProtectionToBeLifted", say("titleLoadBalancer", name)), ...settling },
      refusedWith("OperationNotPermittedException"),
      () => orAbsent(aws.elb(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn })), notFound),
    );
    await poll(
      { what: say("waitToDisappear", say("titleLoadBalancer", name)), usualSeconds: 10 },
      async () => !(await describe(aws, { LoadBalancerArns: [arn] })),
    );
    // They outlive it by minutes, and as long as they are there its security groups and subnets cannot go.
    await poll(
      { what: say("waitToDisappear", say("titleNetworkInterfaces", say("titleLoadBalancer", name))), usualSeconds: 60 },
      async (note) => {
        const left = await networkInterfaces(aws, arn);
        note(say("noteStillThere", left.join(", ")));
        return left.length === 0;
      },
    );
  },
};

const notFound = "LoadBalancerNotFoundException";

/** Where it stands and who may reach it, as far as that differs; the order of either does not count. */
async function placement(aws: Aws, poll: Poll, input: LoadBalancerInput, arn: string): Promise<Change[]> {
  const { name, subnetIds, securityGroupIds } = input;
  const now = await describe(aws, { LoadBalancerArns: [arn] });
  const subnetsNow = (now?.AvailabilityZones ?? []).map(({ SubnetId }) => SubnetId);
  const list = (ids: (string | undefined)[]) => ids.toSorted().join(" ");
  const subnets = new SetSubnetsCommand({ LoadBalancerArn: arn, Subnets: subnetIds });
  const groups = new SetSecurityGroupsCommand({ LoadBalancerArn: arn, SecurityGroups: securityGroupIds });
  return [
    ...differences({ subnets: list(subnetIds) }, { subnets: list(subnetsNow) }, () => async () => {
      await onceNetworkIsKnown(poll, name, () => aws.elb(subnets));
    }),
    ...differences(
      { "security groups": list(securityGroupIds) },
      { "security groups": list(now?.SecurityGroups ?? []) },
      () => async () => {
        await onceNetworkIsKnown(poll, name, () => aws.elb(groups));
      },
    ),
  ];
}

/** Security groups and subnets that were just made are unknown to load balancing for a few seconds. */
function onceNetworkIsKnown<T>(poll: Poll, name: string, call: () => Promise<T>): Promise<T> {
  const fresh = refusedWith("InvalidSecurityGroupException", "SubnetNotFoundException");
  return untilAccepted(
    poll,
    { what: say("waitNetworkToBeKnown", say("titleLoadBalancer", name)), ...settling },
    fresh,
    call,
  );
}

/**
 * AWS describes them as `ELB app/<name>/<id>`, the last part of the load balancer's ARN.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
async function networkInterfaces(aws: Aws, arn: string): Promise<string[]> {
  const description = `ELB ${arn.split(":loadbalancer/")[1]}`;
  const { NetworkInterfaces } = await aws.ec2(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "description", Values: [description] }] }),
  );
  return (NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId!);
}

async function describe(aws: Aws, by: { Names: string[] } | { LoadBalancerArns: string[] }) {
  const answer = await orAbsent(aws.elb(new DescribeLoadBalancersCommand(by)), notFound);
  return answer?.LoadBalancers?.[0];
}

const toOutput = (found: LoadBalancer): LoadBalancerOutput => ({
  arn: found.LoadBalancerArn!,
  dnsName: found.DNSName!,
  canonicalHostedZoneId: found.CanonicalHostedZoneId!,
});
