import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AllocateAddressCommand,
  CreateSecurityGroupCommand,
  DescribeAddressesCommand,
  DescribeFpgaImagesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import { opened, refusal } from "./open.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  file = join(folder, "deeper", "world.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const group = (GroupName: string) => new CreateSecurityGroupCommand({ GroupName, Description: "app servers" });

test("answers the SDK's own clients without a network", async () => {
  const { sts, sandbox } = opened();
  const answer = await sts.send(new GetCallerIdentityCommand({}));
  expect(answer).toMatchObject({ Account: "000000000000", $metadata: { httpStatusCode: 200 } });
  expect(sandbox).toMatchObject({ account: "000000000000", region: "ap-northeast-2" });
});

test("says which command it does not know", async () => {
  const { ec2 } = opened();
  const unknown = ec2.send(new DescribeFpgaImagesCommand({}));
  await expect(unknown).rejects.toThrow("the sandbox does not know ec2 DescribeFpgaImages");
  expect(await refusal(unknown)).toBe("SandboxGap");
});

test("what it answers is a copy: nobody changes the world through it", async () => {
  const { ec2 } = opened();
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  Vpcs![0]!.CidrBlock = "10.0.0.0/8";
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs![0]!.CidrBlock).toBe("172.31.0.0/16");
});

describe("the file", () => {
  test("has every change before the answer is there, and only the owner reads it", async () => {
    const { ec2 } = opened({ file });
    await ec2.send(group("shop-prod-app"));
    expect(readFileSync(file, "utf8")).toContain("shop-prod-app");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("is not written when nothing has changed", async () => {
    const { ec2 } = opened({ file });
    await ec2.send(group("shop-prod-app"));
    const before = statSync(file).ino;
    await ec2.send(new DescribeVpcsCommand({}));
    expect(statSync(file).ino).toBe(before);
  });

  test("carries the world and its time over to the next process", async () => {
    const first = opened({ file });
    const { GroupId } = await first.ec2.send(group("shop-prod-app"));
    first.clock.advance(3600);
    first.sandbox.save();
    const second = opened({ file });
    expect(second.sandbox.world.now).toBe(first.clock.wall().getTime());
    const { SecurityGroups } = await second.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId!] }));
    expect(SecurityGroups![0]!.GroupName).toBe("shop-prod-app");
  });

  test("is read again when another process has changed it", async () => {
    const [one, other] = [opened({ file }), opened({ file })];
    await one.ec2.send(group("shop-prod-app"));
    await other.ec2.send(group("shop-prod-db"));
    expect(await refusal(one.ec2.send(group("shop-prod-db")))).toBe("InvalidGroup.Duplicate");
    expect(await refusal(other.ec2.send(group("shop-prod-app")))).toBe("InvalidGroup.Duplicate");
  });

  test("that is broken is an error with the way out, and is left as it is", () => {
    opened({ file }).sandbox.save();
    for (const text of ["", '{"version":1,', "{}", "null"]) {
      writeFileSync(file, text);
      expect(() => opened({ file })).toThrow(
        expect.objectContaining({ code: "state", hint: expect.stringContaining(`Remove ${file}`) }),
      );
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  });

  test.skipIf(process.getuid?.() === 0)("that cannot be read is an error", () => {
    opened({ file }).sandbox.save();
    chmodSync(file, 0);
    expect(() => opened({ file })).toThrow(/cannot be read/);
  });

  test("that cannot be written is an error, not a change that gets lost", async () => {
    const { ec2 } = opened({ file });
    mkdirSync(`${file}.${process.pid}.tmp`, { recursive: true });
    const call = ec2.send(group("shop-prod-app"));
    await expect(call).rejects.toMatchObject({ code: "state", message: expect.stringContaining("cannot be written") });
  });

  test("belongs to one region", () => {
    opened({ file }).sandbox.save();
    expect(() => openSandbox({ file, region: "us-east-1" })).toThrow(expect.objectContaining({ code: "state" }));
  });
});

describe("faults on demand", () => {
  test("a throttled call fails so many times and has done nothing", async () => {
    const { ec2, sandbox } = opened();
    sandbox.world.faults.push({ command: "AllocateAddress", code: "RequestLimitExceeded", status: 503, times: 2 });
    for (let time = 0; time < 2; time++) {
      expect(await refusal(ec2.send(new AllocateAddressCommand({})))).toBe("RequestLimitExceeded");
    }
    await ec2.send(new AllocateAddressCommand({}));
    expect(sandbox.world.ec2.addresses).toHaveLength(1);
    expect(sandbox.world.faults).toEqual([]);
  });

  test("a connection breaks", async () => {
    const { ec2, sandbox } = opened();
    sandbox.world.faults.push({ command: "DescribeVpcs", code: "ECONNRESET", status: 0, times: 1 });
    const call = ec2.send(new DescribeVpcsCommand({}));
    await expect(call).rejects.toMatchObject({ code: "ECONNRESET", name: "Error" });
  });

  test("a lost answer: AWS has acted all the same, and that is on disk", async () => {
    const { ec2, sandbox } = opened({ file });
    sandbox.world.faults.push({ command: "*", code: "InternalError", status: 500, times: 1, acts: true });
    const call = ec2.send(new AllocateAddressCommand({}));
    await expect(call).rejects.toMatchObject({ name: "InternalError", $metadata: { httpStatusCode: 500 } });
    expect(opened({ file }).sandbox.world).toMatchObject({ faults: [], ec2: { addresses: [{}] } });
  });
});

test("its own time runs faster than the machine's", async () => {
  const { clock } = openSandbox({ file: undefined, region: "ap-northeast-2", speed: 600 });
  const [started, wall] = [clock.now(), clock.wall().getTime()];
  await clock.sleep(6_000);
  expect(clock.now() - started).toBeGreaterThanOrEqual(5_000);
  expect(clock.wall().getTime() - wall).toBeGreaterThanOrEqual(5_000);
});

test("a slow world takes longer", async () => {
  const { ec2, clock, sandbox } = opened();
  sandbox.world.pace = "slow";
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
  clock.advance(3);
  const look = () => ec2.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId!] }));
  expect(await refusal(look())).toBe("InvalidAllocationID.NotFound");
  clock.advance(3);
  expect((await look()).Addresses).toHaveLength(1);
});

describe("DNS", () => {
  async function withZone(pastesAfterSeconds?: number) {
    const { sandbox, clock } = opened({ pastesAfterSeconds });
    const route53 = new Route53Client({ region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
    route53.middlewareStack.use(sandbox.middleware);
    const made = await route53.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "one" }));
    return { sandbox, clock, route53, zoneId: made.HostedZone!.Id!, nameServers: made.DelegationSet!.NameServers! };
  }

  test("nobody pastes the name servers unless that was asked for", async () => {
    const { sandbox, clock } = await withZone();
    expect(await sandbox.dns.delegation("example.com")).toEqual([]);
    clock.advance(86_400);
    expect(await sandbox.dns.delegation("example.com")).toEqual([]);
  });

  test("plays the person: so long after the first look, the registrar has them", async () => {
    const { sandbox, clock, nameServers } = await withZone(120);
    expect(await sandbox.dns.delegation("example.com")).toEqual([]);
    clock.advance(119);
    expect(await sandbox.dns.delegation("example.com")).toEqual([]);
    clock.advance(1);
    expect(await sandbox.dns.delegation("example.com")).toEqual(nameServers);
    expect(await sandbox.dns.delegation("other.com")).toEqual([]);
  });

  test("the zone answers once it is delegated to, the old provider before", async () => {
    const { sandbox, route53, zoneId, nameServers } = await withZone();
    const old = { name: "example.com", type: "TXT" as const, ttl: 60, values: ['"old"'] };
    sandbox.world.publicRecords.push(old);
    const record = {
      Name: "example.com",
      Type: "TXT" as const,
      TTL: 300,
      ResourceRecords: [{ Value: '"new"' }],
    };
    await route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: record }] },
      }),
    );
    expect(await sandbox.dns.records("example.com", "TXT")).toEqual(old);
    sandbox.world.delegations["example.com"] = { nameServers, since: sandbox.world.now };
    expect(await sandbox.dns.records("example.com", "TXT")).toEqual({ ...old, ttl: 300, values: ['"new"'] });
    expect(await sandbox.dns.records("example.com", "MX")).toBeUndefined();
  });

  test("a delegation to somebody else's name servers leaves the zone unasked", async () => {
    const { sandbox } = await withZone();
    sandbox.world.delegations["example.com"] = { nameServers: ["ns1.elsewhere.net"], since: 0 };
    expect(await sandbox.dns.delegation("example.com")).toEqual(["ns1.elsewhere.net"]);
    expect(await sandbox.dns.records("example.com", "NS")).toBeUndefined();
  });

  test("a wildcard answers for the names that have no record of their own", async () => {
    const { sandbox } = opened();
    const address = { type: "A" as const, ttl: 60 };
    sandbox.world.publicRecords.push(
      { ...address, name: "*.example.com", values: ["192.0.2.1"] },
      { ...address, name: "mail.example.com", values: ["192.0.2.2"] },
    );
    expect(await sandbox.dns.records("unlikely.example.com", "A")).toMatchObject({ values: ["192.0.2.1"] });
    expect(await sandbox.dns.records("mail.example.com", "A")).toMatchObject({ values: ["192.0.2.2"] });
  });
});

test("inputs that the service models let through are refused as AWS does", async () => {
  const { ec2, ssm } = opened();
  const create = (GroupName: string, Description: string) =>
    refusal(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description })));
  expect(await create("shop-prod-app", "it's ours")).toBe("InvalidParameterValue");
  expect(await create("shop > app", "ours")).toBe("InvalidParameterValue");
  expect(await create("sg-app", "ours")).toBe("InvalidParameterValue");
  const put = (Name: string, Value: string) =>
    refusal(ssm.send(new PutParameterCommand({ Name, Value, Type: "String" })));
  expect(await put("/aws/x", "1")).toBe("ValidationException");
  expect(await put("/deploy-wizard/x", "")).toBe("ValidationException");
  expect(await put("/deploy-wizard/x", "x".repeat(4097))).toBe("ValidationException");
});
