import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { audit } from "./audit.ts";
import { census } from "./audit-names.ts";
import { only, openStage, type Run, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

interface Association {
  AssociationId: string;
  IamInstanceProfile: { Arn: string };
}

describe.skipIf(!(await motoAvailable()))("a changed config on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
    let first: Run;
    let before: World;
    beforeAll(async () => {
      const init = ["init", "--yes", "--app", "shop", "--domain", "example.com", "--entry", entry];
      first = await stage.wizard([...init, "--wait"], stage.delegateWhenTold());
      expect([first.said, first.code]).toEqual(["", 0]);
      before = await stage.world();
    });
    afterAll(() => stage.next());

    const refused: [string, RegExp, Parameters<Stage["edit"]>[0]][] = [
      ["another entry", /entry/, (config) => (config.entry = entry === "alb" ? "direct" : "alb")],
      ["another domain", /example\.org/, (config) => (config.domain = "example.org")],
      ["no domain", /domain/, (config) => (config.domain = null)],
      ["a smaller database", /storage/i, (config) => Object.assign(config.database as object, { storage: 20 })],
      ["a smaller disk", /disk|volume|GiB/i, (config) => Object.assign(config.server, { disk: 10 })],
      ["no database", /rds\.instance|database/, (config) => (config.database = null)],
      ["another engine", /engine/, (config) => Object.assign(config.database as object, { engine: "mysql" })],
    ];

    it("brings in what AWS can change", async () => {
      stage.edit((config) => {
        Object.assign(config.server, { disk: 30, instanceType: "t4g.medium" });
        Object.assign(config.database as object, { backupDays: 14, storage: 40 });
        Object.assign(config, { healthCheck: "/up", ...(entry === "direct" && { port: 9090 }) });
      });
      const plan = await stage.wizard(["plan"]);
      const planned = plan.events.at(-1)?.changes as { key: string; action: string }[];
      const run = await stage.wizard(["resume"]);
      expect(run.code).toBe(0);
      expect(run.said).toMatch(/^The disk of shop-prod-server is 30 GiB now; its file system grows .*\.$/);
      const after = await stage.world();
      expect(only(after.ec2.instances)).toMatchObject({
        InstanceId: first.outputs.servers.instanceIds[0],
        InstanceType: "t4g.medium",
        State: { Name: "running" },
      });
      expect(only(after.ec2.volumes).Size).toBe(30);
      expect(only(after.rds.instances)).toMatchObject({ BackupRetentionPeriod: 14, AllocatedStorage: 40 });
      const value = (what: string) => after.ssm.parameters.find(({ Name }) => Name.endsWith(`/${what}`))?.Value;
      expect([value("health-check"), value("port")]).toEqual(["/up", entry === "direct" ? "9090" : "8080"]);
      for (const group of after.elb.targetGroups) expect(group.HealthCheckPath).toBe("/up");
      const asked = { entry, app: "shop", environment: "prod", id: run.outputs.id, port: 8080, domain: "example.com" };
      expect(audit(after, { ...asked, databasePort: 5432, disk: 30 })).toEqual([]);
      expect(census(after)).toEqual(census(before));

      const updated = run.events.filter(({ action }) => action === "updated").map(({ key }) => key);
      expect(
        planned
          .filter(({ action }) => action === "update")
          .map(({ key }) => key)
          .sort(),
      ).toEqual(updated.sort());
      stage.moto.clearLog();
      expect((await stage.wizard(["resume"])).code).toBe(0);
      expect(stage.changes()).toEqual([]);
    });

    // What is refused is the same for both entries, but for the entry itself.
    it.each(entry === "alb" ? refused : refused.slice(0, 2))(
      "refuses %s before anything is changed",
      async (_what, about, change) => {
        let restored = "";
        stage.edit((config) => {
          restored = JSON.stringify(config);
          change(config);
          // Something that could be changed: it must not be, before the refusal.
          Object.assign(config, { healthCheck: "/elsewhere" });
        });
        stage.moto.clearLog();
        const run = await stage.wizard(["resume"]);
        expect([run.code, run.status, run.events.find(({ type }) => type === "error")?.code]).toEqual([
          2,
          "failed",
          "cannot-change",
        ]);
        expect(run.said).toMatch(about);
        expect(stage.changes()).toEqual([]);
        stage.edit((config) => Object.assign(config, JSON.parse(restored)));
      },
    );

    if (entry === "direct") return;
    it("refuses another port behind a load balancer, saying what to do", async () => {
      stage.edit((config) => Object.assign(config, { port: 9090 }));
      stage.moto.clearLog();
      const run = await stage.wizard(["resume"]);
      expect([run.code, stage.changes()]).toEqual([2, []]);
      expect(run.said).toMatch(/port: 8080 -> 9090.*Let the app listen on 8080/s);
    });

    it("puts the server's own instance profile back, and tells of policies that somebody put on its role", async () => {
      stage.edit((config) => Object.assign(config, { port: 8080 }));
      const { awsCli } = stage.moto;
      const on = ["--filters", `Name=instance-id,Values=${first.outputs.servers.instanceIds[0]}`];
      const associations = async () => {
        const answer = await awsCli(["ec2", "describe-iam-instance-profile-associations", ...on]);
        return (answer as { IamInstanceProfileAssociations: Association[] }).IamInstanceProfileAssociations;
      };
      await awsCli(["iam", "create-instance-profile", "--instance-profile-name", "somebodys"]);
      const [{ AssociationId, IamInstanceProfile }] = (await associations()) as [Association];
      const replace = ["ec2", "replace-iam-instance-profile-association", "--association-id", AssociationId];
      await awsCli([...replace, "--iam-instance-profile", "Name=somebodys"]);
      const statement = { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" };
      const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      const policy = ["--policy-name", "by-hand", "--policy-document", document];
      await awsCli(["iam", "put-role-policy", "--role-name", "shop-prod-server", ...policy]);

      const plan = await stage.wizard(["plan"]);
      const planned = plan.events.at(-1)?.changes as { key: string; action: string; detail: string[] }[];
      expect(planned.filter(({ action }) => action !== "none")).toMatchObject([
        { key: "ec2.instance", action: "update", detail: ["instance profile: somebodys -> shop-prod-server"] },
      ]);
      const run = await stage.wizard(["resume"]);
      expect([run.code, run.said]).toEqual([0, expect.stringMatching(/^Role shop-prod-server .* put by-hand on it/)]);
      expect((await associations()).map((each) => each.IamInstanceProfile)).toEqual([IamInstanceProfile]);
      await awsCli(["iam", "delete-role-policy", "--role-name", "shop-prod-server", "--policy-name", "by-hand"]);
      expect(await stage.wizard(["resume"])).toMatchObject({ code: 0, said: "" });
    });
  });
});
