import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  type ResourceType,
} from "@aws-sdk/client-ec2";
import { orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import { say } from "../language/phrase.ts";
import { addressById } from "../resources/address.ts";
import { isGone } from "../resources/instance-state.ts";
import { ruleGone, securityGroupById } from "../resources/security-group.ts";
import type { Search, Stray } from "./stray.ts";

type Look = (search: Search, id: string) => Promise<Stray["standing"] | "no stray">;

/** What EC2 has with this deployment's id: one look at the tags of everything, then at what needs a closer one. */
export async function straysInEc2(search: Search): Promise<Stray[]> {
  const found = await tagged(search);
  const strays: Stray[] = [];
  for (const [id, type] of found) {
    if (search.known.has(id)) continue;
    const standing = await (closer[type] ?? costsUnknown)(search, id);
    if (standing === "no stray") continue;
    const command = commands[type];
    strays.push({
      title: say("strayEc2", type, id),
      id,
      removeWith: command && `aws ec2 ${command} ${id} --region ${search.tools.region}`,
      standing,
    });
  }
  return strays;
}

async function tagged({ tools: { aws, owner } }: Search): Promise<Map<string, ResourceType>> {
  const Filters = [
    { Name: "key", Values: [tagKeys.id] },
    { Name: "value", Values: [owner.id] },
  ];
  const found = new Map<string, ResourceType>();
  let NextToken: string | undefined;
  do {
    const page = await aws.ec2(new DescribeTagsCommand({ Filters, NextToken }));
    for (const { ResourceId, ResourceType } of page.Tags ?? []) {
      // An address has more than one name for its type; its id begins the same.
      found.set(ResourceId!, ResourceId!.startsWith("eipalloc-") ? "elastic-ip" : ResourceType!);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

const costsUnknown: Look = async () => undefined;

/**
 * Tags may outlive what carried them: a terminated instance keeps its own for an hour. And a volume or an interface goes
 * with the instance that has it.
 */
const closer: Partial<Record<ResourceType, Look>> = {
  async instance({ tools: { aws } }, id) {
    const answer = await aws.ec2(new DescribeInstancesCommand({ Filters: [{ Name: "instance-id", Values: [id] }] }));
    const now = answer.Reservations?.[0]?.Instances?.[0];
    if (!now || isGone(now)) return "no stray";
    return {
      servers: [{ instanceType: String(now.InstanceType), count: 1 }],
      publicAddresses: { servers: now.PublicIpAddress ? 1 : 0, loadBalancers: 0 },
    };
  },
  async volume({ tools: { aws }, known }, id) {
    const { Volumes } = await aws.ec2(new DescribeVolumesCommand({ Filters: [{ Name: "volume-id", Values: [id] }] }));
    const now = Volumes?.[0];
    if (!now || now.Attachments?.some(({ InstanceId }) => known.has(InstanceId ?? ""))) return "no stray";
    return { diskGiB: now.Size ?? 0 };
  },
  async "network-interface"({ tools: { aws }, known }, id) {
    const Filters = [{ Name: "network-interface-id", Values: [id] }];
    const { NetworkInterfaces } = await aws.ec2(new DescribeNetworkInterfacesCommand({ Filters }));
    const now = NetworkInterfaces?.[0];
    return !now || known.has(now.Attachment?.InstanceId ?? "") ? "no stray" : {};
  },
  async "elastic-ip"({ tools: { aws } }, id) {
    return (await addressById(aws, id)) ? { publicAddresses: { servers: 1, loadBalancers: 0 } } : "no stray";
  },
  async "security-group"({ tools: { aws } }, id) {
    return (await securityGroupById(aws, id)) ? {} : "no stray";
  },
  // It goes with its group: one in a group of ours is told of with that.
  async "security-group-rule"({ tools: { aws, owner }, known }, id) {
    const command = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] });
    const groupId = (await orAbsent(aws.ec2(command), ...ruleGone))?.SecurityGroupRules?.[0]?.GroupId;
    const group = groupId === undefined || known.has(groupId) ? undefined : await securityGroupById(aws, groupId);
    return group && !owner.owns(group.Tags) ? {} : "no stray";
  },
};

const commands: Partial<Record<ResourceType, string>> = {
  instance: "terminate-instances --instance-ids",
  volume: "delete-volume --volume-id",
  snapshot: "delete-snapshot --snapshot-id",
  "network-interface": "delete-network-interface --network-interface-id",
  "elastic-ip": "release-address --allocation-id",
  "security-group": "delete-security-group --group-id",
};
