import type { Ref } from "../engine/blueprint.ts";
import { type SecurityGroupInput, type SecurityGroupOutput, securityGroup } from "../resources/security-group.ts";
import { securityGroupRule } from "../resources/security-group-rule.ts";
import { subnets } from "../resources/subnets.ts";
import { vpc } from "../resources/vpc.ts";
import type { Builder, StepContext } from "./context.ts";
import { engines } from "./engines.ts";

const anywhere = "0.0.0.0/0";

/**
 * The VPC and its subnets, and who may talk to whom. Only the entry is open to the world: the load balancer, or the
 * server itself without one. The app's port opens to the load balancer alone, the database's to the app alone.
 */
export function network(add: Builder, { config, names }: StepContext) {
  const found = add.resource("vpc", vpc, {}, () => ({ vpc: config.vpc }));
  const zones = add.resource("subnets", subnets, { found }, ({ found }) => ({ vpcId: found.vpcId }));

  const ownRules = new Map<Ref<SecurityGroupOutput>, SecurityGroupInput["ownRules"]>();
  const group = (what: string, name: string, description: string) => {
    const rules: SecurityGroupInput["ownRules"] = [];
    const made = add.resource(what, securityGroup, { found }, ({ found }) => {
      return { name, description, vpcId: found.vpcId, ownRules: rules };
    });
    ownRules.set(made, rules);
    return made;
  };
  const rule = (
    what: string,
    of: Ref<SecurityGroupOutput>,
    direction: "ingress" | "egress",
    port: number,
    peer: Ref<SecurityGroupOutput> | typeof anywhere,
    description: string,
  ) => {
    const peerGroup = peer === anywhere ? undefined : peer;
    ownRules.get(of)?.push({ direction, port, description, ...(peerGroup ? {} : { cidr: anywhere }) });
    add.resource(what, securityGroupRule, { of, peerGroup }, ({ of, peerGroup }) => ({
      name: `${names.prefix}-${what}`,
      groupId: of.groupId,
      direction,
      port,
      peer: peerGroup ? { groupId: peerGroup.groupId } : { cidr: anywhere },
      description,
    }));
  };

  const app = group("app-group", names.appGroup, "The server that runs the app");
  const withBalancer = config.entry === "alb";
  const alb = withBalancer ? group("alb-group", names.albGroup, "The load balancer, open to the world") : undefined;
  const db = config.database ? group("db-group", names.dbGroup, "The database, open to the app alone") : undefined;

  const entry = alb ?? app;
  rule("https-in", entry, "ingress", 443, anywhere, "https from anywhere");
  rule("http-in", entry, "ingress", 80, anywhere, "http from anywhere, redirected to https");
  if (alb) {
    rule("alb-to-app", alb, "egress", config.port, app, "Requests and health checks to the app");
    rule("app-from-alb", app, "ingress", config.port, alb, "App port, from the load balancer alone");
  }
  // Name look-ups and the clock go to addresses that security groups do not filter.
  rule("app-https-out", app, "egress", 443, anywhere, "AWS services, packages and other https");
  rule("app-http-out", app, "egress", 80, anywhere, "Package mirrors and revocation lists over http");
  if (db && config.database) {
    const { port } = engines[config.database.engine];
    rule("app-to-db", app, "egress", port, db, "Queries to the database");
    rule("db-from-app", db, "ingress", port, app, "Database port, from the app alone");
  }
  return { vpc: found, subnets: zones, appGroup: app, albGroup: alb, dbGroup: db };
}
