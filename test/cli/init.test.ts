import { describe, expect, test } from "vitest";
import { initShop, linesOf, project, resultOf, stateFile } from "./project.ts";

const nameServer = /^ns-\d+\.awsdns-\d+\.(com|net|org|co\.uk)$/;

describe("init --wait", () => {
  test("makes everything within half a minute at the usual speed, and ends with name servers and URL", async () => {
    const { expectRun, read } = project();
    const started = Date.now();
    const { stdout, stderr } = await expectRun(0, [...initShop, "--wait"], {
      env: { DEPLOY_WIZARD_SANDBOX_SPEED: "" },
    });
    expect(Date.now() - started).toBeLessThan(30_000);
    const lines = linesOf(stdout);
    expect(lines).toHaveLength(5);
    for (const line of lines.slice(0, 4)) expect(line).toMatch(nameServer);
    expect(lines[4]).toBe("https://example.com");
    expect(stderr).not.toMatch(/\n {4}at |unexpected/i);
    expect(read(".gitignore")).toContain(".deploy-wizard");
    expect(JSON.parse(read("deploy-wizard.json"))).toMatchObject({ app: "shop", domain: "example.com" });
    expect(read("appspec.yml")).toContain("version: 0.0");
  });

  test("shows the four name servers while the rest is still being made", async () => {
    const { expectRun } = project();
    const { events } = await expectRun(0, [...initShop, "--wait", "--json"]);
    const told = events.findIndex(({ type }) => type === "nameServers");
    const database = events.findIndex(
      ({ type, step, status }) => type === "step" && step === "rds" && status === "done",
    );
    expect(told).toBeGreaterThan(-1);
    expect(told).toBeLessThan(database);
  });
});

describe("init without delegation", () => {
  test("makes all else, parks with exit 3 and says what to do; resume --wait finishes", async () => {
    const { expectRun, world } = project();
    const parked = await expectRun(3, initShop);
    const servers = linesOf(parked.stdout).slice(0, 4);
    for (const server of servers) {
      expect(server).toMatch(nameServer);
      expect(parked.stderr).toContain(server);
    }
    expect(parked.stderr).toContain("registrar");
    const { elb, rds, ec2, codedeploy, acm, s3 } = world();
    expect(elb.listeners.map(({ port }) => port)).toEqual([80]);
    expect(acm.certificates.map(({ status }) => status)).toEqual(["PENDING_VALIDATION"]);
    expect(rds.databases).toHaveLength(1);
    expect(ec2.instances).toHaveLength(1);
    expect(codedeploy.applications[0]?.groups).toHaveLength(1);
    expect(s3.buckets).toHaveLength(2);

    const done = await expectRun(0, ["resume", "--wait"]);
    expect(linesOf(done.stdout)).toEqual([...servers, "https://example.com"]);
    expect(world().elb.listeners.map(({ port }) => port)).toEqual([80, 443]);
    expect(world().acm.certificates).toHaveLength(1);
  });

  test("resume without delegation parks again and changes nothing", async () => {
    const { expectRun, world } = project();
    await expectRun(3, initShop);
    const { now: _then, firstLooks: _looked, ...before } = world();
    await expectRun(3, ["resume"]);
    expect(world()).toMatchObject(before);
  });
});

describe("init for other layouts", () => {
  test("direct: an Elastic IP, no load balancer, and the domain's records point at the address", async () => {
    const { expectRun, world } = project();
    const run = await expectRun(0, [...initShop, "--entry", "direct", "--wait", "--json"]);
    const { elb, ec2, acm, route53 } = world();
    expect(elb.loadBalancers).toEqual([]);
    expect(acm.certificates).toEqual([]);
    expect(ec2.addresses).toHaveLength(1);
    const address = ec2.addresses[0]?.publicIp;
    expect(resultOf(run).outputs).toMatchObject({
      servers: { elasticIp: address },
      loadBalancer: null,
      certificateArn: null,
    });
    expect(JSON.stringify(route53.zones)).toContain(address);
  });

  test("no domain: served on the load balancer's own name over http, without zone and certificate", async () => {
    const { expectRun, world } = project();
    const { stdout } = await expectRun(0, ["init", "--yes", "--app", "shop", "--no-domain"]);
    expect(linesOf(stdout)).toEqual([expect.stringMatching(/^http:\/\/shop-prod-alb-\d+\..*\.elb\.amazonaws\.com$/)]);
    expect(world().route53.zones).toEqual([]);
    expect(world().acm.certificates).toEqual([]);
    expect(world().elb.listeners.map(({ port }) => port)).toEqual([80]);
  });

  test("--database none and --no-assets leave both out", async () => {
    const { expectRun, world } = project();
    const args = ["init", "--yes", "--app", "shop", "--no-domain", "--database", "none", "--no-assets", "--json"];
    const { outputs } = resultOf(await expectRun(0, args));
    expect(outputs).toMatchObject({ database: null, buckets: { assets: null } });
    const { rds, s3, ec2 } = world();
    expect([rds.databases, rds.subnetGroups, rds.parameterGroups]).toEqual([[], [], []]);
    expect(s3.buckets).toHaveLength(1);
    expect(ec2.groups.map(({ name }) => name)).not.toContain("shop-prod-db");
  });

  test("--no-provision writes the config, shows the plan and makes nothing", async () => {
    const { expectRun, has, read } = project();
    const { stderr } = await expectRun(0, [...initShop, "--no-provision"]);
    expect(stderr).toMatch(/Plan: \d+ to make/);
    expect(JSON.parse(read("deploy-wizard.json"))).toMatchObject({ app: "shop" });
    expect(has(stateFile)).toBe(false);
  });

  test("an international domain is shown as typed and as punycode; case and the last dot are tidied", async () => {
    const { expectRun, read } = project();
    const { stderr } = await expectRun(0, [
      "init",
      "--yes",
      "--app",
      "shop",
      "--domain",
      "Bücher.Example.",
      "--no-provision",
    ]);
    expect(JSON.parse(read("deploy-wizard.json"))).toMatchObject({ domain: "xn--bcher-kva.example" });
    expect(stderr).toContain("bücher.example (xn--bcher-kva.example)");
  });
});
