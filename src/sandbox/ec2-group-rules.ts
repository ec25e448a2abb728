import type { EC2, IpPermission, SecurityGroupRule, SecurityGroupRuleRequest, Tag } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { knownGroup } from "./ec2-groups.ts";
import { tagsAtCreate } from "./ec2-tags.ts";
import { checkGroupText } from "./rules.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

/** What two rules of a group cannot have in common. */
interface RuleShape {
  egress: boolean;
  protocol: string;
  from: number;
  to: number;
  cidr?: string | undefined;
  cidr6?: string | undefined;
  peerGroupId?: string | undefined;
}

export interface RuleState extends RuleShape {
  id: string;
  groupId: string;
  description?: string | undefined;
  tags: Tag[];
}

interface Permissions {
  GroupId?: string | undefined;
  IpPermissions?: IpPermission[] | undefined;
  SecurityGroupRuleIds?: string[] | undefined;
}

/** Adds a rule; the caller has checked it. */
export function placedRule(
  scene: Scene,
  groupId: string,
  rule: RuleShape & { description?: string | undefined },
  tags: Tag[] = [],
): RuleState {
  const state = { ...rule, id: scene.newId("sgr-"), groupId, tags: tags.map((tag) => ({ ...tag })) };
  scene.world.ec2.rules.push(state);
  return state;
}

export const groupRuleHandlers = {
  DescribeSecurityGroupRules(scene, { SecurityGroupRuleIds, Filters }) {
    const wanted = SecurityGroupRuleIds?.length
      ? SecurityGroupRuleIds.map((id) => ruleOf(scene, id))
      : scene.world.ec2.rules;
    const rules = wanted.map((rule) => toRule(scene, rule));
    return { SecurityGroupRules: filtered(rules, Filters) };
  },

  AuthorizeSecurityGroupIngress: (scene, input) =>
    authorize(scene, input, false, tagsAtCreate(input.TagSpecifications, "security-group-rule")),
  AuthorizeSecurityGroupEgress: (scene, input) =>
    authorize(scene, input, true, tagsAtCreate(input.TagSpecifications, "security-group-rule")),
  RevokeSecurityGroupIngress: (scene, input) => revoke(scene, input, false),
  RevokeSecurityGroupEgress: (scene, input) => revoke(scene, input, true),

  ModifySecurityGroupRules(scene, { GroupId, SecurityGroupRules }) {
    for (const { SecurityGroupRuleId, SecurityGroupRule: wanted = {} } of SecurityGroupRules ?? []) {
      const rule = ruleOf(scene, SecurityGroupRuleId, GroupId);
      const shape = fromRequest(wanted, rule.egress);
      refuseTwins(scene, rule.groupId, shape, rule.id);
      checkGroupText("description", wanted.Description);
      Object.assign(rule, shape, { description: wanted.Description });
    }
    return { Return: true };
  },
} satisfies Handlers<EC2>;

/** As `DescribeSecurityGroups` shows rules. */
export function toPermissions(rules: RuleState[], account: string): IpPermission[] {
  return rules.map(({ protocol, from, to, cidr, cidr6, peerGroupId, description: Description }) => ({
    IpProtocol: protocol,
    ...(protocol !== "-1" && { FromPort: from, ToPort: to }),
    IpRanges: cidr ? [{ CidrIp: cidr, Description }] : [],
    Ipv6Ranges: cidr6 ? [{ CidrIpv6: cidr6, Description }] : [],
    UserIdGroupPairs: peerGroupId ? [{ GroupId: peerGroupId, UserId: account, Description }] : [],
  }));
}

/** A batch fails whole: nothing is added when one of its rules is refused. */
function authorize(scene: Scene, { GroupId, IpPermissions }: Permissions, egress: boolean, tags: Tag[]) {
  const group = knownGroup(scene, GroupId);
  const wanted = (IpPermissions ?? []).flatMap((permission) => shapes(permission, egress));
  if (wanted.length === 0) throw fault("MissingParameter", "The request must contain the parameter ipPermissions");
  for (const { shape, description } of wanted) {
    checkGroupText("description", description);
    if (shape.peerGroupId) knownGroup(scene, shape.peerGroupId);
    refuseTwins(scene, group.id, shape);
  }
  const placed = wanted.map(({ shape, description }) => placedRule(scene, group.id, { ...shape, description }, tags));
  return { Return: true, SecurityGroupRules: placed.map((rule) => toRule(scene, rule)) };
}

function revoke(scene: Scene, { GroupId, IpPermissions, SecurityGroupRuleIds }: Permissions, egress: boolean) {
  const { ec2 } = scene.world;
  if (!ec2.groups.some(({ id }) => id === GroupId)) {
    throw fault("InvalidGroup.NotFound", `The security group '${GroupId}' does not exist`);
  }
  const gone = new Set((SecurityGroupRuleIds ?? []).map((id) => ruleOf(scene, id, GroupId).id));
  for (const { shape } of (IpPermissions ?? []).flatMap((permission) => shapes(permission, egress))) {
    const found = ec2.rules.find((rule) => rule.groupId === GroupId && same(rule, shape));
    if (!found) {
      throw fault("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
    }
    gone.add(found.id);
  }
  ec2.rules = ec2.rules.filter(({ id }) => !gone.has(id));
  return { Return: true };
}

function refuseTwins(scene: Scene, groupId: string, shape: RuleShape, except?: string) {
  const twin = scene.world.ec2.rules.find(
    (rule) => rule.groupId === groupId && rule.id !== except && same(rule, shape),
  );
  if (!twin) return;
  const peer = shape.cidr ?? shape.cidr6 ?? shape.peerGroupId;
  throw fault(
    "InvalidPermission.Duplicate",
    `the specified rule "peer: ${peer}, ${shape.protocol}, from port: ${shape.from}, to port: ${shape.to}, ALLOW" already exists`,
  );
}

function ruleOf({ world }: Scene, id: string | undefined, groupId?: string): RuleState {
  const found = world.ec2.rules.find((rule) => rule.id === id && (groupId === undefined || rule.groupId === groupId));
  if (found) return found;
  throw fault("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`);
}

function shapes({ IpProtocol = "-1", FromPort, ToPort, ...peers }: IpPermission, egress: boolean) {
  const ports = { egress, protocol: IpProtocol, from: FromPort ?? -1, to: ToPort ?? -1 };
  const all: { shape: RuleShape; description: string | undefined }[] = [
    ...(peers.IpRanges ?? []).map((range) => ({
      shape: { ...ports, cidr: range.CidrIp },
      description: range.Description,
    })),
    ...(peers.Ipv6Ranges ?? []).map((range) => ({
      shape: { ...ports, cidr6: range.CidrIpv6 },
      description: range.Description,
    })),
    ...(peers.UserIdGroupPairs ?? []).map((pair) => ({
      shape: { ...ports, peerGroupId: pair.GroupId },
      description: pair.Description,
    })),
  ];
  return all;
}

const fromRequest = (wanted: SecurityGroupRuleRequest, egress: boolean): RuleShape => ({
  egress,
  protocol: wanted.IpProtocol ?? "-1",
  from: wanted.FromPort ?? -1,
  to: wanted.ToPort ?? -1,
  cidr: wanted.CidrIpv4,
  cidr6: wanted.CidrIpv6,
  peerGroupId: wanted.ReferencedGroupId,
});

const same = (one: RuleShape, other: RuleShape) =>
  (["egress", "protocol", "from", "to", "cidr", "cidr6", "peerGroupId"] as const).every(
    (member) => one[member] === other[member],
  );

const toRule = ({ account }: Scene, rule: RuleState): SecurityGroupRule => ({
  SecurityGroupRuleId: rule.id,
  GroupId: rule.groupId,
  GroupOwnerId: account,
  IsEgress: rule.egress,
  IpProtocol: rule.protocol,
  FromPort: rule.from,
  ToPort: rule.to,
  CidrIpv4: rule.cidr,
  CidrIpv6: rule.cidr6,
  ReferencedGroupInfo: rule.peerGroupId ? { GroupId: rule.peerGroupId, UserId: account } : undefined,
  Description: rule.description,
  Tags: rule.tags,
});
