import { DescribeOrderableDBInstanceOptionsCommand, type OrderableDBInstanceOption } from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import type { Aws } from "../../src/aws/clients.ts";
import { account, examine, sessionOn, shop } from "./examine.ts";

const offer: OrderableDBInstanceOption = {
  Engine: "postgres",
  EngineVersion: "17.6",
  DBInstanceClass: "db.t4g.micro",
  StorageType: "gp3",
  MultiAZCapable: true,
};

/** What is found when RDS offers just this, one offer a page. */
async function offered(offers: OrderableDBInstanceOption[], database: object = {}) {
  const sandbox = account();
  const { aws } = sessionOn(sandbox);
  const rds = (async (command: object) => {
    if (!(command instanceof DescribeOrderableDBInstanceOptionsCommand)) return aws.rds(command as never);
    const of = offers.filter(({ DBInstanceClass }) => DBInstanceClass === command.input.DBInstanceClass);
    const page = Number(command.input.Marker ?? 0);
    const Marker = page + 1 < of.length ? String(page + 1) : undefined;
    return { OrderableDBInstanceOptions: of.slice(page, page + 1), Marker };
  }) as Aws["rds"];
  return (await examine(sandbox, shop({ database }), { session: { aws: { ...aws, rds } } })).of("database");
}

test("what the config wishes for is offered, on whichever page", async () => {
  const others = [
    { ...offer, EngineVersion: "16.10" },
    { ...offer, StorageType: "io1" },
  ];
  expect(await offered([...others, offer], { multiAz: true })).toMatchObject([
    { status: "ok", message: expect.stringContaining("with a standby in ap-northeast-2") },
  ]);
});

test.each([
  ["the class", [{ ...offer, DBInstanceClass: "db.t3.micro" }], {}, "db.t4g.micro for postgres in"],
  ["the version", [{ ...offer, EngineVersion: "171.0" }], {}, "for postgres 17 in"],
  ["the storage", [{ ...offer, StorageType: "gp2" }], {}, "for postgres 17 with gp3 storage in"],
  ["the standby", [{ ...offer, MultiAZCapable: false }], { multiAz: true }, "with a standby in a second zone in"],
])("without %s it is a problem that says what is lacking", async (_what, offers, database, said) => {
  const [finding] = await offered(offers, database);
  expect(finding).toMatchObject({ status: "problem", message: expect.stringContaining(said) });
  expect(finding?.hint).toContain("--database-class");
});

test("the hint names what is offered instead", async () => {
  const [finding] = await offered([{ ...offer, DBInstanceClass: "db.t3.micro" }]);
  expect(finding?.hint).toBe("It offers db.t3.micro: choose one with --database-class.");
});

test("an RDS that lists nothing at all is not taken at its word", async () => {
  expect(await offered([])).toMatchObject([{ status: "unknown" }]);
});

test("the sandbox's RDS: a class that it does not have", async () => {
  const { of } = await examine(account(), shop({ database: { class: "db.x9.huge" } }));
  expect(of("database")).toMatchObject([{ status: "problem" }]);
});

test("who may not ask RDS gets unknown", async () => {
  const sandbox = account(({ faults }) => {
    faults.push({ command: "DescribeOrderableDBInstanceOptions", code: "AccessDenied", status: 403, times: 9 });
  });
  expect((await examine(sandbox)).of("database")).toMatchObject([{ status: "unknown" }]);
});
