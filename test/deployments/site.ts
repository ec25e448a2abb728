/** A shop on the sandbox, and deployments to it without the wizard's own command around them. */
import type { AwsTools } from "../../src/aws/tools.ts";
import type { Place } from "../../src/deployments/place.ts";
import { startDeployment } from "../../src/deployments/start.ts";
import { createPoll, type Progress } from "../../src/engine/poll.ts";
import type { PlannedFailure } from "../../src/sandbox/codedeploy.ts";
import type { World } from "../../src/sandbox/world.ts";
import { madeShop, region, sessionOn } from "../preflight/examine.ts";
import type { ManualClock } from "../support/manual-clock.ts";

export const failedStart: PlannedFailure = {
  event: "ApplicationStart",
  scriptName: "deploy/start.sh",
  message: "Script at specified location: deploy/start.sh run as user root failed with exit code 1",
  logTail: "LifecycleEvent - ApplicationStart\nScript - deploy/start.sh\n[stdout]starting the app\n[stderr]boom\n",
};

export async function openSite(answers: object = {}) {
  const { sandbox, state } = await madeShop({ database: null, assets: false, ...answers });
  const calls: string[] = [];
  const { aws, signal } = sessionOn(sandbox, calls);
  const clock = sandbox.clock as ManualClock;
  const waits: Progress[] = [];
  const poll = createPoll({
    clock,
    signal,
    intervalSeconds: undefined,
    timeoutSeconds: 3600,
    onWait: (progress) => waits.push(progress),
  });
  const output = <T>(key: string) => (state.get(key) as { output: T } | undefined)?.output;
  const bucket = output<{ name: string }>("s3.build-bucket")!.name;
  const instanceId = output<{ instanceId: string }>("ec2.instance")!.instanceId;
  const place: Place = {
    application: output<{ name: string }>("codedeploy.application")!.name,
    group: output<{ name: string }>("codedeploy.deployment-group")!.name,
    region,
    bucket,
    instanceIds: [instanceId],
    targetGroupArn: output<{ arn: string }>("alb.target-group")?.arn ?? null,
    port: 8080,
    healthCheck: "/health",
  };
  const { world } = sandbox;
  const rows = () => world.codedeploy.deployments;
  const store = (key: string) => {
    const found = world.s3.buckets.find(({ name }) => name === bucket)!;
    found.versions.unshift({ key, versionId: key, size: 3, etag: '"e"', storedAt: 0 });
  };
  let count = 0;
  return {
    aws,
    clock,
    poll,
    place,
    instanceId,
    world,
    waits,
    calls,
    rows,
    /** What `readFailure` and `followRollback` need of the tools. */
    tools: { aws, poll } as AwsTools,
    fault: (how: Partial<World["faults"][number]>) =>
      world.faults.push({ command: "*", code: "ECONNRESET", status: 0, times: 1, ...how }),
    store,
    /** Puts a bundle of that name into the bucket and deploys it; `failure` is how it will end. */
    async begin(key: string, failure?: PlannedFailure): Promise<string> {
      if (!world.s3.buckets.some(({ versions }) => versions.some((row) => row.key === key))) store(key);
      if (failure) world.codedeploy.failNext = failure;
      count += 1;
      const settings = { token: `t${count}`, about: "a test", ignoreStopFailures: false };
      return startDeployment(aws, place, { bucket, key }, settings);
    },
    /** Until whatever goes on by itself has come to its end, the rollback after a failure, too. */
    async settle(): Promise<void> {
      clock.advance(600);
      sandbox.answer("codedeploy", "ListDeployments", {});
      clock.advance(600);
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;
