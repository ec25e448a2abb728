import { describe, expect, test } from "vitest";
import { stepNames } from "../../src/steps/step-names.ts";
import { initShop, linesOf, type Outputs, project, resultOf, stateFile } from "./project.ts";

/** The fields of `outputs`, as the contract lists them. */
const outputFields = [
  "account",
  "app",
  "buckets",
  "certificateArn",
  "codeDeploy",
  "database",
  "delegated",
  "environment",
  "hostedZoneId",
  "id",
  "loadBalancer",
  "nameServers",
  "region",
  "roles",
  "servers",
  "url",
];

/** What each line of --json has besides its type. */
const shapes: Record<string, object> = {
  step: { step: expect.any(String), seconds: expect.any(Number), message: expect.any(String) },
  resource: { step: expect.any(String), key: expect.stringMatching(/^[a-z0-9]+\.[a-z0-9-]+/), id: expect.any(String) },
  nameServers: { domain: "example.com", nameServers: expect.any(Array) },
  error: { code: expect.any(String), message: expect.any(String) },
  warning: { message: expect.any(String) },
  result: { command: expect.any(String), status: expect.any(String), outputs: expect.any(Object) },
};
const words: Record<string, string[]> = {
  status: ["started", "waiting", "done", "failed", "skipped"],
  action: ["created", "found", "updated", "deleted", "kept"],
};

function expectContract(run: Parameters<typeof resultOf>[0], command: string): Outputs {
  expect(linesOf(run.stdout)).toHaveLength(run.events.length);
  for (const event of run.events) {
    expect(Object.keys(shapes)).toContain(event.type);
    expect(event).toMatchObject(shapes[event.type] ?? {});
    if (event.type === "step") expect(words.status).toContain(event.status);
    if (event.type === "resource") expect(words.action).toContain(event.action);
  }
  const result = resultOf(run);
  expect(result).toMatchObject({ type: "result", command });
  expect(run.events.filter(({ type }) => type === "result")).toHaveLength(1);
  expect(Object.keys(result.outputs).sort()).toEqual(outputFields);
  return result.outputs;
}

test("a whole life with --json: nothing but the contract's lines, the result last", async () => {
  const { expectRun, has, world } = project();
  const waiting = await expectRun(3, ["--json", ...initShop]);
  expect(expectContract(waiting, "init")).toMatchObject({ delegated: false, url: "https://example.com" });
  expect(resultOf(waiting).status).toBe("waiting");
  expect(waiting.stderr).toBe("");

  const done = await expectRun(0, ["resume", "--wait", "--json"]);
  const outputs = expectContract(done, "resume");
  expect(outputs).toMatchObject({ app: "shop", environment: "prod", delegated: true, url: "https://example.com" });
  expect(outputs.nameServers).toHaveLength(4);
  expect(done.events).toContainEqual({ type: "nameServers", domain: "example.com", nameServers: outputs.nameServers });

  const status = await expectRun(0, ["--json", "status"]);
  expect(expectContract(status, "status")).toEqual(outputs);
  const { resources, delegation, certificate, targets } = resultOf(status);
  expect(resources).toContainEqual(expect.objectContaining({ key: "rds.instance", state: "available", drift: [] }));
  for (const one of resources as object[])
    expect(one).toMatchObject({ key: expect.any(String), id: expect.any(String), drift: [] });
  expect(delegation).toMatchObject({ delegated: true });
  expect(certificate).toMatchObject({ state: "ISSUED" });
  expect(targets).toHaveLength(1);

  const plan = await expectRun(0, ["plan", "--json"]);
  for (const one of resultOf(plan).changes as object[]) expect(one).toMatchObject({ action: "none", detail: [] });

  const left = await expectRun(0, ["destroy", "--confirm", "shop", "--json"]);
  expectContract(left, "destroy");
  expect(has(stateFile)).toBe(true);
  expect(world().route53.zones).toHaveLength(1);
  expect(world().rds.snapshots).toHaveLength(1);
  const gone = await expectRun(0, ["destroy", "--all", "--confirm", "shop", "--json"]);
  expect(expectContract(gone, "destroy")).toMatchObject({ url: null, hostedZoneId: null, database: null });
  expect(has(stateFile)).toBe(false);
});

test("the same for people: four lines of nameservers, a status, and init again after destroy --all", async () => {
  const { expectRun, has, world } = project();
  const { stdout } = await expectRun(0, [...initShop, "--wait"]);
  const servers = linesOf(stdout).slice(0, 4);
  expect(linesOf((await expectRun(0, ["nameservers"])).stdout)).toEqual(servers);
  expect((await expectRun(0, ["status"])).stdout).toMatch(/rds\.instance\s+available/);
  expect((await expectRun(0, ["plan"])).stdout).toBe("");
  expect((await expectRun(0, ["resume", "--quiet"])).stdout).toBe([...servers, "https://example.com", ""].join("\n"));

  expect((await expectRun(0, ["destroy", "--all", "--confirm", "shop"])).stdout).toMatch(
    /^Nothing left, \$0\.00 a month\.\n$/,
  );
  expect(has(stateFile)).toBe(false);
  expect(world().route53.zones).toEqual([]);
  expect(world().iam.roles).toEqual([]);

  await expectRun(3, ["init", "--yes"]);
  expect(world().ec2.instances.filter(({ phase }) => phase !== "terminated")).toHaveLength(1);
});

test("options stand before the command or after it; the latter wins", async () => {
  const { expectRun, has } = project();
  await expectRun(0, [
    "--env",
    "test",
    "--state",
    "elsewhere",
    "init",
    "--env",
    "stage",
    "--yes",
    "--app",
    "shop",
    "--no-domain",
  ]);
  expect(has("elsewhere/stage.json")).toBe(true);
  const { outputs } = resultOf(await expectRun(0, ["status", "--json", "--state", "elsewhere", "--env", "stage"]));
  expect(outputs).toMatchObject({ environment: "stage" });
});

describe("step by step", () => {
  test("every step command in order; acm and alb park before delegation and finish after it", async () => {
    const { expectRun, world } = project();
    await expectRun(0, [...initShop, "--no-provision"]);
    for (const step of stepNames) {
      const parks = step === "acm" || step === "alb";
      const run = await expectRun(parks ? 3 : 0, [step, "--json"]);
      expectContract(run, step);
      const made = run.events.filter(({ action }) => action === "created").map((event) => event.step);
      expect(new Set(made)).toEqual(new Set(made.length > 0 ? [step] : []));
    }
    expect(world().elb.listeners).toHaveLength(1);
    await expectRun(0, ["acm", "--wait"]);
    await expectRun(0, ["alb"]);
    expect(world().elb.listeners).toHaveLength(2);
    expect(resultOf(await expectRun(0, ["resume", "--json"])).status).toBe("complete");
  });

  test("a step whose needs are missing names the step that comes first, and makes nothing", async () => {
    const { expectRun, world, has } = project();
    await expectRun(0, [...initShop, "--no-provision"]);
    const { stderr } = await expectRun(2, ["ec2"]);
    expect(stderr).toContain("deploy-wizard network");
    expect(has(".deploy-wizard") && world().iam.roles).toEqual([]);
  });
});

test("init with another domain over what was made is refused, and leaves the config as it was", async () => {
  const { expectRun, read } = project();
  await expectRun(3, [...initShop, "--database", "none"]);
  const before = read("deploy-wizard.json");
  const { stderr } = await expectRun(2, ["init", "--yes", "--domain", "other.example"]);
  expect(stderr).toMatch(/domain: other\.example given; shop was made with example\.com/);
  expect(read("deploy-wizard.json")).toBe(before);
});

test("destroy wants to be confirmed by the app's name", async () => {
  const { expectRun, read } = project();
  await expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none"]);
  const before = read(stateFile);
  expect((await expectRun(2, ["destroy"])).stderr).toContain("--confirm shop");
  expect((await expectRun(2, ["destroy", "--yes"], { input: "shop\n" })).stderr).toContain("--confirm shop");
  expect((await expectRun(2, ["destroy", "--confirm", "shopp"])).stderr).toContain("expected shop");
  expect(read(stateFile)).toBe(before);
});
