import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type Filter,
  type NetworkInterface,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroup,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import { atMostOne, awsCode, orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { ec2TagChanges } from "./ec2-tag-changes.ts";
import { openedBySomebody } from "./opened-rules.ts";
import { freshSeconds, settling } from "./patience.ts";

export interface SecurityGroupInput {
  /** Unique in its VPC; like `description` at most 255 of `a-zA-Z0-9 ._-:/()#,@[]+=&;{}!$*`. */
  name: string;
  description: string;
  vpcId: string;
  /** The rules that the group is meant to have: any other one without a deployment's tag was opened by somebody. */
  ownRules: { direction: "ingress" | "egress"; port: number; cidr?: string; description: string }[];
}

export interface SecurityGroupOutput {
  groupId: string;
}

/**
 * A security group that lets nothing in or out by itself: every rule is a resource of its own, and the rule that AWS
 * adds to each new group, all traffic out, is taken away.
 * Throws `not-ours` if the VPC has a group of this name without our tags.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
export const securityGroup: AwsResource<SecurityGroupInput, SecurityGroupOutput> = {
  kind: "security-group",
  title: ({ name }) => say("titleSecurityGroup", name),
  id: ({ groupId }) => groupId,
  settleSeconds: freshSeconds,

  async find({ aws, owner }, input, { recorded }) {
    const found =
      (recorded && (await securityGroupById(aws, recorded.groupId))) ||
      (await byName(aws, input)) ||
      (await describe(aws, input.name, owner.filters()));
    if (!found) return undefined;
    owner.claim(`Security group ${input.name}`, found.Tags, { byOwnId: found.GroupId === recorded?.groupId });
    return { output: { groupId: found.GroupId! } };
  },

  async create(tools, input) {
    const { aws, owner, poll } = tools;
    const { name, description, vpcId } = input;
    const what = say("waitToAppear", say("titleSecurityGroup", name));
    const command = new CreateSecurityGroupCommand({
      GroupName: name,
      Description: description,
      VpcId: vpcId,
      TagSpecifications: [{ ResourceType: "security-group", Tags: owner.tags(name) }],
    });
    const made = await orAbsent(aws.ec2(command), "InvalidGroup.Duplicate");
    if (!made) {
      const found = await poll({ what, ...settling }, () => byName(aws, input));
      owner.claim(`Security group ${name}`, found.Tags);
      return { groupId: found.GroupId! };
    }
    const groupId = made.GroupId!;
    // Its own rule has to be seen before `sync` can tell that it must go.
    await poll({ what, ...settling }, async () => (await openEgress(tools, groupId)).length > 0);
    return { groupId };
  },

  async sync(tools, { name, vpcId, ownRules }, { groupId }) {
    const { aws } = tools;
    const now = await securityGroupById(aws, groupId);
    const changes: Change[] = now ? ec2TagChanges(tools, name, groupId, now.Tags) : [];
    if (now && now.VpcId !== vpcId) {
      changes.push({
        detail: `VPC: ${now.VpcId} -> ${vpcId}`,
        instead: `Set --vpc back to ${now.VpcId}; another VPC needs a deployment of its own (another --env).`,
      });
    }
    const open = await openEgress(tools, groupId);
    if (open.length > 0) {
      const ids = open.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId!);
      const command = new RevokeSecurityGroupEgressCommand({ GroupId: groupId, SecurityGroupRuleIds: ids });
      changes.push({
        detail: "outbound traffic: everything -> only what a rule allows",
        apply: async () => {
          await orAbsent(aws.ec2(command), ...ruleGone);
        },
      });
    }
    return [...changes, ...(await openedBySomebody(aws, ownRules, groupId))];
  },

  holders: ({ aws }, _input, { groupId }) => holders(aws, groupId),

  async remove(tools, { name }, { groupId }) {
    const { aws, poll } = tools;
    await revokeMentions(tools, groupId);
    const wait = {
      what: say("waitToBeFree", say("titleSecurityGroup", name)),
      usualSeconds: 60,
      // What AWS itself is still clearing away takes minutes; what is there for longer is somebody's.
      timeoutSeconds: 900,
      hint: "Remove what still uses it, then run `deploy-wizard destroy` again.",
    };
    const erase = () => aws.ec2(new DeleteSecurityGroupCommand({ GroupId: groupId }));
    await poll(wait, async (note) => {
      try {
        await orAbsent(erase(), "InvalidGroup.NotFound");
        return true;
      } catch (error) {
        if (awsCode(error) !== "DependencyViolation") throw error;
        const held = await holders(aws, groupId);
        note(held.length > 0 ? say("noteHeldBy", ...held) : say("noteHeldUnseen"));
        return false;
      }
    });
    await poll(
      { what: say("waitToDisappear", say("titleSecurityGroup", name)) },
      async () => !(await securityGroupById(aws, groupId)),
    );
  },
};

/** What AWS answers when the rule, or the group that it was in, is gone. */
export const ruleGone = ["InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound", "InvalidGroup.NotFound"];

export function securityGroupById(aws: Aws, groupId: string): Promise<SecurityGroup | undefined> {
  return describe(aws, groupId, [{ Name: "group-id", Values: [groupId] }]);
}

/** All rules of a group, both directions. A group that does not exist (yet) has none. */
export async function rulesOf(aws: Aws, groupId: string): Promise<SecurityGroupRule[]> {
  const rules: SecurityGroupRule[] = [];
  let NextToken: string | undefined;
  do {
    const Filters = [{ Name: "group-id", Values: [groupId] }];
    const page = await aws.ec2(new DescribeSecurityGroupRulesCommand({ Filters, NextToken }));
    rules.push(...(page.SecurityGroupRules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return rules;
}

const byName = (aws: Aws, { name, vpcId }: SecurityGroupInput) =>
  describe(aws, name, [
    { Name: "group-name", Values: [name] },
    { Name: "vpc-id", Values: [vpcId] },
  ]);

async function describe(aws: Aws, what: string, Filters: Filter[]): Promise<SecurityGroup | undefined> {
  const { SecurityGroups } = await aws.ec2(new DescribeSecurityGroupsCommand({ Filters }));
  return atMostOne(`security group ${what}`, SecurityGroups ?? [], ({ GroupId }) => GroupId!);
}

/** The rules that let all traffic out, IPv4 and IPv6, unless one of our resources is such a rule. */
async function openEgress({ aws, owner }: AwsTools, groupId: string): Promise<SecurityGroupRule[]> {
  return (await rulesOf(aws, groupId)).filter(
    (rule) =>
      rule.IsEgress &&
      rule.IpProtocol === "-1" &&
      (rule.CidrIpv4 === "0.0.0.0/0" || rule.CidrIpv6 === "::/0") &&
      !owner.owns(rule.Tags),
  );
}

/** Groups that name each other in rules hold each other: takes this one out of the rules of our other groups. */
async function revokeMentions({ aws, owner }: AwsTools, groupId: string): Promise<void> {
  for (const group of (await mentioning(aws, groupId)).filter(({ Tags }) => owner.owns(Tags))) {
    for (const rule of await rulesOf(aws, group.GroupId!)) {
      if (rule.ReferencedGroupInfo?.GroupId !== groupId) continue;
      const target = { GroupId: group.GroupId!, SecurityGroupRuleIds: [rule.SecurityGroupRuleId!] };
      const revoked = rule.IsEgress
        ? aws.ec2(new RevokeSecurityGroupEgressCommand(target))
        : aws.ec2(new RevokeSecurityGroupIngressCommand(target));
      await orAbsent<unknown>(revoked, ...ruleGone);
    }
  }
}

/** The other groups that have a rule about this one. */
async function mentioning(aws: Aws, groupId: string): Promise<SecurityGroup[]> {
  const answers = await Promise.all(
    ["ip-permission.group-id", "egress.ip-permission.group-id"].map((Name) =>
      aws.ec2(new DescribeSecurityGroupsCommand({ Filters: [{ Name, Values: [groupId] }] })),
    ),
  );
  const groups = answers.flatMap(({ SecurityGroups = [] }) => SecurityGroups);
  return [...new Map(groups.map((group) => [group.GroupId, group])).values()].filter(
    ({ GroupId }) => GroupId !== groupId,
  );
}

/** Who still holds a group: network interfaces that are in it, and rules of other groups that name it. */
async function holders(aws: Aws, groupId: string): Promise<Saying[]> {
  const Filters = [{ Name: "group-id", Values: [groupId] }];
  const { NetworkInterfaces = [] } = await aws.ec2(new DescribeNetworkInterfacesCommand({ Filters }));
  const rules = await Promise.all(
    (await mentioning(aws, groupId)).map(async ({ GroupId, GroupName }) =>
      (await rulesOf(aws, GroupId!))
        .filter(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId === groupId)
        .map(({ SecurityGroupRuleId }) => say("holdsRule", SecurityGroupRuleId!, GroupName!, GroupId!)),
    ),
  );
  return [...NetworkInterfaces.map(interfaceInWords), ...rules.flat()];
}

function interfaceInWords({ NetworkInterfaceId, Description, Attachment, RequesterId }: NetworkInterface): Saying {
  const owner = Attachment?.InstanceId ?? Attachment?.InstanceOwnerId ?? RequesterId;
  const on = Attachment && owner ? say("holdsInterfaceOn", owner) : say("holdsInterfaceFree");
  return say("holdsInterface", NetworkInterfaceId!, Description || say("holdsNoDescription"), on);
}
