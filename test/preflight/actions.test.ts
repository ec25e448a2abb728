import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { actionsOfOperations } from "../../src/aws/permissions.ts";
import { createNames } from "../../src/config/naming.ts";
import { actionsByKind } from "../../src/preflight/actions.ts";
import { grantsOf } from "../../src/preflight/grants.ts";
import { createBlueprint } from "../../src/steps/blueprint.ts";
import type { StepContext } from "../../src/steps/context.ts";
import { registry } from "../../src/steps/registry.ts";
import { rehearse } from "../commands/rehearsal.ts";
import { region, shop } from "./examine.ts";

/** What AWS wants besides, for operations that carry tags, hand over a role, or act in a further service. */
const besides: Record<string, string[]> = {
  "acm RequestCertificate": ["acm:AddTagsToCertificate"],
  "codedeploy CreateApplication": ["codedeploy:TagResource"],
  "codedeploy CreateDeploymentGroup": ["codedeploy:TagResource", "iam:PassRole"],
  "ec2 AllocateAddress": ["ec2:CreateTags"],
  "ec2 AssociateIamInstanceProfile": ["iam:PassRole"],
  "ec2 ReplaceIamInstanceProfileAssociation": ["iam:PassRole"],
  "ec2 AuthorizeSecurityGroupIngress": ["ec2:CreateTags"],
  "ec2 CreateSecurityGroup": ["ec2:CreateTags"],
  "ec2 RunInstances": ["ec2:CreateTags", "iam:PassRole"],
  "elb CreateListener": ["elasticloadbalancing:AddTags"],
  "elb CreateLoadBalancer": ["elasticloadbalancing:AddTags", "iam:CreateServiceLinkedRole"],
  "elb CreateTargetGroup": ["elasticloadbalancing:AddTags"],
  "iam AddRoleToInstanceProfile": ["iam:PassRole"],
  "iam CreateInstanceProfile": ["iam:TagInstanceProfile"],
  "iam CreateOpenIDConnectProvider": ["iam:TagOpenIDConnectProvider"],
  "iam CreateRole": ["iam:TagRole"],
  "rds CreateDBInstance": [
    "iam:CreateServiceLinkedRole",
    "kms:DescribeKey",
    "rds:AddTagsToResource",
    "secretsmanager:CreateSecret",
    "secretsmanager:TagResource",
  ],
  "rds CreateDBParameterGroup": ["rds:AddTagsToResource"],
  "rds CreateDBSubnetGroup": ["rds:AddTagsToResource"],
  "rds DeleteDBInstance": ["rds:CreateDBSnapshot"],
  "s3 CreateBucket": ["s3:TagResource"],
  "ssm PutParameter": ["ssm:AddTagsToResource"],
};

const prefixes: Record<string, string> = { elb: "elasticloadbalancing" };

function actionsOf(call: string): string[] {
  const [service = "", operation = ""] = call.split(" ");
  // Everybody may ask who they are.
  if (service === "sts") return [];
  const sent = `${prefixes[service] ?? service}:${operation}`;
  return [...(actionsOfOperations[sent] ?? [sent]), ...(besides[call] ?? [])];
}

const github = { repository: "mina/shop", branch: "main", ids: "1/2" };

const contextOf = (config: StepContext["config"]): StepContext => ({
  config,
  names: createNames("shop", "prod", "abcdefghij"),
  environment: "prod",
  id: "abcdefghij",
  account: "000000000000",
  region,
  partition: "aws",
  githubSubjects: ["repo:mina/shop:ref:refs/heads/main"],
  buildTool: "gradle",
  servesHttp: false,
  force: false,
});

describe("whatever a whole life sends is among the actions of its plan", () => {
  test.each(["alb", "direct"])("entry %s: made, changed, mended, taken down", async (entry) => {
    const rehearsal = rehearse({ entry, domain: "example.com" });
    onTestFinished(rehearsal.end);
    const { config, sandbox } = rehearsal;
    const planned = new Set(grantsOf(createBlueprint(contextOf(config)), contextOf(config)).flatMap((g) => g.actions));
    const sent = new Set<string>();
    const note = () => {
      for (const call of rehearsal.calls) sent.add(call);
    };
    await rehearsal.provision();
    note();
    // A changed config, and what somebody changed by hand.
    Object.assign(config, { healthCheck: "/other" });
    Object.assign(config.server, { instanceType: "t4g.medium", disk: 30 });
    Object.assign(config.database!, { storage: 40, backupDays: 14 });
    for (const role of sandbox.world.iam.roles) role.trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await rehearsal.provision();
    note();
    await rehearsal.destroyAll();
    note();
    expect(sent.size).toBeGreaterThan(80);
    expect([...sent].filter((call) => !actionsOf(call).every((action) => planned.has(action)))).toEqual([]);
  });
});

test("every kind of resource has its actions", () => {
  const table = actionsByKind(contextOf(shop()));
  expect([...registry.keys()].filter((kind) => kind !== "db-snapshot" && !table[kind])).toEqual([]);
});

/** `ec2 RunInstances`, for every command that src/resources or src/proof imports. */
function commandsOfResources(): string[] {
  const rooms = ["resources", "proof"].map((room) => join(import.meta.dirname, "../../src", room));
  const files = rooms.flatMap((room) => readdirSync(room).map((file) => join(room, file)));
  const services: Record<string, string> = { "elastic-load-balancing-v2": "elb", "route-53": "route53" };
  return files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)].flatMap(
      ([, names = "", client = ""]) =>
        [...names.matchAll(/\b(\w+)Command\b/g)].map(([, command]) => `${services[client] ?? client} ${command}`),
    ),
  );
}

test("nothing is asked for that no resource sends", () => {
  const sent = new Set(commandsOfResources().flatMap(actionsOf));
  const context = contextOf(shop({ github }));
  const asked = grantsOf(createBlueprint(context), context).flatMap(({ actions }) => actions);
  expect(asked.length).toBeGreaterThan(130);
  expect(asked.filter((action) => !sent.has(action))).toEqual([]);
});

test("no action stands for several, and only `*` and ARNs stand for resources", () => {
  const context = contextOf(shop({ github }));
  for (const { actions, resources } of grantsOf(createBlueprint(context), context)) {
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z0-9]+$/);
    for (const resource of resources) expect(resource).toMatch(/^(\*|arn:aws:[a-z0-9]+:[a-z0-9-]*:\d*:.+)$/);
  }
});
