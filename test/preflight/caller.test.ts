import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { principalOf } from "../../src/preflight/caller.ts";
import { account, sessionOn } from "./examine.ts";

const number = "000000000000";
const principal = (arn: string, sandbox = account()) => principalOf(sessionOn(sandbox).aws, { arn, account: number });

test("a user is judged as itself", async () => {
  const arn = `arn:aws:iam::${number}:user/team/mina`;
  expect(await principal(arn)).toEqual({ arn });
});

test("a session is judged as its role, with the path that its own ARN leaves out", async () => {
  const sandbox = account();
  const RoleName = "AWSReservedSSO_Admin_0123456789abcdef";
  const Path = "/aws-reserved/sso.amazonaws.com/ap-northeast-2/";
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await sessionOn(sandbox).aws.iam(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trust }));
  expect(await principal(`arn:aws:sts::${number}:assumed-role/${RoleName}/mina@example.com`, sandbox)).toEqual({
    arn: `arn:aws:iam::${number}:role${Path}${RoleName}`,
  });
});

test("a role that may not be looked at is taken to have no path", async () => {
  const sandbox = account((world) => {
    world.faults.push({ command: "GetRole", code: "AccessDenied", status: 403, times: 1 });
  });
  expect(await principal(`arn:aws:sts::${number}:assumed-role/deployer/ci`, sandbox)).toEqual({
    arn: `arn:aws:iam::${number}:role/deployer`,
  });
});

test("root and federated users cannot be judged", async () => {
  expect(await principal(`arn:aws:iam::${number}:root`)).toEqual({ no: "root" });
  expect(await principal(`arn:aws:sts::${number}:federated-user/mina`)).toEqual({ no: "neither user nor role" });
});
