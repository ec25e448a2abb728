import { renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { initShop, linesOf, project, resultOf, stateFile, worldFile } from "../cli/project.ts";
import { openPty } from "../support/pty.ts";

interface Looked {
  health: { up: boolean | null; verdict: string; code: string; reason: string | null };
  outputs: { url: string };
}

/** Long enough ago for whatever follows from it. */
const hour = 3_600_000;

const finding = (world: World, Reason: string, Description: string) => {
  world.elb.targetGroups[0]!.finding = { State: "unhealthy", Reason: Reason as "Target.Timeout", Description };
};

const troubles: [what: string, change: (world: World) => void, headline: RegExp, code: string][] = [
  ["nothing", () => undefined, /^up: https:\/\/example\.com$/, "up"],
  [
    "the instance is stopped",
    ({ ec2, now }) => Object.assign(ec2.instances[0]!, { phase: "stopped", phaseAt: now - hour }),
    /^not up: instance shop-prod-server is stopped$/,
    "resource-out",
  ],
  [
    "the instance is gone",
    ({ ec2, now }) => Object.assign(ec2.instances[0]!, { phase: "terminated", phaseAt: now - 2 * hour }),
    /^not up: instance shop-prod-server does not exist any more$/,
    "resource-out",
  ],
  [
    "the https listener is deleted",
    ({ elb }) => {
      elb.listeners = elb.listeners.filter(({ port }) => port !== 443);
    },
    /^not up: listener 443 \(HTTPS\) does not exist any more$/,
    "resource-out",
  ],
  [
    "the health check finds nothing",
    (world) => finding(world, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]"),
    /^not up: i-\w+ answers \/actuator\/health with 404: there is nothing at that path/,
    "server-unhealthy",
  ],
  [
    "the health check needs a login",
    (world) => finding(world, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [401]"),
    /^not up: i-\w+ answers \/actuator\/health with 401: that path must be open without a login$/,
    "server-unhealthy",
  ],
  [
    "the health check gets no answer",
    (world) => finding(world, "Target.Timeout", "Request timed out"),
    /^not up: i-\w+ does not answer \/actuator\/health in time/,
    "server-unhealthy",
  ],
  [
    "nothing is listening",
    (world) => finding(world, "Target.FailedHealthChecks", "Health checks failed"),
    /^not up: i-\w+ refuses connections: nothing is listening on port 8080 yet$/,
    "server-unhealthy",
  ],
  [
    "the name servers were changed back",
    ({ delegations }) =>
      Object.assign(delegations["example.com"]!, { nameServers: ["ns1.gandi.net", "ns2.gandi.net"] }),
    /^not up: the name servers are not those of Route 53 yet: .*ns1\.gandi\.net/,
    "not-delegated",
  ],
  [
    "a deployment failed, and what ran before it still runs",
    ({ codedeploy, ec2, now }) => {
      const { id } = ec2.instances[0]!;
      codedeploy.deployments.push({
        id: "d-FAILED123",
        application: "shop-prod-app",
        group: "shop-prod-group",
        revision: { revisionType: "S3", s3Location: { bucket: "build", key: "4f2a9c.zip" } },
        creator: "user",
        instanceIds: [id],
        createdAt: now - 2 * hour,
        beginsAt: now - 2 * hour,
        traffic: 0,
        settled: true,
        failure: { event: "ApplicationStart", scriptName: "deploy/start.sh", message: "exit code 1", logTail: "" },
      });
    },
    /^up: https:\/\/example\.com$/,
    "up",
  ],
];

test("each trouble is the headline, for people and as JSON, and the exit code stays 0", async () => {
  const { expectRun, read, write } = project();
  await expectRun(3, initShop);
  const waiting = await expectRun(0, ["status"]);
  expect(waiting.stdout.replace(/\n +/g, " ")).toMatch(
    /^coming up: there is no https listener yet, because the certificate is not issued, because the name servers/,
  );
  await expectRun(0, ["resume", "--wait"]);
  const whole = read(worldFile);
  const state = read(stateFile);

  for (const [what, change, headline, code] of troubles) {
    const world = JSON.parse(whole) as World;
    change(world);
    write(worldFile, JSON.stringify(world));
    const { health, outputs } = resultOf(await expectRun(0, ["status", "--json"])) as unknown as Looked;
    expect(health, what).toMatchObject({ code, up: code === "up" });
    expect(code === "up" ? `up: ${outputs.url}` : `not up: ${health.reason}`, what).toMatch(headline);
  }

  // The last of them is the failed deployment.
  const failed = await expectRun(0, ["status"]);
  expect(linesOf(failed.stdout)[0]).toBe("up: https://example.com");
  expect(failed.stdout).toContain("Deployment d-FAILED123 did not succeed; what ran before it still runs.");
  expect(failed.stdout).toMatch(
    /d-FAILED123 {2}Failed, 2 h ago\n {2}of 4f2a9c\.zip\n {2}failed at ApplicationStart on i-/,
  );
  const { lastDeployment, monthlyCost, links } = resultOf(await expectRun(0, ["status", "--json"]));
  expect(lastDeployment).toMatchObject({ id: "d-FAILED123", failure: { event: { name: "ApplicationStart" } } });
  expect(monthlyCost).toMatchObject({ currency: "USD", total: expect.any(Number), lines: expect.any(Array) });
  expect(links).toContainEqual({ key: "rds.instance", url: expect.stringContaining("#database:id=shop-prod-db") });
  expect(read(stateFile)).toBe(state);
});

test("what destroy kept is what there is to see, and to pay for", async () => {
  const { expectRun } = project();
  await expectRun(0, [...initShop, "--wait"]);
  await expectRun(0, ["destroy", "--confirm", "shop"]);
  const { stdout } = await expectRun(0, ["status"]);
  expect(linesOf(stdout)[0]).toBe("not up: it was taken down; what was kept is below");
  expect(stdout).toMatch(/route53\.zone +kept/);
  expect(stdout).toMatch(/about \$\d+\.\d\d a month/);
});

test("without a state there is nothing to look at", async () => {
  const { run } = project();
  expect((await run(["status"])).code).toBe(2);
});

test("CodeDeploy that may not be asked is one line, not an end", async () => {
  const { expectRun, read, write } = project();
  await expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none"]);
  const world = JSON.parse(read(worldFile)) as World;
  world.faults.push({ command: "ListDeployments", code: "AccessDeniedException", status: 400, times: 1 });
  write(worldFile, JSON.stringify(world));
  const { stdout } = await expectRun(0, ["status"]);
  expect(stdout).toMatch(/Last deployment\n {2}could not be asked: AWS denied codedeploy:ListDeployments/);
  expect(linesOf(stdout)[0]).toMatch(/^up: http:\/\/shop-prod-alb/);
});

test.each([
  ["DescribeInstances", /^cannot tell: AWS does not show instance shop-prod-server/],
  ["GetPublicAccessBlock", /^up: http:\/\/shop-prod-alb/],
])("a resource that AWS does not show (%s) hides no other, and is not called broken", async (command, headline) => {
  const { expectRun, read, write } = project();
  await expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none"]);
  const world = JSON.parse(read(worldFile)) as World;
  world.faults.push({ command, code: "AccessDeniedException", status: 400, times: 9 });
  write(worldFile, JSON.stringify(world));
  const { stdout } = await expectRun(0, ["status"]);
  expect(linesOf(stdout)[0]).toMatch(headline);
  expect(stdout).toMatch(/it could not be looked at: AWS denied \w+:\w+/);
});

test("--watch is not for --json", async () => {
  const { expectRun } = project();
  const { events } = await expectRun(2, ["status", "--watch", "--json"]);
  expect(events[0]).toMatchObject({ type: "error", code: "usage", message: expect.stringContaining("--watch") });
});

/** A rehearsal that is up, and a watch on it in a terminal. */
async function watched(rows: number, env: Record<string, string> = {}) {
  const { expectRun, folder, read, write } = project();
  await expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none"]);
  const args = ["status", "--watch", "120", "--sandbox"];
  const pty = await openPty({ args, cwd: folder, columns: 80, rows, env });
  await pty.waitFor(/up: http/);
  // The watch writes the sandbox's time into the same file, and may do so over a change: then it is made once more.
  const stopInstance = async () => {
    while (!/not up: instance shop-prod-server is stopped/.test(pty.screen())) {
      const world = JSON.parse(read(worldFile)) as World;
      Object.assign(world.ec2.instances[0]!, { phase: "stopped", phaseAt: world.now - hour });
      write(`${worldFile}.new`, JSON.stringify(world));
      renameSync(join(folder, `${worldFile}.new`), join(folder, worldFile));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  };
  return { pty, stopInstance };
}

/** Time for several looks. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2000));

test("--watch prints a new look only when something changed where it cannot redraw", async () => {
  const { pty, stopInstance } = await watched(80, { TERM: "dumb" });
  await aWhile();
  await stopInstance();
  await aWhile();
  pty.press("ctrl-c");
  expect(await pty.exit).toBe(0);
  // A change below the headline, such as a server that is stopping, is a new look under the same headline.
  const headlines = pty
    .lines()
    .filter((line) => /^(up|not up|coming up|cannot tell):/.test(line))
    .filter((line, index, all) => line !== all[index - 1]);
  expect(headlines).toEqual([expect.stringMatching(/^up: http/), "not up: instance shop-prod-server is stopped"]);
});

test("--watch redraws in place on a terminal, within its rows, until Ctrl-C, which is no failure", async () => {
  const { pty, stopInstance } = await watched(20);
  await stopInstance();
  const screen = pty.screen();
  expect(screen).not.toMatch(/^up:/m);
  expect(screen.split("\n").length).toBeLessThanOrEqual(20);
  pty.press("ctrl-c");
  expect(await pty.exit).toBe(0);
  expect(pty.lines().length).toBeLessThanOrEqual(24);
  expect(pty.cursorIsVisible()).toBe(true);
});
