import { expect, test } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { lastDeployment } from "../../src/resources/last-deployment.ts";
import { openedServices, runningInstance, type Services, tags } from "../sandbox/open-services.ts";

const names = { applicationName: "shop-prod", deploymentGroupName: "shop-prod" };
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
const failure = {
  event: "ApplicationStart",
  scriptName: "deploy/start.sh",
  message: "exit code 1",
  logTail: "no port",
};

async function withGroup() {
  const services = openedServices();
  const { iam, codedeploy, s3, clock } = services;
  const { Role } = await iam.createRole({ RoleName: "shop-prod-deploy", AssumeRolePolicyDocument: trust });
  await codedeploy.createApplication({ applicationName: "shop-prod", tags });
  clock.advance(10);
  await codedeploy.createDeploymentGroup({
    ...names,
    serviceRoleArn: Role!.Arn,
    ec2TagSet: { ec2TagSetList: [[{ ...tags[0]!, Type: "KEY_AND_VALUE" }]] },
    autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE"] },
    tags,
  });
  await s3.createBucket({ Bucket: "build", CreateBucketConfiguration: { LocationConstraint: "ap-northeast-2" } });
  for (const Key of ["one.zip", "two.zip"]) await s3.putObject({ Bucket: "build", Key, Body: "bundle" });
  return services;
}

const deploy = async ({ codedeploy, clock }: Services, key: string, seconds = 300): Promise<string> => {
  const revision = { revisionType: "S3" as const, s3Location: { bucket: "build", key, bundleType: "zip" as const } };
  const { deploymentId } = await codedeploy.createDeployment({ ...names, revision, description: `owner/shop@${key}` });
  clock.advance(seconds);
  return deploymentId!;
};

function last({ sandbox, clock }: Services, group = "shop-prod") {
  const aws = connect({
    region: "ap-northeast-2",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    clock,
    signal: new AbortController().signal,
    middleware: () => sandbox.middleware,
  });
  return lastDeployment(aws, { application: "shop-prod", group });
}

test("none yet, or no such group", async () => {
  const services = await withGroup();
  expect(await last(services)).toBeUndefined();
  expect(await last(services, "blog")).toBeUndefined();
});

test("the newest of several, with its revision and when it was", async () => {
  const services = await withGroup();
  await runningInstance(services, 120);
  await deploy(services, "one.zip");
  const at = services.clock.wall().toISOString();
  const id = await deploy(services, "two.zip");
  expect(await last(services)).toEqual({
    id,
    status: "Succeeded",
    createdAt: at,
    revision: "two.zip",
    description: "owner/shop@two.zip",
    failure: null,
    rolledBackBy: null,
  });
});

test("one that failed: the lifecycle event that did, and the rollback that followed", async () => {
  const services = await withGroup();
  const instanceId = await runningInstance(services, 120);
  await deploy(services, "one.zip");
  services.world.codedeploy.failNext = failure;
  const id = await deploy(services, "two.zip");
  expect(await last(services)).toMatchObject({
    id,
    status: "Failed",
    revision: "two.zip",
    failure: {
      code: "HEALTH_CONSTRAINTS",
      event: {
        instanceId,
        name: "ApplicationStart",
        script: "deploy/start.sh",
        message: "exit code 1",
        logTail: "no port",
      },
    },
    rolledBackBy: { id: expect.stringMatching(/^d-/), status: "Succeeded" },
  });
});

test("one that reached no server", async () => {
  const services = await withGroup();
  const id = await deploy(services, "one.zip");
  expect(await last(services)).toMatchObject({
    id,
    status: "Failed",
    failure: { code: "NO_INSTANCES", message: expect.stringContaining("no instances were found"), event: null },
  });
});

test("one that is under way", async () => {
  const services = await withGroup();
  await runningInstance(services, 120);
  const id = await deploy(services, "one.zip", 5);
  expect(await last(services)).toMatchObject({ id, status: "InProgress", failure: null });
});
