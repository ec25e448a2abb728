import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { motoAvailable } from "../support/moto.ts";
import { audit, type Expected } from "./audit.ts";
import { only, openStage, type Run, type Stage } from "./stage.ts";
import type { World } from "./world.ts";

describe.skipIf(!(await motoAvailable()))("init on moto", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  describe.each(["alb", "direct"] as const)("with the entry %s", (entry) => {
    const init = ["init", "--yes", "--wait", "--app", "shop", "--domain", "example.com", "--entry", entry];
    let run: Run;
    let world: World;
    beforeAll(async () => {
      run = await stage.wizard(init, stage.delegateWhenTold());
      world = await stage.world();
    });
    afterAll(() => stage.next());

    it("ends with exit 0 once the domain is delegated", () => {
      expect(run.said).toBe("");
      expect([run.code, run.status]).toEqual([0, "complete"]);
      expect(run.outputs.delegated).toBe(true);
    });

    it("says the name servers before the slow things are done", () => {
      const kinds = run.events.map((event) => (event.type === "resource" ? event.key : event.type));
      expect(kinds.indexOf("nameServers")).toBeLessThan(kinds.indexOf("ec2.instance"));
      expect(kinds.indexOf("nameServers")).toBeLessThan(kinds.indexOf("rds.instance"));
    });

    it("starts the steps in the order of the notes", () => {
      const started = run.events.filter(({ type, status }) => type === "step" && status === "started");
      const order = ["network", "ec2", "eip", "rds", "route53", "acm", "alb", "s3", "codedeploy"];
      const absent = entry === "alb" ? "eip" : "acm";
      expect(started.map(({ step }) => step)).toEqual(order.filter((step) => step !== absent));
    });

    it("leaves an account in which an auditor finds nothing", () => {
      const { id } = run.outputs;
      const asked: Expected = {
        ...{ entry, app: "shop", environment: "prod", id, port: 8080, domain: "example.com" },
        ...{ databasePort: 5432, disk: 20 },
      };
      expect(audit(world, asked)).toEqual([]);
    });

    it("tells in its outputs what is really there", () => {
      const { outputs } = run;
      const database = only(world.rds.instances);
      const [balancer] = world.elb.balancers;
      const [zone, application] = [only(world.route53.zones), only(world.codedeploy.applications)];
      const role = (name: string) => only(world.iam.roles.filter(({ RoleName }) => RoleName === name)).Arn;
      expect(outputs).toEqual({
        app: "shop",
        environment: "prod",
        id: expect.stringMatching(/^[a-z0-9]{10}$/),
        account: world.account,
        region: "eu-central-1",
        url: "https://example.com",
        nameServers: zone.NameServers,
        delegated: true,
        servers: {
          instanceIds: [only(world.ec2.instances).InstanceId],
          autoScalingGroup: null,
          elasticIp: world.ec2.addresses[0]?.PublicIp ?? null,
        },
        database: {
          identifier: database.DBInstanceIdentifier,
          endpoint: database.Endpoint.Address,
          port: database.Endpoint.Port,
          secretArn: database.MasterUserSecret?.SecretArn,
        },
        hostedZoneId: zone.Id,
        certificateArn: world.acm.certificates[0]?.CertificateArn ?? null,
        loadBalancer: balancer
          ? {
              arn: balancer.LoadBalancerArn,
              dnsName: balancer.DNSName,
              targetGroupArn: only(world.elb.targetGroups).TargetGroupArn,
            }
          : null,
        buckets: { build: `shop-prod-build-${outputs.id}`, assets: `shop-prod-assets-${outputs.id}` },
        codeDeploy: {
          application: application.applicationName,
          deploymentGroup: only(application.Groups).deploymentGroupName,
        },
        roles: { server: role("shop-prod-server"), codeDeploy: role("shop-prod-codedeploy"), github: null },
      });
    });

    it("leads the domain and www to the entry", () => {
      const records = only(world.route53.zones).Records.filter(({ Type }) => Type === "A");
      expect(records.map(({ Name }) => Name).sort()).toEqual(["example.com.", "www.example.com."]);
      const [balancer, address] = [world.elb.balancers[0], world.ec2.addresses[0]];
      for (const { AliasTarget, ResourceRecords } of records) {
        if (entry === "alb") expect(AliasTarget?.DNSName).toBe(balancer?.DNSName);
        else expect(ResourceRecords).toEqual([{ Value: address?.PublicIp }]);
      }
    });

    it("deploys to this server alone, through the load balancer where there is one", () => {
      const group = only(only(world.codedeploy.applications).Groups);
      expect(group.ec2TagSet.ec2TagSetList.flat()).toMatchObject([
        { Key: "deploy-wizard:id", Value: run.outputs.id },
        { Key: "deploy-wizard:resource", Value: "ec2.instance" },
      ]);
      expect(group.serviceRoleArn).toBe(run.outputs.roles.codeDeploy);
      const [option, targets] =
        entry === "alb"
          ? ["WITH_TRAFFIC_CONTROL", world.elb.targetGroups.map(({ TargetGroupName }) => ({ name: TargetGroupName }))]
          : ["WITHOUT_TRAFFIC_CONTROL", undefined];
      expect(group.deploymentStyle.deploymentOption).toBe(option);
      expect(group.loadBalancerInfo.targetGroupInfoList).toEqual(targets);
    });

    it("gives the server its values as parameters, and no secret among them", () => {
      const { ssm, rds } = world;
      const values = Object.fromEntries(ssm.parameters.map(({ Name, Value }) => [Name.split("/").at(-1), Value]));
      expect(ssm.parameters.every(({ Name }) => Name.startsWith("/deploy-wizard/shop/prod/"))).toBe(true);
      expect(values).toEqual({
        runtime: "spring-boot",
        port: "8080",
        "health-check": "/actuator/health",
        entry,
        domain: "example.com",
        "assets-bucket": run.outputs.buckets.assets,
        "database-engine": "postgres",
        "database-host": only(rds.instances).Endpoint.Address,
        "database-port": "5432",
        "database-name": "shop_prod",
        "database-secret": run.outputs.database?.secretArn,
      });
    });

    it("writes config, state, .gitignore and the repository's files", () => {
      const at = (path: string) => join(stage.folder, path);
      expect(JSON.parse(readFileSync(at("deploy-wizard.json"), "utf8"))).toMatchObject({ app: "shop", entry });
      expect(statSync(at(".deploy-wizard")).mode & 0o777).toBe(0o700);
      expect(statSync(at(".deploy-wizard/prod.json")).mode & 0o777).toBe(0o600);
      expect(readFileSync(at(".gitignore"), "utf8")).toBe("/.deploy-wizard/\n");
      expect(existsSync(at("appspec.yml"))).toBe(true);
      expect(existsSync(at(".github"))).toBe(false);
    });

    it("changes nothing when it is resumed", async () => {
      stage.moto.clearLog();
      const again = await stage.wizard(["resume"]);
      expect([again.code, again.said]).toEqual([0, ""]);
      expect(stage.changes()).toEqual([]);
      expect(again.outputs).toEqual(run.outputs);
    });

    it("changes nothing for plan, status and nameservers", async () => {
      stage.moto.clearLog();
      const plan = await stage.wizard(["plan"]);
      const changes = plan.events.at(-1)?.changes as { key: string; action: string }[];
      expect(changes.filter(({ action }) => action !== "none")).toEqual([]);
      const status = await stage.wizard(["status"]);
      const resources = status.events.at(-1)?.resources as { key: string; drift: string[] }[];
      expect(resources.filter(({ drift }) => drift.length > 0)).toEqual([]);
      expect(resources).toHaveLength(changes.length);
      const servers = await stage.wizard(["nameservers"]);
      expect([plan.code, status.code, servers.code]).toEqual([0, 0, 0]);
      expect(stage.changes()).toEqual([]);
    });
  });
});
