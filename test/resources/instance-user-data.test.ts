import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { setupScript, userData } from "../../src/delivery/user-data.ts";
import { type InstanceInput, instance } from "../../src/resources/instance.ts";
import { instanceProfile } from "../../src/resources/instance-profile.ts";
import { role } from "../../src/resources/role.ts";
import { securityGroup } from "../../src/resources/security-group.ts";
import { subnets } from "../../src/resources/subnets.ts";
import { vpc } from "../../src/resources/vpc.ts";
import { builder } from "../sandbox/builder.ts";

async function launch(script: string) {
  const { sandbox, make, toolsFor } = builder();
  const { vpcId } = await make("network.vpc", vpc, { vpc: "default" });
  const network = await make("network.subnets", subnets, { vpcId });
  const app = await make("network.app", securityGroup, {
    name: "shop-prod-app",
    description: "app",
    vpcId,
    ownRules: [],
  });
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };
  const server = { name: "shop-prod-server", description: "server" };
  const { name: roleName } = await make("ec2.role", role, { ...server, trust });
  const profile = await make("ec2.profile", instanceProfile, { name: "shop-prod-server", roleName });
  const tools = toolsFor("ec2.instance");
  const input: InstanceInput = await instance.prepare!(tools, {
    name: "shop-prod-server",
    instanceType: "t4g.small",
    diskGiB: 20,
    subnets: network.subnets,
    securityGroupIds: [app.groupId],
    instanceProfileName: profile.name,
    userData: script,
  });
  return { sent: () => sandbox.world.ec2.instances.map((one) => one.userData), create: instance.create, tools, input };
}

test("a launch sends the packed script as it is recorded", async () => {
  const { sent, create, tools, input } = await launch(userData());
  await create(tools, input, "token");
  expect(sent()).toEqual([userData()]);
  expect(gunzipSync(Buffer.from(sent()[0]!, "base64")).toString()).toBe(setupScript());
});

test("a launch that a former version recorded in plain text is replayed with the same request", async () => {
  const script = "#!/bin/bash\necho a former version's script\n";
  const { sent, create, tools, input } = await launch(script);
  const first = await create(tools, input, "token");
  // Had anything differed, the token would be refused: IdempotentParameterMismatch.
  expect(await create(tools, input, "token")).toEqual(first);
  expect(sent()).toEqual([Buffer.from(script).toString("base64")]);
});
