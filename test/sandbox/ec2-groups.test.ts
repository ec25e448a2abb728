import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { opened, refusal } from "./open.ts";

const Tags = [{ Key: "deploy-wizard:id", Value: "d1" }];

async function withGroups() {
  const world = opened();
  const create = async (GroupName: string) =>
    (
      await world.ec2.send(
        new CreateSecurityGroupCommand({
          GroupName,
          Description: GroupName,
          TagSpecifications: [{ ResourceType: "security-group", Tags }],
        }),
      )
    ).GroupId!;
  const [alb, app] = [await create("shop-prod-alb"), await create("shop-prod-app")];
  world.clock.advance(5);
  const allow = (GroupId: string, from: string, Description = "from the load balancer") =>
    world.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: from, Description }] },
        ],
        TagSpecifications: [{ ResourceType: "security-group-rule", Tags }],
      }),
    );
  const rules = async (groupId: string) => {
    const Filters = [{ Name: "group-id", Values: [groupId] }];
    return (await world.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules!;
  };
  const remove = (GroupId: string) => world.ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  return { ...world, create, alb, app, allow, rules, remove };
}

test("a name is unique in its VPC, and a fresh id is not found for a moment", async () => {
  const { ec2, clock, create } = await withGroups();
  expect(await refusal(create("shop-prod-app"))).toBe("InvalidGroup.Duplicate");
  const db = await create("shop-prod-db");
  const look = () => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [db] }));
  expect(await refusal(look())).toBe("InvalidGroup.NotFound");
  clock.advance(2);
  expect((await look()).SecurityGroups![0]).toMatchObject({ GroupName: "shop-prod-db", Tags, IpPermissions: [] });
});

test("a new group lets everything out, until that rule is revoked", async () => {
  const { ec2, app, rules } = await withGroups();
  const [open] = await rules(app);
  expect(open).toMatchObject({ IsEgress: true, IpProtocol: "-1", CidrIpv4: "0.0.0.0/0" });
  const SecurityGroupRuleIds = [open!.SecurityGroupRuleId!];
  const revoke = new RevokeSecurityGroupEgressCommand({ GroupId: app, SecurityGroupRuleIds });
  await ec2.send(revoke);
  expect(await rules(app)).toEqual([]);
  expect(await refusal(ec2.send(revoke))).toBe("InvalidSecurityGroupRuleId.NotFound");
});

test("a rule is made once, with its tags; a batch with a duplicate fails whole", async () => {
  const { ec2, app, alb, allow, rules } = await withGroups();
  const { SecurityGroupRules } = await allow(app, alb);
  expect(SecurityGroupRules).toMatchObject([{ ReferencedGroupInfo: { GroupId: alb }, FromPort: 8080, Tags }]);
  expect(await refusal(allow(app, alb))).toBe("InvalidPermission.Duplicate");
  const port = (port: number) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port });
  const batch = new AuthorizeSecurityGroupIngressCommand({
    GroupId: app,
    IpPermissions: [
      { ...port(22), IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
      { ...port(8080), UserIdGroupPairs: [{ GroupId: alb }] },
    ],
  });
  expect(await refusal(ec2.send(batch))).toBe("InvalidPermission.Duplicate");
  expect(await rules(app)).toHaveLength(2);
});

test("a rule's description has AWS's alphabet, and can be changed in place", async () => {
  const { ec2, app, alb, allow, rules } = await withGroups();
  expect(await refusal(allow(app, alb, "the load balancer's"))).toBe("InvalidParameterValue");
  const { SecurityGroupRules } = await allow(app, alb);
  const SecurityGroupRuleId = SecurityGroupRules![0]!.SecurityGroupRuleId!;
  const SecurityGroupRule = {
    IpProtocol: "tcp",
    FromPort: 9090,
    ToPort: 9090,
    ReferencedGroupId: alb,
    Description: "other port",
  };
  const change = { GroupId: app, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] };
  await ec2.send(new ModifySecurityGroupRulesCommand(change));
  expect(await rules(app)).toContainEqual(
    expect.objectContaining({ SecurityGroupRuleId, FromPort: 9090, Description: "other port", Tags }),
  );
});

test("a group that another one names cannot be deleted", async () => {
  const { ec2, app, alb, allow, remove } = await withGroups();
  const { SecurityGroupRules } = await allow(app, alb);
  expect(await refusal(remove(alb))).toBe("DependencyViolation");
  const SecurityGroupRuleIds = [SecurityGroupRules![0]!.SecurityGroupRuleId!];
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: app, SecurityGroupRuleIds }));
  await remove(alb);
  expect(await refusal(remove(alb))).toBe("InvalidGroup.NotFound");
});

test("a group that a network interface has cannot be deleted until the interface is gone", async () => {
  const { ec2, sandbox, clock, app, remove } = await withGroups();
  const lingering = {
    id: "eni-1",
    owner: "arn:aws:elasticloadbalancing:x",
    description: "ELB app/shop-prod/1",
    subnetId: "subnet-1",
    groupIds: [app],
    tags: [],
    goneAt: clock.wall().getTime() + 60_000,
  };
  sandbox.world.ec2.interfaces.push(lingering);
  const holders = new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "group-id", Values: [app] }] });
  expect((await ec2.send(holders)).NetworkInterfaces).toMatchObject([{ Description: "ELB app/shop-prod/1" }]);
  expect(await refusal(remove(app))).toBe("DependencyViolation");
  clock.advance(60);
  expect((await ec2.send(holders)).NetworkInterfaces).toEqual([]);
  await remove(app);
});
