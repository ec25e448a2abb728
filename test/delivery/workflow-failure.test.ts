import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { calledActions } from "./workflow-projects.ts";
import { type Fate, missingPrograms, openStage, outcomes, type Stage } from "./workflow-stage.ts";

const skipped = missingPrograms().length > 0 || !(await motoAvailable());
const server = "i-0123456789abcdef0";
const log = [
  "[stderr] \u001b[31mport 8080 is taken\u001b[0m",
  "~~~~",
  "```",
  "</pre><img src=x onerror=alert(1)> & more",
  "::error::forged",
  "::warning title=x::forged too",
].join("\n");

const event = (lifecycleEventName: string, status: string, diagnostics?: object) => ({
  lifecycleEventName,
  status,
  ...(diagnostics && { diagnostics }),
});

const startFailed: Fate = {
  statuses: ["InProgress", "Failed"],
  error: { code: "HEALTH_CONSTRAINTS", message: "too many <individual> instances failed" },
  targets: [
    {
      targetId: server,
      status: "Failed",
      lifecycleEvents: [
        event("AfterInstall", "Succeeded", { errorCode: "Success", scriptName: "deploy/install.sh", logTail: "fine" }),
        event("ApplicationStart", "Failed", {
          errorCode: "ScriptFailed",
          scriptName: "deploy/start.sh",
          message: "exit code 1",
          logTail: log,
        }),
        event("ValidateService", "Skipped"),
      ],
    },
  ],
  rollback: { statuses: ["InProgress"] },
};

describe.skipIf(skipped)("a deployment that goes wrong, on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());
  beforeEach(() => stage.next());

  test("fails the job, and the summary has the event, its log, and what is put back", async () => {
    await stage.next({ statuses: ["Succeeded"] }, startFailed);
    const good = await stage.push();
    const run = await stage.push();
    expect(run.conclusion).toBe("failure");
    expect(outcomes(run).slice(-2)).toEqual(["Deploy: failure", "Say what happened: success"]);
    const [, failed, rollback] = await stage.aws.deployments();
    expect(run.summary).toBe(
      [
        `## Deployment ${failed!.deploymentId}`,
        "Failed",
        "",
        "<p>HEALTH_CONSTRAINTS: too many &lt;individual&gt; instances failed</p>",
        "",
        `### ApplicationStart on ${server}: Failed`,
        "<p>deploy/start.sh ScriptFailed exit code 1</p>",
        "",
        "<pre>[stderr] port 8080 is taken",
        "~~~~",
        "```",
        "&lt;/pre&gt;&lt;img src=x onerror=alert(1)&gt; &amp; more",
        "::error::forged",
        "::warning title=x::forged too</pre>",
        "",
        `CodeDeploy puts the previous revision back: \`${good.sha}.zip\`, deployment \`${rollback!.deploymentId}\`, InProgress.`,
        "",
      ].join("\n"),
    );
    // It asked for no more than its role may do (workflow-access.test.ts).
    const actions = new Set(run.calls.map(({ service, operation }) => `${service}:${operation}`));
    expect([...actions].sort()).toEqual(calledActions);
    // The log shows the same, and none of its lines is a command.
    expect(run.log).toContain(run.summary);
    expect(run.annotations).toMatchObject({ errors: [], warnings: [] });
    expect(stage.moto.violations()).toEqual([]);
  });

  test("with nothing to go back to says so, and where no server began, asks for its agent", async () => {
    const lifecycleEvents = [event("ApplicationStop", "Pending"), event("ValidateService", "Skipped")];
    const targets = [{ targetId: server, status: "Failed", lifecycleEvents }];
    await stage.next({ statuses: ["Failed"], error: { code: "HEALTH_CONSTRAINTS", message: "-" }, targets });
    const run = await stage.push();
    expect(run.conclusion).toBe("failure");
    expect(run.summary).toContain(`### ${server} has begun nothing\nIs its CodeDeploy agent alive?`);
    expect(run.summary).toContain("No rollback has begun");
  });

  test("that reaches no server says that", async () => {
    await stage.next({ statuses: ["Stopped"] });
    const run = await stage.push();
    expect(run.conclusion).toBe("failure");
    expect(run.summary).toContain("Stopped\n");
    expect(run.summary).toContain("No server was deployed to");
  });

  test("that does not end is waited for for 45 minutes, and then goes on alone", async () => {
    const targets = [
      { targetId: server, status: "InProgress", lifecycleEvents: [event("AfterInstall", "InProgress")] },
    ];
    await stage.next({ statuses: ["InProgress"], targets });
    const run = await stage.push({ env: { SECONDS: "2701" } });
    expect(run.conclusion).toBe("failure");
    expect(run.annotations.errors).toEqual([expect.stringContaining("not ended in 45 minutes")]);
    const [deployment] = await stage.aws.deployments();
    expect(run.summary).toContain(`### AfterInstall on ${server}: InProgress`);
    expect(run.summary).toContain(
      `\`aws deploy stop-deployment --region eu-west-1 --deployment-id ${deployment!.deploymentId} --auto-rollback-enabled\``,
    );
    expect(deployment!.status).toBe("InProgress");
  });

  test("goes on when the job is cancelled, and the summary says how to stop it", async () => {
    await stage.next({ statuses: ["InProgress"] });
    const run = await stage.push({ cancelWhen: (said) => said.includes("InProgress after") });
    expect(run.conclusion).toBe("cancelled");
    expect(outcomes(run).slice(-2)).toEqual(["Deploy: cancelled", "Say what happened: success"]);
    expect(run.summary).toContain("This job no longer waits, and CodeDeploy goes on.");
  });

  test("is made once, even when AWS did not say that it was made", async () => {
    await stage.next({ statuses: ["InProgress", "Succeeded"], unanswered: true });
    const run = await stage.push();
    expect(run.conclusion, run.log).toBe("success");
    // Heard by the script: the CLI did not send the call again by itself.
    expect(run.log).toContain("(InternalFailure)");
    expect(await stage.aws.deployments()).toHaveLength(1);
  });

  test("waits for one that is active", async () => {
    await stage.next({ statuses: ["InProgress", "InProgress", "Succeeded"] }, { statuses: ["Succeeded"] });
    const before = await stage.aws.deploy("laptop.zip");
    const run = await stage.push();
    expect(run.conclusion, run.log).toBe("success");
    expect(run.log).toContain(`Waiting for deployment ${before} to end`);
    const made = await stage.aws.deployments();
    expect(made.map(({ description }) => description)).toEqual(["laptop.zip", `octo/shop@${run.sha}`]);
  });

  test("names the one that is active and does not end", async () => {
    await stage.next({ statuses: ["InProgress"] });
    const before = await stage.aws.deploy("laptop.zip");
    const run = await stage.push({ env: { SECONDS: "1201" } });
    expect(run.conclusion).toBe("failure");
    expect(run.annotations.errors).toEqual([
      expect.stringContaining(`Deployment ${before} has not ended in 20 minutes`),
    ]);
    expect(run.summary).toBe("");
  });

  test("is not tried again when AWS refuses it", async () => {
    await stage.moto.reset();
    await stage.aws.prepareBucket();
    const run = await stage.push();
    expect(run.conclusion).toBe("failure");
    expect(run.log).toContain("(ApplicationDoesNotExistException)");
    expect(stage.moto.calls().filter(({ operation }) => operation === "CreateDeployment")).toHaveLength(1);
  });
});
