import { expect, test } from "vitest";
import { askAgent } from "../../src/deployments/agent.ts";
import { openSite } from "./site.ts";

test("an agent that runs, and one that does not", async () => {
  const { aws, poll, instanceId, world } = await openSite();
  expect(await askAgent(aws, poll, instanceId)).toEqual({ agent: "active" });
  world.ssm.stoppedAgents = [instanceId];
  expect(await askAgent(aws, poll, instanceId)).toEqual({ agent: "inactive", said: "inactive" });
});

test.each<[what: string, code: string, status: number, why: RegExp]>([
  ["nobody may ask", "AccessDeniedException", 400, /^AWS denied ssm:SendCommand/],
  ["Systems Manager does not know the server", "InvalidInstanceId", 400, /InvalidInstanceId/],
])("%s: that is unknown, with the reason", async (_what, code, status, why) => {
  const { aws, poll, instanceId, fault } = await openSite();
  fault({ command: "SendCommand", code, status });
  expect(await askAgent(aws, poll, instanceId)).toEqual({ agent: "unknown", why: expect.stringMatching(why) });
});

test("an answer that is not there yet is waited for, and one that never comes is given up on", async () => {
  const { aws, poll, clock, instanceId, fault } = await openSite();
  const early = { command: "GetCommandInvocation", code: "InvocationDoesNotExist", status: 400 };
  fault({ ...early, times: 3 });
  expect(await askAgent(aws, poll, instanceId)).toEqual({ agent: "active" });
  fault({ ...early, times: 1000 });
  const before = clock.now();
  const answer = await askAgent(aws, poll, instanceId);
  expect(answer).toEqual({ agent: "unknown", why: expect.stringContaining(`CodeDeploy agent on ${instanceId}`) });
  expect(clock.now() - before).toBeLessThan(25_000);
});

test("an expired session is none of the agent's troubles", async () => {
  const { aws, poll, instanceId, fault } = await openSite();
  fault({ command: "SendCommand", code: "ExpiredTokenException", status: 400 });
  await expect(askAgent(aws, poll, instanceId)).rejects.toMatchObject({ code: "session-expired" });
});
