import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { atMostOne, orAbsent } from "../aws/errors.ts";
import { type Owner, tagKeys } from "../aws/owner.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { ec2TagChanges } from "./ec2-tag-changes.ts";
import { settling, untilAccepted } from "./patience.ts";
import { ruleGone, rulesOf, securityGroupById } from "./security-group.ts";

export interface SecurityGroupRuleInput {
  name: string;
  /** The group, one of ours, that the rule is in. */
  groupId: string;
  direction: "ingress" | "egress";
  /** One TCP port. */
  port: number;
  /** Where the traffic comes from or goes to. */
  peer: { cidr: string } | { groupId: string };
  /** At most 255 of `a-zA-Z0-9 ._-:/()#,@[]+=&;{}!$*`. */
  description: string;
}

export interface SecurityGroupRuleOutput {
  ruleId: string;
}

/**
 * One TCP rule of a security group of ours. A rule with the same properties that carries no tag is taken over, since
 * AWS allows no second one and the group is ours.
 * Throws `not-ours` if the group is not.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export const securityGroupRule: AwsResource<SecurityGroupRuleInput, SecurityGroupRuleOutput> = {
  kind: "security-group-rule",
  title: ({ name }) => say("titleSecurityGroupRule", name),
  id: ({ ruleId }) => ruleId,

  async find({ aws, owner }, input, { recorded }) {
    const rules = await rulesOf(aws, input.groupId);
    const named = (rule: SecurityGroupRule) => rule.SecurityGroupRuleId!;
    const found =
      rules.find((rule) => named(rule) === recorded?.ruleId) ??
      atMostOne(`security group rule ${input.name}`, rules.filter(isTagged(owner)), named) ??
      rules.find(hasProperties(input));
    if (!found) return undefined;
    if (!owner.owns(found.Tags)) {
      owner.claim(`Security group rule ${named(found)}`, found.Tags, { byOwnId: true });
      owner.claim(`Security group ${input.groupId}`, (await securityGroupById(aws, input.groupId))?.Tags, {
        byOwnId: recorded !== undefined,
      });
    }
    return { output: { ruleId: named(found) } };
  },

  create: authorize,

  async sync(tools, input, { ruleId }) {
    const { aws } = tools;
    const rule = (await rulesOf(aws, input.groupId)).find(({ SecurityGroupRuleId }) => SecurityGroupRuleId === ruleId);
    if (!rule) return [];
    const { name, groupId, port, peer, description } = input;
    const wanted = { protocol: "tcp", ports: `${port}`, peer: peerOf(peer), description };
    const now = {
      protocol: rule.IpProtocol,
      ports: rule.FromPort === rule.ToPort ? rule.FromPort : `${rule.FromPort}-${rule.ToPort}`,
      peer: rule.CidrIpv4 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.CidrIpv6 ?? rule.PrefixListId,
      description: rule.Description,
    };
    const changes = differences(wanted, now, () => async () => {
      // AWS refuses to turn a range into a group and back; such a rule is made anew.
      if ("cidr" in peer ? !rule.CidrIpv4 : !rule.ReferencedGroupInfo) {
        await revoke(tools, input, ruleId);
        await authorize(tools, input);
        return;
      }
      const SecurityGroupRule = {
        IpProtocol: "tcp",
        FromPort: port,
        ToPort: port,
        Description: description,
        ...("cidr" in peer ? { CidrIpv4: peer.cidr } : { ReferencedGroupId: peer.groupId }),
      };
      const SecurityGroupRules = [{ SecurityGroupRuleId: ruleId, SecurityGroupRule }];
      await aws.ec2(new ModifySecurityGroupRulesCommand({ GroupId: groupId, SecurityGroupRules }));
    });
    return [...ec2TagChanges(tools, name, ruleId, rule.Tags), ...changes];
  },

  async remove(tools, input, { ruleId }) {
    await revoke(tools, input, ruleId);
  },
};

/** One rule a call, because a batch fails whole. A duplicate is the rule itself, from an answer that was lost. */
async function authorize(tools: AwsTools, input: SecurityGroupRuleInput): Promise<SecurityGroupRuleOutput> {
  const { aws, owner, poll } = tools;
  const { name, groupId, direction, port, peer, description } = input;
  const permission: IpPermission = {
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    ...("cidr" in peer
      ? { IpRanges: [{ CidrIp: peer.cidr, Description: description }] }
      : { UserIdGroupPairs: [{ GroupId: peer.groupId, Description: description }] }),
  };
  const request = {
    GroupId: groupId,
    IpPermissions: [permission],
    TagSpecifications: [{ ResourceType: "security-group-rule" as const, Tags: owner.tags(name) }],
  };
  const wait = { what: say("waitRuleGroupsToBeKnown", say("titleSecurityGroupRule", name)), ...settling };
  const send = (): Promise<object> =>
    direction === "ingress"
      ? aws.ec2(new AuthorizeSecurityGroupIngressCommand(request))
      : aws.ec2(new AuthorizeSecurityGroupEgressCommand(request));
  await orAbsent(untilAccepted(poll, wait, ["InvalidGroup.NotFound"], send), "InvalidPermission.Duplicate");
  const rule = await poll({ what: say("waitToAppear", say("titleSecurityGroupRule", name)), ...settling }, async () =>
    (await rulesOf(aws, groupId)).find(hasProperties(input)),
  );
  return { ruleId: rule.SecurityGroupRuleId! };
}

async function revoke({ aws }: AwsTools, { groupId, direction }: SecurityGroupRuleInput, ruleId: string) {
  const target = { GroupId: groupId, SecurityGroupRuleIds: [ruleId] };
  const answer =
    direction === "ingress"
      ? aws.ec2(new RevokeSecurityGroupIngressCommand(target))
      : aws.ec2(new RevokeSecurityGroupEgressCommand(target));
  await orAbsent<unknown>(answer, ...ruleGone);
}

const peerOf = (peer: SecurityGroupRuleInput["peer"]) => ("cidr" in peer ? peer.cidr : peer.groupId);

const isTagged = (owner: Owner) => (rule: SecurityGroupRule) =>
  owner.owns(rule.Tags) && rule.Tags?.some(({ Key, Value }) => Key === tagKeys.resource && Value === owner.key);

const hasProperties =
  ({ direction, port, peer }: SecurityGroupRuleInput) =>
  (rule: SecurityGroupRule) =>
    rule.IsEgress === (direction === "egress") &&
    rule.IpProtocol === "tcp" &&
    rule.FromPort === port &&
    rule.ToPort === port &&
    (rule.CidrIpv4 ?? rule.ReferencedGroupInfo?.GroupId) === peerOf(peer);
