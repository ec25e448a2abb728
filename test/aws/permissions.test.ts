import { expect, test } from "vitest";
import { explain } from "../../src/aws/failure.ts";

const denied = (service: string, operation: string, message: string) =>
  explain("denied", service, operation, Object.assign(new Error(message), { name: "AccessDenied" }));

const arn = "arn:aws:sts::123456789012:assumed-role/dev/mina";

test.each([
  ["s3", "DeleteObjects", "Access Denied", "s3:DeleteObject and s3:DeleteObjectVersion"],
  ["s3", "GetBucketEncryption", "Access Denied", "s3:GetEncryptionConfiguration"],
  ["ec2", "RunInstances", "You are not authorized to perform this operation.", "ec2:RunInstances"],
  [
    "rds",
    "CreateDBInstance",
    `User: ${arn} is not authorized to perform: rds:CreateDBInstance`,
    "rds:CreateDBInstance",
  ],
  [
    "ec2",
    "RunInstances",
    `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: iam:PassRole on resource: x`,
    "iam:PassRole",
  ],
  ["iam", "GetRole", "not authorized to perform: $(id):x`y`", "iam:GetRole"],
])("%s:%s, denied with %j, lacks %s", (service, operation, message, permission) => {
  const { message: said, hint } = denied(service, operation, message);
  const call = `${service}:${operation}`;
  expect(said).toContain(`AWS denied ${permission === call ? call : `${call} (permission ${permission})`}: `);
  expect(hint).toBe(`Let this user or role do ${permission}, then \`deploy-wizard resume\`.`);
});
