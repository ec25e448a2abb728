import { expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../src/aws/connect.ts";
import { appsWithParameters, readLostConfig } from "../../src/recover/lost-config.ts";
import { trustGitHub } from "../../src/steps/trust.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";

vi.setConfig({ testTimeout: 60_000 });

async function provisioned(answers: object): Promise<Rehearsal> {
  const one = rehearse(answers);
  onTestFinished(one.end);
  await one.provision();
  return one;
}

const region = "ap-northeast-2";

async function read({ sandbox }: Rehearsal) {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  const { signal } = new AbortController();
  const aws = connect({ region, credentials, signal, clock: virtualClock(), middleware: () => sandbox.middleware });
  const [app] = await appsWithParameters(aws);
  return readLostConfig(aws, app!, region);
}

const github = { repository: "octo/shop", branch: "release/v1", ids: "12/34" };

test.each([
  ["alb", { domain: "example.com", github }],
  ["direct", { entry: "direct", domain: "example.com", runtime: "node", healthCheck: "/up?deep=1", port: 4000 }],
  ["a fixed address", { server: { elasticIp: true, instanceType: "t3.small", disk: 33 } }],
  ["direct with little else", { entry: "direct", database: null, assets: false }],
  [
    "another database",
    { database: { engine: "mariadb", class: "db.t4g.small", storage: 40, backupDays: 20, multiAz: true } },
  ],
])("the answers of %s are read from the account as they were given", async (_, answers) => {
  const one = await provisioned(answers);
  const { config, id } = await read(one);
  expect(config).toEqual(one.config);
  expect(id).toBe((await one.state())?.id);
});

test("what was removed by hand: its default, or not wanted; a database that vanished is still wanted", async () => {
  const one = await provisioned({ server: { disk: 33 }, github });
  one.sandbox.world.ec2.instances = [];
  one.sandbox.world.rds.databases = [];
  one.sandbox.world.iam.roles = one.sandbox.world.iam.roles.filter(({ name }) => name !== "shop-prod-github");
  const { config } = await read(one);
  expect(config).toMatchObject({
    server: { disk: 20 },
    vpc: "default",
    database: { engine: "postgres" },
    github: null,
  });
});

test("GitHub's role: ids are kept only where they stand alone, and a stranger's trust names nobody", async () => {
  const one = await provisioned({ github });
  const trust = (...subjects: string[]) =>
    one.sandbox.answer("iam", "UpdateAssumeRolePolicy", {
      RoleName: "shop-prod-github",
      PolicyDocument: JSON.stringify(trustGitHub("arn:aws:iam::000000000000:oidc-provider/x", subjects)),
    });
  trust("repo:octo/shop:ref:refs/heads/main", "repo:octo@12/shop@34:ref:refs/heads/main");
  expect((await read(one)).config.github).toEqual({ repository: "octo/shop", branch: "main" });
  trust("repo:octo/shop:environment:production");
  expect((await read(one)).config.github).toBeNull();
});

test("without what the server was told, or with somebody else's parameters, nothing is guessed", async () => {
  const one = await provisioned({ database: null });
  const { ssm } = one.sandbox.world;
  const whole = structuredClone(ssm.parameters);
  one.sandbox.answer("ssm", "DeleteParameter", { Name: "/deploy-wizard/shop/prod/port" });
  await expect(read(one)).rejects.toMatchObject({ code: "usage", message: expect.stringContaining("port is gone") });
  ssm.parameters = whole.map((each) => ({ ...each, tags: [] }));
  await expect(read(one)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("its tags are gone"),
  });
  ssm.parameters = whole.map((each) =>
    each.name.endsWith("/health-check") ? { ...each, value: "no path\u001b[2J" } : each,
  );
  await expect(read(one)).rejects.toMatchObject({ code: "config", message: expect.stringContaining("healthCheck") });
});
