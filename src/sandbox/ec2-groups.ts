import type { EC2, SecurityGroup, Tag } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { placedRule, toPermissions } from "./ec2-group-rules.ts";
import { interfaces } from "./ec2-interfaces.ts";
import { tagsAtCreate } from "./ec2-tags.ts";
import { checkGroupText, required } from "./rules.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export interface GroupState {
  id: string;
  name: string;
  description: string;
  vpcId: string;
  tags: Tag[];
  createdAt: number;
}

/**
 * The group of this id. AWS does not know a fresh one for a moment: services outside EC2 pass `groupKnown`.
 * Throws `InvalidGroup.NotFound`.
 */
export function knownGroup(
  scene: Scene,
  id: string | undefined,
  lag: "freshId" | "groupKnown" = "freshId",
): GroupState {
  const found = scene.world.ec2.groups.find((group) => group.id === id);
  if (found && isOver(scene, found.createdAt, lag)) return found;
  throw fault("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
}

export const groupHandlers = {
  CreateSecurityGroup(scene, input) {
    required("MissingParameter", input, "GroupName", "Description");
    const { GroupName = "", Description = "" } = input;
    checkGroupText("groupName", GroupName);
    checkGroupText("groupDescription", Description);
    if (GroupName.startsWith("sg-")) {
      throw fault("InvalidParameterValue", `Group names may not be in the format sg-*: ${GroupName}`);
    }
    const { ec2 } = scene.world;
    const vpcId = input.VpcId ?? ec2.vpcs.find(({ IsDefault }) => IsDefault)?.VpcId;
    if (!vpcId) throw fault("VPCIdNotSpecified", "No default VPC for this user");
    if (!ec2.vpcs.some((vpc) => vpc.VpcId === vpcId)) {
      throw fault("InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
    }
    if (GroupName === "default" || ec2.groups.some((group) => group.name === GroupName && group.vpcId === vpcId)) {
      throw fault("InvalidGroup.Duplicate", `The security group '${GroupName}' already exists for VPC '${vpcId}'`);
    }
    const tags = tagsAtCreate(input.TagSpecifications, "security-group");
    const id = scene.newId("sg-");
    ec2.groups.push({ id, name: GroupName, description: Description, vpcId, tags, createdAt: scene.now() });
    placedRule(scene, id, { egress: true, protocol: "-1", from: -1, to: -1, cidr: "0.0.0.0/0" });
    return { GroupId: id, Tags: tags };
  },

  DescribeSecurityGroups(scene, { GroupIds, GroupNames, Filters }) {
    const { groups } = scene.world.ec2;
    const wanted = GroupIds?.length
      ? GroupIds.map((id) => knownGroup(scene, id))
      : groups.filter(({ name }) => GroupNames?.includes(name) ?? true);
    const SecurityGroups = filtered(
      wanted.map((group) => toSecurityGroup(scene, group)),
      Filters,
      {
        "ip-permission.group-id": ({ IpPermissions }) => peers(IpPermissions),
        "egress.ip-permission.group-id": ({ IpPermissionsEgress }) => peers(IpPermissionsEgress),
      },
    );
    return { SecurityGroups };
  },

  DeleteSecurityGroup(scene, { GroupId, GroupName }) {
    const { ec2 } = scene.world;
    const group = ec2.groups.find(({ id, name }) => id === GroupId || (GroupId === undefined && name === GroupName));
    if (!group) throw fault("InvalidGroup.NotFound", `The security group '${GroupId ?? GroupName}' does not exist`);
    const inUse = interfaces(scene).some(({ groupIds }) => groupIds.includes(group.id));
    const named = ec2.rules.some(({ peerGroupId, groupId }) => peerGroupId === group.id && groupId !== group.id);
    if (inUse || named) throw fault("DependencyViolation", `resource ${group.id} has a dependent object`);
    ec2.groups = ec2.groups.filter(({ id }) => id !== group.id);
    ec2.rules = ec2.rules.filter(({ groupId }) => groupId !== group.id);
    return { Return: true, GroupId: group.id };
  },
} satisfies Handlers<EC2>;

function toSecurityGroup({ world: { ec2 }, account, region }: Scene, group: GroupState): SecurityGroup {
  const rules = (egress: boolean) => ec2.rules.filter((rule) => rule.groupId === group.id && rule.egress === egress);
  const permissions = (egress: boolean) => toPermissions(rules(egress), account);
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: account,
    SecurityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${group.id}`,
    IpPermissions: permissions(false),
    IpPermissionsEgress: permissions(true),
    Tags: group.tags,
  };
}

const peers = (permissions: SecurityGroup["IpPermissions"]) =>
  permissions?.flatMap(({ UserIdGroupPairs }) => UserIdGroupPairs?.map(({ GroupId }) => GroupId));
