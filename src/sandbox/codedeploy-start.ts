import type { RevisionLocation } from "@aws-sdk/client-codedeploy";
import type { DeploymentGroupRow, DeploymentRow, PlannedFailure } from "./codedeploy.ts";
import { runningSince } from "./ec2-instances.ts";
import type { Scene } from "./scene.ts";
import { takes } from "./times.ts";

/** Starts a deployment. How it will go is settled here, whatever becomes of its server and its bundle meanwhile. */
export function startDeployment(
  scene: Scene,
  asked: Omit<DeploymentRow, "id" | "beginsAt" | "traffic">,
): DeploymentRow {
  const row: DeploymentRow = {
    ...asked,
    id: `d-${scene.newId("").slice(1, 10).toUpperCase()}`,
    beginsAt: agentReady(scene, asked),
    traffic: trafficTime(scene, asked),
    failure: isStored(scene, asked.revision) ? asked.failure : noBundle,
  };
  scene.world.codedeploy.deployments.push(row);
  return row;
}

const noBundle: PlannedFailure = {
  event: "DownloadBundle",
  scriptName: "",
  message: "The specified key does not exist.",
  logTail: "",
};

function isStored({ world }: Scene, { s3Location }: RevisionLocation): boolean {
  const bucket = world.s3.buckets.find(({ name }) => name === s3Location?.bucket);
  return bucket?.versions.some(({ key }) => key === s3Location?.key) ?? false;
}

/** The first server's own set-up has to be through, which takes as long as its first health check. */
function agentReady(
  scene: Scene,
  { instanceIds, createdAt }: Pick<DeploymentRow, "instanceIds" | "createdAt">,
): number {
  const running = runningSince(scene, instanceIds[0] ?? "");
  return Math.max(createdAt + 2000, running === undefined ? 0 : running + takes(scene, "targetHealthy"));
}

/**
 * (HealthyThreshold x interval) + interval, in milliseconds. A load balancer counts only with traffic control.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-elastic-load-balancing.html
 */
function trafficTime({ world }: Scene, { application, group }: Pick<DeploymentRow, "application" | "group">): number {
  const groups = world.codedeploy.applications.find(({ name }) => name === application)?.groups;
  const settings: DeploymentGroupRow["settings"] | undefined = groups?.find(({ name }) => name === group)?.settings;
  if (settings?.deploymentStyle?.deploymentOption !== "WITH_TRAFFIC_CONTROL") return 0;
  const wanted = settings.loadBalancerInfo?.targetGroupInfoList?.[0]?.name;
  const check = world.elb.targetGroups.find(({ name }) => name === wanted)?.settings;
  return ((check?.HealthyThresholdCount ?? 5) + 1) * (check?.HealthCheckIntervalSeconds ?? 30) * 1000;
}
