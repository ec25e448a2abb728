import { userData } from "../delivery/user-data.ts";
import { made } from "../engine/blueprint.ts";
import { instance } from "../resources/instance.ts";
import { instanceProfile } from "../resources/instance-profile.ts";
import { parameter } from "../resources/parameter.ts";
import { role } from "../resources/role.ts";
import { rolePolicy } from "../resources/role-policy.ts";
import { rolePolicies, serverAccess } from "./access.ts";
import type { Builder, StepContext } from "./context.ts";
import type { network } from "./network.ts";
import { trustService } from "./trust.ts";

/** What the first start installs is there to stay. */
const setUpOnce = "A server is set up for its runtime once: put it back, or make a second deployment with --env.";

/** What the server may do, what it has to know, and the server. */
export function ec2(add: Builder, context: StepContext, { subnets, appGroup }: ReturnType<typeof network>) {
  const { config, names } = context;
  const server = add.resource("role", role, {}, () => ({
    name: names.serverRole,
    description: `What the server of ${names.prefix} may do`,
    trust: trustService("ec2.amazonaws.com", context),
    policies: [rolePolicies.server, rolePolicies.databaseSecret, rolePolicies.buckets],
  }));
  const access = add.resource("role-access", rolePolicy, { server }, ({ server }) => ({
    roleName: server.name,
    name: rolePolicies.server,
    document: serverAccess(context),
  }));
  const profile = add.resource("instance-profile", instanceProfile, { server }, ({ server }) => ({
    name: names.serverRole,
    roleName: server.name,
  }));

  const values: Record<string, [value: string, description: string]> = {
    runtime: [config.runtime, "What runs the app"],
    port: [String(config.port), "The port that the app listens on"],
    "health-check": [config.healthCheck, "The path that answers 200 when the app is well"],
    entry: [config.entry, "alb, or direct when the server ends TLS itself"],
    domain: [config.domain ?? "-", "The domain, or - without one"],
  };
  for (const [what, [value, description]] of Object.entries(values)) {
    const once = what === "runtime" ? setUpOnce : undefined;
    add.resource(`parameter-${what}`, parameter, {}, () => ({ name: names.parameter(what), value, description, once }));
  }

  // The server reads its values at first start, so what it may read is there before it is.
  const started = add.resource(
    "instance",
    instance,
    { profile, access, subnets, appGroup: made(appGroup) },
    ({ profile, subnets, appGroup }) => ({
      name: names.instance,
      instanceType: config.server.instanceType,
      diskGiB: config.server.disk,
      subnets: subnets.subnets,
      securityGroupIds: [appGroup.groupId],
      instanceProfileName: profile.name,
      userData: userData(),
    }),
  );
  return { role: server, instance: started };
}
