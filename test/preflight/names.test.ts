import { CreateApplicationCommand } from "@aws-sdk/client-codedeploy";
import { CreateSecurityGroupCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { CreateLoadBalancerCommand, CreateTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateInstanceProfileCommand, CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateDBInstanceCommand, CreateDBSubnetGroupCommand } from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { account, examine, madeShop, sessionOn, shop } from "./examine.ts";

test("every name that somebody else's resource has is told at once", async () => {
  const sandbox = account();
  const { aws } = sessionOn(sandbox);
  const { Subnets } = await aws.ec2(new DescribeSubnetsCommand({}));
  const { VpcId } = Subnets![0]!;
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await aws.ec2(new CreateSecurityGroupCommand({ GroupName: "shop-prod-app", Description: "other", VpcId }));
  await aws.iam(new CreateRoleCommand({ RoleName: "shop-prod-server", AssumeRolePolicyDocument: trust }));
  await aws.iam(new CreateInstanceProfileCommand({ InstanceProfileName: "shop-prod-server" }));
  await aws.elb(
    new CreateTargetGroupCommand({ Name: "shop-prod-tg", Protocol: "HTTP", Port: 80, VpcId, TargetType: "instance" }),
  );
  await aws.elb(
    new CreateLoadBalancerCommand({ Name: "shop-prod-alb", Subnets: Subnets!.map((one) => one.SubnetId!) }),
  );
  await aws.codedeploy(new CreateApplicationCommand({ applicationName: "shop-prod-app", computePlatform: "Server" }));
  const DBSubnetGroupName = "somebody";
  const SubnetIds = Subnets!.map((one) => one.SubnetId!);
  await aws.rds(new CreateDBSubnetGroupCommand({ DBSubnetGroupName, DBSubnetGroupDescription: "other", SubnetIds }));
  await aws.rds(
    new CreateDBInstanceCommand({
      DBSubnetGroupName,
      DBInstanceIdentifier: "shop-prod-db",
      DBInstanceClass: "db.t4g.micro",
      Engine: "postgres",
      AllocatedStorage: 20,
      MasterUsername: "somebody",
      MasterUserPassword: "not-ours-at-all",
    }),
  );

  const findings = (await examine(sandbox)).of("names");
  expect(findings).toMatchObject([
    { status: "problem", message: expect.stringContaining("7 of the plan's resources") },
  ]);
  const detail = findings[0]?.detail?.join("\n").toLowerCase() ?? "";
  for (const name of [
    "group",
    "role",
    "instance profile",
    "target group",
    "load balancer",
    "application",
    "database",
  ]) {
    expect(detail).toContain(name);
  }
  expect(findings[0]?.detail).toHaveLength(7);
  for (const line of findings[0]?.detail ?? []) expect(line).toMatch(/shop-prod-.*was not made by this deployment/);
});

test("a deployment finds its own, and without its state takes them for somebody else's", async () => {
  const { sandbox, config, state } = await madeShop();
  expect((await examine(sandbox, config, { state })).of("names")).toMatchObject([{ status: "ok" }]);
  const [finding] = (await examine(sandbox, config)).of("names");
  expect(finding?.status).toBe("problem");
  expect(finding?.hint).toContain("`deploy-wizard recover`");
  expect(finding?.detail?.join("\n")).toMatch(/shop-prod-alb[^\n]*belongs to another deployment \(shop\/prod/);
});

test("what may not be looked for is unknown, and named with the reason", async () => {
  const sandbox = account(({ faults }) => {
    faults.push({ command: "GetApplication", code: "AccessDenied", status: 403, times: 9 });
  });
  const [finding] = (await examine(sandbox, shop())).of("names");
  expect(finding?.status).toBe("unknown");
  expect(finding?.detail).toEqual([
    expect.stringMatching(/^codedeploy\.application: AWS denied codedeploy:GetApplication/),
  ]);
});
