import { expect, test } from "vitest";
import { type EndedEvent, followDeployment } from "../../src/deployments/follow.ts";
import { followRollback } from "../../src/deployments/rollback.ts";
import { failedStart, openSite } from "./site.ts";

const withTraffic = [
  ...["BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic"],
  ...["ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall"],
  ...["ApplicationStart", "ValidateService"],
  ...["BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic"],
];

test("each event is told once, in order, when it has ended; before that, what is going on", async () => {
  const { aws, poll, begin, instanceId, waits } = await openSite();
  const told: EndedEvent[] = [];
  const info = await followDeployment(aws, poll, await begin("1.zip"), (event) => told.push(event));
  expect(info.status).toBe("Succeeded");
  expect(told.map(({ name }) => name)).toEqual(withTraffic);
  expect(told.every((event) => event.instanceId === instanceId && event.status === "Succeeded")).toBe(true);
  expect(told.find(({ name }) => name === "BlockTraffic")?.seconds).toBeGreaterThan(5);
  const reasons = waits.map(({ reason }) => String(reason));
  // A deployment that has not started has no targets to list, which CodeDeploy calls an error.
  expect(reasons[0]).toBe("no server has begun yet");
  expect(reasons).toContain(`ApplicationStart on ${instanceId}`);
});

test("a failure is an answer, and the rollback that follows is found and followed", async () => {
  const { aws, poll, tools, begin, rows, settle } = await openSite();
  await begin("1.zip");
  await settle();
  const told: EndedEvent[] = [];
  const info = await followDeployment(aws, poll, await begin("2.zip", failedStart), (event) => told.push(event));
  expect(info).toMatchObject({ status: "Failed", errorInformation: { code: "HEALTH_CONSTRAINTS" } });
  expect(told.at(-1)).toMatchObject({ name: "ApplicationStart", status: "Failed" });

  const begun: string[] = [];
  const back: EndedEvent[] = [];
  const rollback = await followRollback(
    tools,
    info,
    (id) => begun.push(id),
    (event) => back.push(event),
  );
  const { id } = rows().at(-1)!;
  expect(rollback).toEqual({ id, status: "Succeeded" });
  expect(begun).toEqual([id]);
  expect(back.map(({ name }) => name)).toEqual(withTraffic);
});

test("without a revision before it nothing is put back, and nobody waits long for that", async () => {
  const { aws, poll, clock, tools, begin } = await openSite();
  const info = await followDeployment(aws, poll, await begin("1.zip", failedStart), () => undefined);
  const before = clock.now();
  const never = () => expect.fail("nothing begins");
  expect(await followRollback(tools, info, never, never)).toBeUndefined();
  expect(clock.now() - before).toBeLessThan(40_000);
});

test("one that somebody stopped ends the wait, and nothing is put back by itself", async () => {
  const { aws, poll, clock, tools, begin, rows } = await openSite();
  const id = await begin("1.zip");
  clock.advance(10);
  Object.assign(rows()[0]!, { stoppedAt: clock.wall().getTime() });
  const info = await followDeployment(aws, poll, id, () => undefined);
  expect(info.status).toBe("Stopped");
  const never = () => expect.fail("nothing begins");
  expect(await followRollback(tools, info, never, never)).toBeUndefined();
});

test("a connection that breaks is no end; a session that expires is one, with exit code 3", async () => {
  const { aws, poll, begin, fault } = await openSite();
  const id = await begin("1.zip");
  fault({ command: "GetDeployment", times: 2 });
  fault({ command: "BatchGetDeploymentTargets", code: "Throttling", status: 400, times: 2 });
  expect((await followDeployment(aws, poll, id, () => undefined)).status).toBe("Succeeded");
  const next = await begin("2.zip");
  fault({ command: "ListDeploymentTargets", code: "ExpiredTokenException", status: 400 });
  const expired = followDeployment(aws, poll, next, () => undefined);
  await expect(expired).rejects.toMatchObject({ code: "session-expired", exitCode: 3 });
});

test("who gives up waiting is told that the deployment goes on", async () => {
  const { aws, poll, begin } = await openSite();
  const impatient: typeof poll = (wait, look) => poll({ ...wait, timeoutSeconds: 5 }, look);
  const given = followDeployment(aws, impatient, await begin("1.zip"), () => undefined);
  await expect(given).rejects.toMatchObject({
    code: "timeout",
    hint: expect.stringMatching(/goes on by itself; `deploy-wizard status --watch`/),
  });
});
