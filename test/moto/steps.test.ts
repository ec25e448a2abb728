import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { audit } from "./audit.ts";
import { only, openStage, type Stage } from "./stage.ts";

/** For each step, the first of those that it needs. */
const first = {
  alb: { ec2: "network", rds: "network", acm: "route53", alb: "network", s3: "ec2", codedeploy: "network" },
  direct: { ec2: "network", eip: "network", rds: "network", alb: "eip", s3: "ec2", codedeploy: "network" },
};

describe.skipIf(!(await motoAvailable()))("step by step on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  afterEach(() => stage.next());

  const write = async (entry: "alb" | "direct") => {
    const args = ["init", "--no-provision", "--yes", "--app", "shop", "--domain", "example.com", "--entry", entry];
    const written = await stage.wizard(args);
    expect([written.said, written.code]).toEqual(["", 0]);
    expect(stage.changes()).toEqual([]);
    expect(stage.hasState()).toBe(false);
  };

  it.each(["alb", "direct"] as const)("names the step that comes first, and makes nothing (%s)", async (entry) => {
    await write(entry);
    const named: Record<string, string | undefined> = {};
    for (const step of Object.keys(first[entry])) {
      const run = await stage.wizard([step]);
      expect([run.code, run.events.find(({ type }) => type === "error")?.code]).toEqual([2, "missing-step"]);
      named[step] = /Run `deploy-wizard (\w+)` first/.exec(run.said)?.[1];
    }
    expect(named).toEqual(first[entry]);
    expect(stage.changes()).toEqual([]);
  });

  it("makes everything with the nine commands in order (alb)", async () => {
    await write("alb");
    stage.moto.holdCertificates(true);
    const codes: Record<string, number | null> = {};
    for (const step of ["network", "ec2", "eip", "rds", "route53", "acm", "alb", "s3", "codedeploy"]) {
      const run = await stage.wizard([step]);
      codes[step] = run.code;
      if (step === "route53") expect(run.events.map(({ type }) => type)).toContain("nameServers");
      if (run.code === 3) expect(run.said).toContain("At the registrar of example.com");
    }
    expect(codes).toEqual({
      ...{ network: 0, ec2: 0, eip: 0, rds: 0, route53: 0 },
      ...{ acm: 3, alb: 3, s3: 0, codedeploy: 0 },
    });
    const parked = await stage.world();
    expect(only(parked.elb.balancers).Listeners.map(({ Port }) => Port)).toEqual([80]);
    expect(only(parked.elb.targetGroups).Targets).toHaveLength(1);

    stage.delegate("example.com", only(parked.route53.zones).NameServers);
    stage.moto.holdCertificates(false);
    expect((await stage.wizard(["acm"])).code).toBe(0);
    expect((await stage.wizard(["alb"])).code).toBe(0);
    await nothingMissing("alb");
  });

  it("makes everything with the nine commands in order (direct)", async () => {
    await write("direct");
    for (const step of ["network", "ec2", "eip", "rds", "route53", "acm", "alb", "s3", "codedeploy"]) {
      const run = await stage.wizard([step]);
      expect([step, run.said, run.code]).toEqual([step, "", 0]);
    }
    stage.delegate("example.com", only((await stage.world()).route53.zones).NameServers);
    await nothingMissing("direct");
  });

  /** The account is as after `init`, and `resume` finds nothing to do. */
  async function nothingMissing(entry: "alb" | "direct") {
    stage.moto.clearLog();
    const { said, code, outputs } = await stage.wizard(["resume"]);
    expect([said, code]).toEqual(["", 0]);
    expect(stage.changes()).toEqual([]);
    const asked = { entry, app: "shop", environment: "prod", id: outputs.id, port: 8080, domain: "example.com" };
    expect(audit(await stage.world(), { ...asked, databasePort: 5432, disk: 20 })).toEqual([]);
  }
});
