import type { CreateDBInstanceCommandInput } from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { network, openedServices, tags } from "./open-services.ts";

const DBInstanceIdentifier = "shop-prod";
const DBSubnetGroupName = "shop-prod-db";
const DBParameterGroupName = "shop-prod-db";

async function withGroups() {
  const services = openedServices();
  const { subnetIds, groupId } = await network(services);
  const subnetGroup = { DBSubnetGroupName, DBSubnetGroupDescription: "database", Tags: tags };
  await services.rds.createDBSubnetGroup({ ...subnetGroup, SubnetIds: subnetIds });
  const parameterGroup = { DBParameterGroupName, DBParameterGroupFamily: "postgres17", Description: "database" };
  await services.rds.createDBParameterGroup(parameterGroup);
  const input: CreateDBInstanceCommandInput = {
    DBInstanceIdentifier,
    Engine: "postgres",
    EngineVersion: "17",
    DBInstanceClass: "db.t4g.micro",
    StorageType: "gp3",
    AllocatedStorage: 20,
    StorageEncrypted: true,
    BackupRetentionPeriod: 7,
    CopyTagsToSnapshot: true,
    DeletionProtection: true,
    DBSubnetGroupName,
    DBParameterGroupName,
    VpcSecurityGroupIds: [groupId],
    DBName: "shop",
    MasterUsername: "shop_admin",
    ManageMasterUserPassword: true,
    Tags: tags,
  };
  const create = (changes: Partial<CreateDBInstanceCommandInput> = {}) =>
    services.rds.createDBInstance({ ...input, ...changes });
  const look = async () => (await services.rds.describeDBInstances({ DBInstanceIdentifier })).DBInstances![0]!;
  return { ...services, subnetIds, groupId, subnetGroup, parameterGroup, create, look };
}

async function withDatabase() {
  const services = await withGroups();
  services.clock.advance(5);
  await services.create();
  services.clock.advance(300);
  const { rds } = services;
  const modify = (changes: object) =>
    rds.modifyDBInstance({ DBInstanceIdentifier, ApplyImmediately: true, ...changes });
  const remove = (changes: object = { SkipFinalSnapshot: true }) =>
    rds.deleteDBInstance({ DBInstanceIdentifier, ...changes });
  return { ...services, modify, remove };
}

test("names are unique and kept in lower case", async () => {
  const { rds, subnetIds, subnetGroup, parameterGroup, create, clock } = await withGroups();
  const again = rds.createDBSubnetGroup({ ...subnetGroup, DBSubnetGroupName: "Shop-Prod-DB", SubnetIds: subnetIds });
  await expect(again).rejects.toMatchObject({
    name: "DBSubnetGroupAlreadyExistsFault",
    Code: "DBSubnetGroupAlreadyExists",
  });
  expect(await refusal(rds.createDBParameterGroup(parameterGroup))).toBe("DBParameterGroupAlreadyExistsFault");
  clock.advance(5);
  const { DBInstance } = await create({ DBInstanceIdentifier: "Shop-Prod" });
  expect(DBInstance).toMatchObject({ DBInstanceIdentifier: "shop-prod", EngineVersion: "17.6" });
  expect(await refusal(create())).toBe("DBInstanceAlreadyExistsFault");
});

test.each([
  ["a fresh security group", {}, "InvalidParameterValue"],
  ["a name with two hyphens", { DBInstanceIdentifier: "shop--prod" }, "InvalidParameterValue"],
  ["a reserved administrator", { MasterUsername: "admin" }, "InvalidParameterValue"],
  ["gp3 below 20 GiB", { AllocatedStorage: 10 }, "InvalidParameterCombination"],
  ["an unknown version", { EngineVersion: "9" }, "InvalidParameterCombination"],
  [
    "a parameter group of another family",
    { EngineVersion: "16", VpcSecurityGroupIds: [] },
    "InvalidParameterCombination",
  ],
  ["a password beside the managed one", { MasterUserPassword: "secret" }, "InvalidParameterCombination"],
  ["an absent subnet group", { DBSubnetGroupName: "none", VpcSecurityGroupIds: [] }, "DBSubnetGroupNotFoundFault"],
  [
    "an absent parameter group",
    { DBParameterGroupName: "none", VpcSecurityGroupIds: [] },
    "DBParameterGroupNotFoundFault",
  ],
])("%s is refused", async (_what, changes, code) => {
  const { create } = await withGroups();
  expect(await refusal(create(changes))).toBe(code);
});

test("a subnet group covers two zones", async () => {
  const { rds, subnetIds } = await withGroups();
  const narrow = rds.modifyDBSubnetGroup({ DBSubnetGroupName, SubnetIds: subnetIds.slice(0, 1) });
  expect(await refusal(narrow)).toBe("DBSubnetGroupDoesNotCoverEnoughAZs");
});

test("is made in five minutes: first the secret, then the endpoint, then a backup", async () => {
  const { clock, create, look } = await withGroups();
  clock.advance(5);
  const { DBInstance } = await create();
  expect(DBInstance).toMatchObject({ DBInstanceStatus: "creating", TagList: tags });
  expect(DBInstance!.Endpoint ?? DBInstance!.MasterUserSecret).toBeUndefined();
  clock.advance(30);
  expect((await look()).MasterUserSecret?.SecretArn).toMatch(/:secret:rds!db-/);
  expect((await look()).Endpoint).toBeUndefined();
  clock.advance(240);
  expect(await look()).toMatchObject({ DBInstanceStatus: "backing-up", Endpoint: { Port: 5432 } });
  clock.advance(30);
  expect((await look()).DBInstanceStatus).toBe("available");
});

test("can be neither changed nor deleted while it is being made", async () => {
  const { rds, clock, create } = await withGroups();
  clock.advance(5);
  await create({ DeletionProtection: false });
  const change = rds.modifyDBInstance({ DBInstanceIdentifier, DeletionProtection: true });
  expect(await refusal(change)).toBe("InvalidDBInstanceStateFault");
  const remove = rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
  expect(await refusal(remove)).toBe("InvalidDBInstanceStateFault");
});

test("a new class takes a while, and storage does not shrink", async () => {
  const { clock, modify, look } = await withDatabase();
  expect(await refusal(modify({ AllocatedStorage: 19 }))).toBe("InvalidParameterCombination");
  await modify({ DBInstanceClass: "db.t4g.small", AllocatedStorage: 40, BackupRetentionPeriod: 14 });
  expect(await look()).toMatchObject({
    DBInstanceStatus: "modifying",
    DBInstanceClass: "db.t4g.micro",
    BackupRetentionPeriod: 14,
    PendingModifiedValues: { DBInstanceClass: "db.t4g.small", AllocatedStorage: 40 },
  });
  expect(await refusal(modify({ BackupRetentionPeriod: 8 }))).toBe("InvalidDBInstanceStateFault");
  clock.advance(60);
  const now = await look();
  expect(now).toMatchObject({ DBInstanceStatus: "available", DBInstanceClass: "db.t4g.small", AllocatedStorage: 40 });
  expect(now.PendingModifiedValues).toEqual({});
});

test("a stopped one is started again, and cannot be changed before", async () => {
  const { rds, clock, modify, look } = await withDatabase();
  await rds.stopDBInstance({ DBInstanceIdentifier });
  expect((await look()).DBInstanceStatus).toBe("stopping");
  clock.advance(120);
  expect((await look()).DBInstanceStatus).toBe("stopped");
  expect(await refusal(modify({ DeletionProtection: false }))).toBe("InvalidDBInstanceStateFault");
  await rds.startDBInstance({ DBInstanceIdentifier });
  expect((await look()).DBInstanceStatus).toBe("starting");
  clock.advance(120);
  expect((await look()).DBInstanceStatus).toBe("available");
});

test("deletion protection holds, a decision about the final snapshot is wanted, and going takes two minutes", async () => {
  const { rds, ec2, clock, groupId, modify, remove, look } = await withDatabase();
  expect(await refusal(remove())).toBe("InvalidParameterCombination");
  await modify({ DeletionProtection: false });
  expect(await refusal(remove({}))).toBe("InvalidParameterCombination");
  await remove();
  expect((await look()).DBInstanceStatus).toBe("deleting");
  expect(await refusal(remove())).toBe("InvalidDBInstanceStateFault");
  expect(await refusal(rds.deleteDBSubnetGroup({ DBSubnetGroupName }))).toBe("InvalidDBSubnetGroupStateFault");
  expect(await refusal(rds.deleteDBParameterGroup({ DBParameterGroupName }))).toBe("InvalidDBParameterGroupStateFault");
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId: groupId }))).toBe("DependencyViolation");
  clock.advance(120);
  expect(await refusal(look())).toBe("DBInstanceNotFoundFault");
  await rds.deleteDBSubnetGroup({ DBSubnetGroupName });
  await rds.deleteDBParameterGroup({ DBParameterGroupName });
  await ec2.deleteSecurityGroup({ GroupId: groupId });
});

test("leaves a final snapshot with its tags, which can be deleted once it is complete", async () => {
  const { rds, clock, modify, remove } = await withDatabase();
  const DBSnapshotIdentifier = "shop-prod-final-20260105";
  const look = async () => (await rds.describeDBSnapshots({ DBSnapshotIdentifier })).DBSnapshots![0];
  await modify({ DeletionProtection: false });
  await remove({ FinalDBSnapshotIdentifier: DBSnapshotIdentifier });
  expect(await look()).toMatchObject({ Status: "creating", AllocatedStorage: 20, TagList: tags });
  expect(await refusal(rds.deleteDBSnapshot({ DBSnapshotIdentifier }))).toBe("InvalidDBSnapshotStateFault");
  clock.advance(120);
  expect(await look()).toMatchObject({ Status: "available", PercentProgress: 100 });
  await rds.deleteDBSnapshot({ DBSnapshotIdentifier });
  clock.advance(10);
  expect(await refusal(look())).toBe("DBSnapshotNotFoundFault");
});

test("parameters that differ from the family's default are told apart, and unknown ones are refused", async () => {
  const { rds } = await withGroups();
  const set = (ParameterName: string, ParameterValue = "1") =>
    rds.modifyDBParameterGroup({
      DBParameterGroupName,
      Parameters: [{ ParameterName, ParameterValue, ApplyMethod: "immediate" }],
    });
  const byUser = async () => (await rds.describeDBParameters({ DBParameterGroupName, Source: "user" })).Parameters;
  expect(await refusal(set("force_tls"))).toBe("InvalidParameterValue");
  expect(await refusal(set("max_connections"))).toBe("InvalidParameterCombination");
  await set("rds.force_ssl", "1");
  expect(await byUser()).toEqual([]);
  await set("rds.force_ssl", "0");
  expect(await byUser()).toMatchObject([{ ParameterName: "rds.force_ssl", ParameterValue: "0" }]);
  await set("rds.force_ssl", "1");
  expect(await byUser()).toEqual([]);
});

test.each([
  ["postgres14", "rds.force_ssl", "0"],
  ["postgres15", "rds.force_ssl", "1"],
  ["postgres17", "rds.force_ssl", "1"],
  ["mysql8.4", "require_secure_transport", "0"],
  ["mariadb10.11", "require_secure_transport", "0"],
  ["mariadb11.4", "require_secure_transport", "0"],
  ["mariadb11.8", "require_secure_transport", "1"],
])("a fresh group of %s has %s at %s", async (DBParameterGroupFamily, ParameterName, ParameterValue) => {
  const { rds } = openedServices();
  const group = { DBParameterGroupName };
  await rds.createDBParameterGroup({ ...group, DBParameterGroupFamily, Description: "database" });
  const { Parameters } = await rds.describeDBParameters(group);
  expect(Parameters).toContainEqual(expect.objectContaining({ ParameterName, ParameterValue, Source: "system" }));
});
