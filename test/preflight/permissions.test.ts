import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import type { Aws } from "../../src/aws/clients.ts";
import type { Access } from "../../src/sandbox/iam-simulation.ts";
import { account, examine, madeShop, sessionOn, shop } from "./examine.ts";

interface Policy {
  Version: string;
  Statement: {
    Effect: string;
    Action: string[];
    Resource: string | string[];
    Condition?: { StringEquals: Record<string, string> };
  }[];
}

const withAccess = (access: Access) => account((world) => Object.assign(world, { access }));

async function permissions(access: Access, answers: object = {}) {
  return (await examine(withAccess(access), shop(answers))).of("permissions");
}

const policyIn = (detail: string[] | undefined) => JSON.parse(detail?.join("\n") ?? "") as Policy;

test("when everything is allowed, how many actions that are is said", async () => {
  const [finding, ...others] = await permissions({});
  expect(finding).toMatchObject({ status: "ok", message: expect.stringMatching(/^All 1\d\d actions/) });
  expect(others).toEqual([]);
});

describe("what is missing", () => {
  test("is a problem whose details are a policy with exactly these actions, as narrow as names allow", async () => {
    const [finding] = await permissions({
      missing: ["ec2:RunInstances", "s3:PutEncryptionConfiguration", "iam:GetRole"],
    });
    expect(finding).toMatchObject({ check: "permissions", status: "problem" });
    expect(finding?.message).toContain("ec2:RunInstances");
    const policy = policyIn(finding?.detail);
    expect(policy.Version).toBe("2012-10-17");
    expect(policy.Statement.flatMap(({ Action }) => Action).sort()).toEqual([
      "ec2:RunInstances",
      "iam:GetRole",
      "s3:PutEncryptionConfiguration",
    ]);
    expect(policy.Statement).toContainEqual({
      Effect: "Allow",
      Action: ["ec2:RunInstances"],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": "ap-northeast-2" } },
    });
    expect(policy.Statement).toContainEqual({
      Effect: "Allow",
      Action: ["s3:PutEncryptionConfiguration"],
      Resource: ["arn:aws:s3:::shop-prod-build-*", "arn:aws:s3:::shop-prod-assets-*"],
    });
  });

  test("PassRole is granted for each role alone, and to the service that gets it alone", async () => {
    const [finding] = await permissions({ missing: ["iam:PassRole"] });
    expect(policyIn(finding?.detail).Statement).toEqual(
      ["server/ec2", "codedeploy/codedeploy"].map((pair) => {
        const [role, service] = pair.split("/");
        return {
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: `arn:aws:iam::000000000000:role/shop-prod-${role}`,
          Condition: { StringEquals: { "iam:PassedToService": `${service}.amazonaws.com` } },
        };
      }),
    );
  });

  test("of services that the config has no use for it does not matter", async () => {
    const missing = ["rds:*", "secretsmanager:*", "elasticloadbalancing:*", "acm:*"];
    const answers = { entry: "direct", database: null };
    expect(await permissions({ missing }, answers)).toMatchObject([{ status: "ok" }]);
    expect(await permissions({ missing: ["ec2:AllocateAddress"] }, answers)).toMatchObject([{ status: "problem" }]);
    expect(await permissions({ missing: ["ec2:AllocateAddress"] })).toMatchObject([{ status: "ok" }]);
  });

  test("names no role for GitHub and no bucket for files where the config has none", async () => {
    const [finding] = await permissions({ missing: ["iam:CreateRole", "s3:CreateBucket"] }, { assets: false });
    expect(policyIn(finding?.detail).Statement.map(({ Resource }) => Resource)).toEqual([
      ["server", "codedeploy"].map((role) => `arn:aws:iam::000000000000:role/shop-prod-${role}`),
      "arn:aws:s3:::shop-prod-build-*",
    ]);
  });

  test("a role that the service itself has already need not be made", async () => {
    const sandbox = withAccess({ missing: ["iam:CreateServiceLinkedRole"] });
    expect((await examine(sandbox)).of("permissions")).toMatchObject([{ status: "problem" }]);
    sandbox.world.faults.push({ command: "GetRole", code: "AccessDenied", status: 403, times: 99 });
    const [unseen] = (await examine(sandbox)).of("permissions");
    expect(unseen).toMatchObject({ status: "unknown", message: expect.stringContaining("CreateServiceLinkedRole") });
    sandbox.world.faults = [];
    for (const name of ["AWSServiceRoleForRDS", "AWSServiceRoleForElasticLoadBalancing"]) {
      const role = { id: name, name, path: "/", trust: "{}", maxSessionDuration: 3600, tags: [], createdAt: 0 };
      sandbox.world.iam.roles.push({ ...role, inline: {}, attached: [] });
    }
    expect((await examine(sandbox)).of("permissions")).toMatchObject([{ status: "ok" }]);
  });
});

test("what is allowed for some resources only is no problem yet: the call itself will tell", async () => {
  const findings = await permissions({ limited: ["ec2:TerminateInstances", "ec2:DescribeVpcs"] });
  expect(findings.map(({ status }) => status)).toEqual(["problem", "unknown"]);
  expect(policyIn(findings[0]?.detail).Statement.flatMap(({ Action }) => Action)).toEqual(["ec2:DescribeVpcs"]);
  expect(findings[1]?.message).toContain("ec2:TerminateInstances");
});

test("what is forbidden is told apart: no policy that grants it would help", async () => {
  const findings = await permissions({ denied: ["rds:CreateDBInstance"], missing: ["rds:DeleteDBInstance"] });
  expect(findings).toHaveLength(2);
  expect(policyIn(findings[0]?.detail).Statement.flatMap(({ Action }) => Action)).toEqual(["rds:DeleteDBInstance"]);
  expect(findings[1]).toMatchObject({ status: "problem", message: expect.stringContaining("rds:CreateDBInstance") });
  expect(findings[1]?.detail).toBeUndefined();
});

describe("who cannot be judged", () => {
  /** A session whose caller is somebody else. */
  async function calledBy(arn: string) {
    const sandbox = account();
    const { aws } = sessionOn(sandbox);
    const sts = (async (command: object) =>
      command instanceof GetCallerIdentityCommand ? { Arn: arn, Account: "000000000000" } : undefined) as Aws["sts"];
    return (await examine(sandbox, shop(), { session: { aws: { ...aws, sts } } })).of("permissions");
  }

  test("root is warned of, a federated user is unknown", async () => {
    expect(await calledBy("arn:aws:iam::000000000000:root")).toMatchObject([{ status: "warning" }]);
    expect(await calledBy("arn:aws:sts::000000000000:federated-user/mina")).toMatchObject([{ status: "unknown" }]);
  });
});

test("who may not ask IAM gets unknown with the reason in one line, and all other findings", async () => {
  const sandbox = account((world) => {
    world.faults.push({ command: "SimulatePrincipalPolicy", code: "AccessDenied", status: 403, times: 99 });
  });
  const { findings, of } = await examine(sandbox);
  expect(of("permissions")).toMatchObject([{ status: "unknown" }]);
  expect(of("permissions")[0]?.message).toMatch(/AWS denied iam:SimulatePrincipalPolicy: [^\n]*$/);
  expect(findings.filter(({ status }) => status !== "ok")).toHaveLength(1);
  // All of it, in documents that IAM takes, so that it can be attached all the same.
  const documents = of("permissions")[0]!.detail!.join("\n").split("\n\n");
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents) expect(JSON.stringify(JSON.parse(document)).length).toBeLessThanOrEqual(6144);
  const actions = documents.flatMap((each) => (JSON.parse(each) as Policy).Statement.flatMap(({ Action }) => Action));
  for (const action of ["ec2:RunInstances", "iam:SimulatePrincipalPolicy"]) expect(actions).toContain(action);
  expect(String(of("permissions")[0]?.hint)).toContain(`these ${documents.length} policies`);
});

test("an expired session ends the checks: nothing else can be asked either", async () => {
  const sandbox = account((world) => {
    world.faults.push({ command: "SimulatePrincipalPolicy", code: "ExpiredToken", status: 403, times: 99 });
  });
  await expect(examine(sandbox)).rejects.toMatchObject({ code: "session-expired" });
});

test("actions that IAM cannot judge together are judged in parts; those that it cannot judge at all are unknown", async () => {
  const refuse = (times: number) =>
    account((world) => {
      world.faults.push({ command: "SimulatePrincipalPolicy", code: "InvalidInputException", status: 400, times });
    });
  expect((await examine(refuse(1))).of("permissions")).toMatchObject([{ status: "ok" }]);
  const [finding] = (await examine(refuse(10_000))).of("permissions");
  expect(finding).toMatchObject({ status: "unknown", message: expect.stringContaining("ec2:RunInstances") });
});

test("whoever may make everything and take nothing down is warned: a run can finish", async () => {
  expect(await permissions({ missing: ["rds:DeleteDBSnapshot"] })).toMatchObject([{ status: "warning" }]);
  expect(await permissions({ denied: ["route53:DeleteHostedZone"] })).toMatchObject([{ status: "warning" }]);
});

test("a deployment that exists is judged as well", async () => {
  const { sandbox, config, state } = await madeShop();
  sandbox.world.access = { missing: ["ec2:ModifyVolume"] };
  expect((await examine(sandbox, config, { state })).of("permissions")).toMatchObject([{ status: "problem" }]);
});
