import { expect, test } from "vitest";
import { causeOf } from "../../src/deployments/cause.ts";
import { readFailure } from "../../src/deployments/failure.ts";
import { followDeployment } from "../../src/deployments/follow.ts";
import type { PlannedFailure } from "../../src/sandbox/codedeploy.ts";
import { failedStart, openSite, type Site } from "./site.ts";

async function failed({ aws, poll, tools, place, begin }: Site, failure?: PlannedFailure) {
  const info = await followDeployment(aws, poll, await begin("1.zip", failure), () => undefined);
  return () => readFailure(tools, place, info);
}

test("the event, its script and its last words; the agent has proven itself and is not asked", async () => {
  const site = await openSite();
  const read = await failed(site, failedStart);
  expect(await read()).toEqual({
    status: "Failed",
    code: "HEALTH_CONSTRAINTS",
    message: expect.stringContaining("too many individual instances failed"),
    event: {
      instanceId: site.instanceId,
      name: "ApplicationStart",
      diagnostics: {
        errorCode: "ScriptFailed",
        scriptName: "deploy/start.sh",
        message: failedStart.message,
        logTail: failedStart.logTail,
      },
    },
    begun: true,
    health: [],
    agent: undefined,
    unasked: [],
    instanceId: site.instanceId,
    region: "ap-northeast-2",
    port: 8080,
    healthCheck: "/health",
  });
  expect(site.calls).not.toContain("ssm SendCommand");
});

test("what the load balancer says is in words, and no reason for what failed before it was asked", async () => {
  const site = await openSite();
  site.world.elb.targetGroups[0]!.finding = {
    State: "unhealthy",
    Reason: "Target.ResponseCodeMismatch",
    Description: "Health checks failed with these codes: [404]",
  };
  const facts = await (await failed(site, failedStart))();
  expect(facts.health.map(String)).toEqual([expect.stringMatching(/^i-\w+ answers \/health with 404/)]);
  expect(String(causeOf(facts).why)).toBe("the script of ApplicationStart failed");
});

test.each(["AccessDenied", "ValidationError"])("%s for the health hides nothing of the rest", async (code) => {
  const site = await openSite();
  const read = await failed(site, failedStart);
  site.fault({ command: "DescribeTargetHealth", code, status: 403 });
  expect(await read()).toMatchObject({
    event: { name: "ApplicationStart" },
    health: [],
    unasked: [expect.stringContaining("elasticloadbalancing:DescribeTargetHealth")],
  });
  site.fault({ command: "DescribeTargetHealth", code: "ExpiredToken", status: 403 });
  await expect(read()).rejects.toMatchObject({ code: "session-expired" });
});

test("when no server began, the agent is asked", async () => {
  const site = await openSite();
  const read = await failed(site);
  const [row] = site.rows();
  Object.assign(row!, { instanceIds: [], failure: undefined });
  const facts = await read();
  expect(facts).toMatchObject({ event: undefined, begun: false, agent: { agent: "active" } });
  expect(facts.instanceId).toBe(site.instanceId);
  expect(facts.unasked).toEqual([]);
  site.fault({ command: "SendCommand", code: "AccessDeniedException", status: 400 });
  expect(await read()).toMatchObject({
    agent: { agent: "unknown" },
    unasked: [expect.stringContaining("ssm:SendCommand")],
  });
});
