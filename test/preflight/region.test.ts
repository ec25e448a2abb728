import { describe, expect, test } from "vitest";
import { checkRegion } from "../../src/preflight/region.ts";
import { account, credentials, examine, region, sessionOn, shop } from "./examine.ts";

const checked = async (asked: string) =>
  checkRegion({
    session: { ...sessionOn(account()), region: asked },
    credentials: async () => credentials(),
    journal: undefined,
    planned: undefined,
  });

test("a Region that is there and enabled, one that is switched off, and one that AWS does not have", async () => {
  expect(await checked(region)).toMatchObject([{ status: "ok" }]);
  const [off] = await checked("ap-east-1");
  expect(off).toMatchObject({ status: "problem", message: expect.stringContaining("not enabled") });
  expect(off?.hint).toContain("enable-region --region-name ap-east-1");
  const [nowhere] = await checked("eu-nowhere-9");
  expect(nowhere).toMatchObject({ status: "problem", message: "AWS has no Region eu-nowhere-9." });
});

describe("the network", () => {
  const network = async (change: Parameters<typeof account>[0], answers: object = {}) =>
    (await examine(account(change), shop(answers))).of("network");

  test("with public subnets in the zones that offer the instance type it is fine", async () => {
    const [finding] = await network(() => undefined);
    expect(finding?.status).toBe("ok");
    expect(finding?.message).toContain(`${region}a, ${region}b, ${region}c; t4g.small is offered there`);
  });

  test("no default VPC is a problem, with the command that makes one", async () => {
    const findings = await network(({ ec2 }) => {
      ec2.vpcs = [];
    });
    expect(findings).toMatchObject([{ status: "problem", message: `There is no default VPC in ${region}.` }]);
    expect(findings[0]?.hint).toContain(`aws ec2 create-default-vpc --region ${region}`);
  });

  test("a VPC of the config that is not there is a problem", async () => {
    const findings = await network(() => undefined, { vpc: "vpc-0123456789abcdef0" });
    expect(findings).toMatchObject([{ status: "problem", message: expect.stringContaining("vpc-0123456789abcdef0") }]);
  });

  test("public subnets in one zone only are a problem that names the zone", async () => {
    const [finding] = await network(({ ec2 }) => {
      ec2.subnets = ec2.subnets.slice(0, 1);
    });
    expect(finding?.status).toBe("problem");
    expect(finding?.message).toContain(`public subnets in ${region}a only`);
  });

  test("an instance type that does not exist is a problem", async () => {
    const [finding] = await network(() => undefined, { server: { instanceType: "t4g.huge" } });
    expect(finding).toMatchObject({ status: "problem", message: expect.stringContaining("t4g.huge") });
    expect(finding?.hint).toContain("--instance-type");
  });

  test("subnets that may not be looked at are unknown", async () => {
    const findings = await network(({ faults }) => {
      faults.push({ command: "DescribeSubnets", code: "UnauthorizedOperation", status: 403, times: 99 });
    });
    expect(findings).toMatchObject([
      { status: "unknown", message: expect.stringContaining("AWS denied ec2:DescribeSubnets") },
    ]);
  });
});
