import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { openedServices, runningInstance, tags } from "./open-services.ts";

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
const names = { applicationName: "shop-prod", deploymentGroupName: "shop-prod" };
const revision = {
  revisionType: "S3" as const,
  s3Location: { bucket: "shop-prod-build", key: "1.zip", bundleType: "zip" as const },
};

async function withGroup({ fresh = false } = {}) {
  const services = openedServices();
  const { iam, codedeploy, clock } = services;
  const { Role } = await iam.createRole({ RoleName: "shop-prod-deploy", AssumeRolePolicyDocument: trust });
  await codedeploy.createApplication({ applicationName: "shop-prod", tags });
  const group = {
    ...names,
    serviceRoleArn: Role!.Arn,
    ec2TagSet: { ec2TagSetList: [[{ ...tags[0]!, Type: "KEY_AND_VALUE" as const }]] },
    autoRollbackConfiguration: { enabled: true, events: ["DEPLOYMENT_FAILURE" as const] },
    tags,
  };
  const create = () => codedeploy.createDeploymentGroup(group);
  if (!fresh) {
    clock.advance(10);
    await create();
  }
  return { ...services, create };
}

async function withServer() {
  const services = await withGroup();
  const { s3, codedeploy } = services;
  const LocationConstraint = "ap-northeast-2" as const;
  await s3.createBucket({ Bucket: "shop-prod-build", CreateBucketConfiguration: { LocationConstraint } });
  await s3.putObject({ Bucket: "shop-prod-build", Key: "1.zip", Body: "bundle" });
  const instanceId = await runningInstance(services, 120);
  const deploy = async (changes = {}) =>
    (await codedeploy.createDeployment({ ...names, revision, ...changes })).deploymentId!;
  const look = async (deploymentId: string) => (await codedeploy.getDeployment({ deploymentId })).deploymentInfo!;
  return { ...services, instanceId, deploy, look };
}

test("names are unique, tags are kept, and a group's application has to exist", async () => {
  const { codedeploy, create } = await withGroup();
  const again = codedeploy.createApplication({ applicationName: "shop-prod" });
  expect(await refusal(again)).toBe("ApplicationAlreadyExistsException");
  expect(await refusal(create())).toBe("DeploymentGroupAlreadyExistsException");
  const arn = "arn:aws:codedeploy:ap-northeast-2:000000000000";
  for (const ResourceArn of [`${arn}:application:shop-prod`, `${arn}:deploymentgroup:shop-prod/shop-prod`]) {
    expect((await codedeploy.listTagsForResource({ ResourceArn })).Tags).toEqual(tags);
  }
  const { application } = await codedeploy.getApplication({ applicationName: "shop-prod" });
  expect(application!.createTime).toBeInstanceOf(Date);
  expect(await refusal(codedeploy.getApplication({ applicationName: "blog" }))).toBe(
    "ApplicationDoesNotExistException",
  );
  const other = codedeploy.getDeploymentGroup({ ...names, deploymentGroupName: "blog" });
  expect(await refusal(other)).toBe("DeploymentGroupDoesNotExistException");
});

test("a fresh role is not known yet", async () => {
  const { clock, create } = await withGroup({ fresh: true });
  expect(await refusal(create())).toBe("InvalidRoleException");
  clock.advance(6);
  await create();
});

test("an update replaces what it sends and leaves the rest; deletes succeed twice", async () => {
  const { codedeploy } = await withGroup();
  await codedeploy.updateDeploymentGroup({
    applicationName: "shop-prod",
    currentDeploymentGroupName: "shop-prod",
    deploymentConfigName: "CodeDeployDefault.AllAtOnce",
  });
  const { deploymentGroupInfo } = await codedeploy.getDeploymentGroup(names);
  expect(deploymentGroupInfo).toMatchObject({
    deploymentConfigName: "CodeDeployDefault.AllAtOnce",
    autoRollbackConfiguration: { enabled: true },
  });
  for (let time = 0; time < 2; time++) {
    await codedeploy.deleteDeploymentGroup(names);
    await codedeploy.deleteApplication({ applicationName: "shop-prod" });
  }
  expect((await codedeploy.listApplications({})).applications).toEqual([]);
});

test("a deployment runs through the lifecycle events of its server", async () => {
  const { codedeploy, clock, instanceId, deploy, look } = await withServer();
  const deploymentId = await deploy({ description: "run 1" });
  expect(await look(deploymentId)).toMatchObject({ status: "Created", description: "run 1" });
  await expect(deploy()).rejects.toMatchObject({ name: "DeploymentLimitExceededException" });
  clock.advance(20);
  expect(await look(deploymentId)).toMatchObject({ status: "InProgress", deploymentOverview: { InProgress: 1 } });
  clock.advance(30);
  expect(await look(deploymentId)).toMatchObject({ status: "Succeeded", deploymentOverview: { Succeeded: 1 } });
  const { targetIds } = await codedeploy.listDeploymentTargets({ deploymentId });
  expect(targetIds).toEqual([instanceId]);
  const { deploymentTargets } = await codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds });
  const events = deploymentTargets![0]!.instanceTarget!.lifecycleEvents!;
  expect(events.map(({ lifecycleEventName }) => lifecycleEventName)).toContain("ApplicationStart");
  expect(events.every(({ status }) => status === "Succeeded")).toBe(true);
  const ended = codedeploy.stopDeployment({ deploymentId });
  expect(await refusal(ended)).toBe("DeploymentAlreadyCompletedException");
  const { deployments } = await codedeploy.listDeployments({ ...names, includeOnlyStatuses: ["Succeeded"] });
  expect(deployments).toEqual([deploymentId]);
});

test("with traffic control, a load balancer's health check decides how long the traffic's events take", async () => {
  const services = await withServer();
  const { codedeploy, clock, elb, ec2, deploy, look } = services;
  const { Vpcs } = await ec2.describeVpcs({});
  await elb.createTargetGroup({
    Name: "shop-prod-app",
    Protocol: "HTTP",
    Port: 8080,
    VpcId: Vpcs![0]!.VpcId,
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 4,
    HealthyThresholdCount: 2,
  });
  await codedeploy.updateDeploymentGroup({
    applicationName: "shop-prod",
    currentDeploymentGroupName: "shop-prod",
    deploymentStyle: { deploymentType: "IN_PLACE", deploymentOption: "WITH_TRAFFIC_CONTROL" },
    loadBalancerInfo: { targetGroupInfoList: [{ name: "shop-prod-app" }] },
  });
  const deploymentId = await deploy();
  clock.advance(76);
  expect((await look(deploymentId)).status).toBe("InProgress");
  clock.advance(1);
  expect((await look(deploymentId)).status).toBe("Succeeded");
});

test("a failed script tells its name and its log, and the last good revision comes back", async () => {
  const { codedeploy, clock, world, instanceId, deploy, look } = await withServer();
  await deploy();
  clock.advance(60);
  const planned = { event: "ApplicationStart", scriptName: "deploy/start.sh", message: "exit 1", logTail: "no java" };
  world.codedeploy.failNext = planned;
  const deploymentId = await deploy();
  clock.advance(60);
  const failed = await look(deploymentId);
  expect(failed).toMatchObject({ status: "Failed", errorInformation: { code: "HEALTH_CONSTRAINTS" } });
  const { deploymentTarget } = await codedeploy.getDeploymentTarget({ deploymentId, targetId: instanceId });
  const events = deploymentTarget!.instanceTarget!.lifecycleEvents!;
  expect(events.find(({ status }) => status === "Failed")).toMatchObject({
    lifecycleEventName: "ApplicationStart",
    diagnostics: { errorCode: "ScriptFailed", scriptName: "deploy/start.sh", logTail: "no java" },
  });
  expect(events.at(-1)!.status).toBe("Skipped");
  const rollback = await look(failed.rollbackInfo!.rollbackDeploymentId!);
  expect(rollback).toMatchObject({ creator: "codeDeployRollback", revision });
});

test("a bundle that is not there fails the download, and no server is a failure too", async () => {
  const { clock, ec2, instanceId, deploy, look } = await withServer();
  const lost = await deploy({ revision: { ...revision, s3Location: { ...revision.s3Location, key: "2.zip" } } });
  clock.advance(60);
  expect((await look(lost)).status).toBe("Failed");
  await ec2.terminateInstances({ InstanceIds: [instanceId] });
  const nowhere = await look(await deploy());
  expect(nowhere).toMatchObject({ status: "Failed", errorInformation: { code: "NO_INSTANCES" } });
});
