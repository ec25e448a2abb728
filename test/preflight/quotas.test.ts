import { AllocateAddressCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { account, examine, madeShop, sessionOn, shop } from "./examine.ts";

const withQuotas = (quotas: Record<string, number>) => account((world) => Object.assign(world, { quotas }));
const quotas = async (values: Record<string, number>, answers: object = {}) =>
  (await examine(withQuotas(values), shop(answers))).of("quotas");

test("a new account has room for everything, and how much was looked at is said", async () => {
  expect(await quotas({})).toMatchObject([{ status: "ok", message: expect.stringContaining("6 quotas") }]);
});

test.each([
  ["L-E79EC296", "vpc", "security groups in the Region", 2, "3 more are needed", 3],
  ["L-1216C47A", "ec2", "vCPUs of running standard instances", 1, "2 more are needed", 2],
  ["L-53DA6B97", "elasticloadbalancing", "Application Load Balancers", 0, "1 more is needed", 1],
  ["L-7B6409FD", "rds", "RDS databases", 0, "1 more is needed", 1],
  ["L-DC2B2D3D", "s3", "S3 buckets", 1, "2 more are needed", 2],
  ["L-4EA4796A", "route53", "hosted zones", 0, "1 more is needed", 1],
])(
  "%s of %s that is too small is a problem, with the command that asks for more",
  async (code, service, name, value, needed, wanted) => {
    const [finding, ...others] = await quotas({ [code]: value });
    expect(others).toEqual([]);
    expect(finding?.status).toBe("problem");
    expect(finding?.message).toContain(`Not enough ${name}`);
    expect(finding?.message).toContain(`of ${value} are used, and ${needed}`);
    const command = finding?.detail?.join("\n").replace(/\s*\\\n\s*/g, " ");
    expect(command).toMatch(/^aws service-quotas request-service-quota-increase --region (us-east-1|ap-northeast-2) /);
    expect(command).toContain(`--service-code ${service} --quota-code ${code} --desired-value ${wanted}`);
    for (const line of finding?.detail ?? []) expect(line.length).toBeLessThanOrEqual(51);
  },
);

test("what exists already counts: two addresses of two", async () => {
  const sandbox = withQuotas({ "L-0263D0A3": 2 });
  const { aws, clock } = sessionOn(sandbox);
  await aws.ec2(new AllocateAddressCommand({ Domain: "vpc" }));
  const direct = shop({ entry: "direct" });
  expect((await examine(sandbox, direct)).of("quotas")).toMatchObject([{ status: "ok" }]);
  await aws.ec2(new AllocateAddressCommand({ Domain: "vpc" }));
  // A fresh address does not show at once.
  await clock.sleep(60_000);
  expect((await examine(sandbox, direct)).of("quotas")).toMatchObject([
    { status: "problem", message: "Not enough Elastic IPs in the Region: 2 of 2 are used, and 1 more is needed." },
  ]);
});

test("a quota that the plan does not touch does not matter", async () => {
  expect(await quotas({ "L-0263D0A3": 0 })).toMatchObject([{ status: "ok" }]);
  expect(await quotas({ "L-53DA6B97": 0 }, { entry: "direct" })).toMatchObject([{ status: "ok" }]);
  expect(await quotas({ "L-7B6409FD": 0 }, { database: null })).toMatchObject([{ status: "ok" }]);
});

test("what is made already needs no more room", async () => {
  const { sandbox, config, state } = await madeShop();
  sandbox.world.quotas = { "L-53DA6B97": 1, "L-7B6409FD": 1, "L-1216C47A": 2, "L-DC2B2D3D": 2, "L-4EA4796A": 1 };
  expect((await examine(sandbox, config, { state })).of("quotas")).toMatchObject([
    { status: "ok", message: "Nothing is going to be made that counts." },
  ]);
  sandbox.world.ec2.instances = [];
  expect((await examine(sandbox, config, { state })).of("quotas")).toMatchObject([{ status: "ok" }]);
});

test("one quota that cannot be asked is unknown; the others are still compared", async () => {
  const sandbox = withQuotas({ "L-7B6409FD": 0 });
  sandbox.world.faults.push({ command: "ListBuckets", code: "AccessDenied", status: 403, times: 9 });
  const findings = (await examine(sandbox)).of("quotas");
  expect(findings.map(({ status }) => status).sort()).toEqual(["problem", "unknown"]);
  expect(findings.find(({ status }) => status === "unknown")?.message).toMatch(
    /^The quota of S3 buckets could not be asked: AWS denied s3:ListBuckets/,
  );
});

test("a quota that Service Quotas knows nothing of is unknown, but for buckets the usual one counts", async () => {
  const sandbox = account();
  for (const command of ["GetServiceQuota", "GetAWSDefaultServiceQuota"]) {
    sandbox.world.faults.push({ command, code: "NoSuchResourceException", status: 400, times: 99 });
  }
  const findings = (await examine(sandbox)).of("quotas");
  expect(findings.map(({ status }) => status)).toEqual(["unknown", "unknown", "unknown"]);
  expect(findings.map(({ message }) => message).join()).not.toContain("S3");
});

test("where the account has no value of its own AWS's default counts", async () => {
  const sandbox = account();
  sandbox.world.faults.push({ command: "GetServiceQuota", code: "NoSuchResourceException", status: 400, times: 99 });
  const { of, calls } = await examine(sandbox);
  expect(of("quotas")).toMatchObject([{ status: "ok" }]);
  expect(calls).toContain("quotas GetAWSDefaultServiceQuota");
});
