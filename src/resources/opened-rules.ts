import {
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import type { Change } from "../engine/resource.ts";
import { ruleGone, rulesOf, type SecurityGroupInput } from "./security-group.ts";

/**
 * Rules that somebody put into a group of ours, to be revoked. One that only lost its tags is left to its own resource,
 * which puts them back; and one with the tags of another deployment is not ours to touch.
 */
export async function openedBySomebody(
  aws: Aws,
  own: SecurityGroupInput["ownRules"],
  groupId: string,
): Promise<Change[]> {
  const strangers = (await rulesOf(aws, groupId)).filter(
    (rule) => !isTagged(rule) && !isAllOut(rule) && !own.some(isLike(rule)),
  );
  return strangers.map((rule) => ({
    detail: `${inWords(rule)} (${rule.SecurityGroupRuleId}): opened by somebody -> revoked`,
    apply: async () => {
      const target = { GroupId: groupId, SecurityGroupRuleIds: [rule.SecurityGroupRuleId!] };
      const revoked = rule.IsEgress
        ? aws.ec2(new RevokeSecurityGroupEgressCommand(target))
        : aws.ec2(new RevokeSecurityGroupIngressCommand(target));
      await orAbsent<unknown>(revoked, ...ruleGone);
    },
  }));
}

const isTagged = ({ Tags }: SecurityGroupRule) => Tags?.some(({ Key }) => Key === tagKeys.id) ?? false;

/** The rule that AWS adds to each new group; the group itself takes it away. */
const isAllOut = ({ IsEgress, IpProtocol, CidrIpv4, CidrIpv6 }: SecurityGroupRule) =>
  IsEgress === true && IpProtocol === "-1" && (CidrIpv4 === "0.0.0.0/0" || CidrIpv6 === "::/0");

const isLike =
  (rule: SecurityGroupRule) =>
  ({ direction, port, cidr, description }: SecurityGroupInput["ownRules"][number]) =>
    rule.IsEgress === (direction === "egress") &&
    rule.IpProtocol === "tcp" &&
    rule.FromPort === port &&
    rule.ToPort === port &&
    rule.Description === description &&
    (cidr === undefined ? rule.ReferencedGroupInfo !== undefined : rule.CidrIpv4 === cidr);

function inWords(rule: SecurityGroupRule): string {
  const { IsEgress, IpProtocol, FromPort, ToPort } = rule;
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId;
  const ports = FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`;
  const what = IpProtocol === "-1" ? "everything" : `${IpProtocol} ${ports}`;
  return IsEgress ? `outbound rule ${what} to ${peer}` : `inbound rule ${what} from ${peer}`;
}
