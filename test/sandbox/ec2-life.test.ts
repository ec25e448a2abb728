import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { address } from "../../src/resources/address.ts";
import { addressAssociation } from "../../src/resources/address-association.ts";
import { instance } from "../../src/resources/instance.ts";
import { instanceProfile } from "../../src/resources/instance-profile.ts";
import { oidcProvider } from "../../src/resources/oidc-provider.ts";
import { parameter } from "../../src/resources/parameter.ts";
import { role } from "../../src/resources/role.ts";
import { rolePolicy } from "../../src/resources/role-policy.ts";
import { securityGroup } from "../../src/resources/security-group.ts";
import { securityGroupRule } from "../../src/resources/security-group-rule.ts";
import { subnets } from "../../src/resources/subnets.ts";
import { vpc } from "../../src/resources/vpc.ts";
import { builder } from "./builder.ts";

test("a server with all that belongs to it is made, found again, and taken down without a trace", async () => {
  const { sandbox, make, undo } = builder();
  const empty = structuredClone({ ec2: sandbox.world.ec2, iam: sandbox.world.iam, ssm: sandbox.world.ssm });
  const { vpcId } = await make("network.vpc", vpc, { vpc: "default" });
  const network = await make("network.subnets", subnets, { vpcId });
  const alb = await make("network.alb", securityGroup, {
    name: "shop-prod-alb",
    description: "alb",
    vpcId,
    ownRules: [],
  });
  const app = await make("network.app", securityGroup, {
    name: "shop-prod-app",
    description: "app",
    vpcId,
    ownRules: [],
  });
  const rule = { name: "shop-prod-app-http", port: 8080, description: "app port" };
  const peers = { groupId: app.groupId, peer: { groupId: alb.groupId } };
  await make("network.app.http", securityGroupRule, { ...rule, ...peers, direction: "ingress" });
  const back = { groupId: alb.groupId, peer: { groupId: app.groupId } };
  await make("network.alb.app", securityGroupRule, { ...rule, ...back, direction: "egress" });
  const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] };
  const server = { name: "shop-prod-server", description: "server" };
  const { name: roleName } = await make("ec2.role", role, { ...server, trust: document });
  await make("ec2.role.build", rolePolicy, { roleName, name: "build", document });
  const profile = await make("ec2.profile", instanceProfile, { name: "shop-prod-server", roleName });
  await make("ec2.port", parameter, { name: "/deploy-wizard/shop/prod/port", value: "8080", description: "port" });
  const { instanceId } = await make("ec2.instance", instance, {
    name: "shop-prod-server",
    instanceType: "t4g.small",
    diskGiB: 20,
    subnets: network.subnets,
    securityGroupIds: [app.groupId],
    instanceProfileName: profile.name,
    userData: "#!/bin/sh\n",
  });
  const { allocationId, publicIp } = await make("eip.address", address, { name: "shop-prod-server" });
  await make("eip.association", addressAssociation, { allocationId, instanceId, publicIp });
  const github = { host: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" };
  await make("codedeploy.oidc", oidcProvider, github);
  expect(sandbox.world).toMatchObject({
    ec2: { instances: [{ metadata: { HttpTokens: "required" }, volume: { encrypted: true, size: 20 } }] },
    iam: { roles: [{ name: roleName }] },
  });

  for (const remove of undo) await remove();
  const { ec2, iam, ssm } = sandbox.world;
  expect({ iam, ssm }).toEqual({ iam: empty.iam, ssm: empty.ssm });
  expect({ ...ec2, instances: [], interfaces: [] }).toEqual(empty.ec2);
});

test("an OIDC provider that another role trusts is handed over, without our tags", async () => {
  const { sandbox, make, toolsFor } = builder();
  const github = { host: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" };
  const output = await make("codedeploy.github-provider", oidcProvider, github);
  const theirs = { Principal: { Federated: output.arn }, Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" };
  await toolsFor("other").aws.iam(
    new CreateRoleCommand({
      RoleName: "theirs",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [theirs] }),
    }),
  );
  const tools = toolsFor("codedeploy.github-provider");
  const kept = await oidcProvider.remove(tools, github, output, { keepData: false });
  expect(kept).toMatchObject({ handedOver: true });
  expect(String(kept?.kept)).toBe("trusted by role theirs");
  expect(sandbox.world.iam.oidcProviders).toMatchObject([{ tags: [] }]);
  expect(await oidcProvider.find(tools, github, {})).toMatchObject({ foreign: true });
});
