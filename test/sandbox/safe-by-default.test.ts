import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { type Rehearsal, rehearse } from "../commands/rehearsal.ts";

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const statementsOf = (policy: string): Statement[] => (JSON.parse(policy) as { Statement: Statement[] }).Statement;

/** Actions that AWS cannot limit to a resource. */
const unlimited =
  /^(ec2:Describe|elasticloadbalancing:Describe|tag:GetResources|ssmmessages:|ec2messages:|codedeploy:(List|BatchGet)DeploymentTargets$)/;

describe.each(["alb", "direct"] as const)("after provisioning with the entry %s", (entry) => {
  let one: Rehearsal;
  let world: World;

  beforeAll(async () => {
    const github = { repository: "octo/shop", branch: "main", ids: "1/2" };
    one = rehearse({ domain: "example.com", entry, github });
    await one.provision();
    ({ world } = one.sandbox);
  });
  afterAll(() => one.end());

  const groupNamed = (name: string) => world.ec2.groups.find((group) => group.name === `shop-prod-${name}`)?.id;
  const rulesOf = (name: string, egress: boolean) =>
    world.ec2.rules.filter((rule) => rule.groupId === groupNamed(name) && rule.egress === egress);

  test("EC2: IMDSv2 with one hop, encrypted disk, a role, and no secret in user data", () => {
    const [server] = world.ec2.instances;
    expect(server?.metadata).toMatchObject({ HttpTokens: "required", HttpPutResponseHopLimit: 1 });
    expect(server?.volume.encrypted).toBe(true);
    expect(server?.profile?.arn).toContain("instance-profile/shop-prod-server");
    const userData = gunzipSync(Buffer.from(server?.userData ?? "", "base64")).toString();
    expect(userData).toMatch(/^#!/);
    expect(userData).not.toMatch(/secretsmanager:[a-z0-9-]+:\d|AKIA|BEGIN [A-Z ]*PRIVATE KEY|password\s*=\s*\S/i);
  });

  test("security groups: only the entry is open, every rule is described, no port 22, egress is narrow", () => {
    const openGroup = groupNamed(entry === "alb" ? "alb" : "app");
    for (const rule of world.ec2.rules) {
      expect(rule.description).toMatch(/\w{3}/);
      expect(rule.protocol).toBe("tcp");
      expect(rule.from).toBe(rule.to);
      expect(rule.from).not.toBe(22);
      expect(rule.cidr6).toBeUndefined();
      if (!rule.egress && rule.cidr !== undefined) {
        expect(rule.groupId).toBe(openGroup);
        expect([80, 443]).toContain(rule.from);
      }
      if (rule.egress && rule.cidr !== undefined) expect([80, 443]).toContain(rule.from);
    }
    const [toDatabase, ...others] = rulesOf("db", false);
    expect(others).toEqual([]);
    expect(toDatabase).toMatchObject({ from: 5432, peerGroupId: groupNamed("app") });
    expect(rulesOf("db", true)).toEqual([]);
    const toApp = rulesOf("app", false);
    if (entry === "alb") expect(toApp).toMatchObject([{ from: 8080, peerGroupId: groupNamed("alb") }]);
    else expect(toApp.map(({ from }) => from).sort()).toEqual([443, 80]);
  });

  test("RDS: encrypted, private, backed up, protected, TLS forced, its password with Secrets Manager", () => {
    const [database] = world.rds.databases;
    expect(database).toMatchObject({
      encrypted: true,
      adminName: "appadmin",
      secretArn: expect.stringContaining(":secretsmanager:"),
      settings: { public: false, minorUpgrades: true, copyTags: true, protected: true, backupDays: 7 },
    });
    expect(JSON.stringify(world.rds.parameterGroups[0]?.parameters["rds.force_ssl"])).toContain('"1"');
  });

  test("ALB: http redirects, invalid headers dropped, two zones, protected, the TLS policy of today", () => {
    if (entry === "direct") return expect(world.elb).toMatchObject({ loadBalancers: [], listeners: [] });
    const [balancer] = world.elb.loadBalancers;
    expect(balancer?.subnetIds.length).toBeGreaterThan(1);
    expect(balancer?.attributes).toMatchObject({
      "routing.http.drop_invalid_header_fields.enabled": "true",
      "routing.http.desync_mitigation_mode": "defensive",
      "deletion_protection.enabled": "true",
    });
    const [http, https] = world.elb.listeners;
    expect(http).toMatchObject({ port: 80, actions: [{ Type: "redirect", RedirectConfig: { Protocol: "HTTPS" } }] });
    expect(https).toMatchObject({ port: 443, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" });
  });

  test("S3: nothing public, TLS only, encrypted, owner enforced, versioned, with a lifecycle", () => {
    expect(world.s3.buckets).toHaveLength(2);
    for (const bucket of world.s3.buckets) {
      expect(Object.values(bucket.publicAccess ?? {})).toEqual([true, true, true, true]);
      expect(JSON.stringify(bucket.ownership)).toContain("BucketOwnerEnforced");
      expect(JSON.stringify(bucket.encryption)).toMatch(/AES256|aws:kms/);
      expect(bucket.versioning).toBe("Enabled");
      expect(JSON.stringify(bucket.lifecycle)).toContain("AbortIncompleteMultipartUpload");
      const [deny] = statementsOf(bucket.policy ?? "");
      expect(deny).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    }
  });

  test("IAM: no wildcard action, resources named, no PassRole, no managed policy, trust narrowed", () => {
    expect(world.iam.roles.map(({ name }) => name).sort()).toEqual(
      ["codedeploy", "github", "server"].map((what) => `shop-prod-${what}`),
    );
    for (const { inline, attached, trust } of world.iam.roles) {
      expect(attached).toEqual([]);
      for (const { Action, Resource } of Object.values(inline).flatMap(statementsOf)) {
        const actions = [Action].flat();
        expect(actions.filter((action) => action.includes("*") || action.startsWith("iam:"))).toEqual([]);
        if ([Resource].flat().includes("*")) expect(actions.filter((action) => !unlimited.test(action))).toEqual([]);
      }
      const [{ Principal, Condition = {} }] = statementsOf(trust) as [Statement];
      const service = (Principal as { Service?: string }).Service;
      if (service) expect(JSON.stringify(Condition)).toContain('"aws:SourceAccount":"000000000000"');
      else expect(Object.keys(Condition)).toEqual(["StringEquals"]);
    }
  });

  test("GitHub: its tokens are trusted for one audience and exact subjects, never a wildcard", () => {
    const role = world.iam.roles.find(({ name }) => name === "shop-prod-github");
    const { StringEquals = {} } = statementsOf(role?.trust ?? "")[0]?.Condition ?? {};
    const host = "token.actions.githubusercontent.com";
    expect(StringEquals[`${host}:aud`]).toBe("sts.amazonaws.com");
    const subjects = [StringEquals[`${host}:sub`] ?? []].flat();
    expect(subjects).toContain("repo:octo@1/shop@2:ref:refs/heads/main");
    for (const subject of subjects) expect(subject).toMatch(/^repo:octo[^*?]*\/shop[^*?]*:ref:refs\/heads\/main$/);
  });

  test("no parameter holds a secret", () => {
    for (const { name, value } of world.ssm.parameters) {
      expect(name).toMatch(/^\/deploy-wizard\/shop\/prod\//);
      expect(value).not.toMatch(/password|AKIA|PRIVATE KEY/i);
    }
  });
});
