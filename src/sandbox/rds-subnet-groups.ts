import type { DBSubnetGroup, RDS } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import type { SubnetGroupRow } from "./rds.ts";
import { databases } from "./rds-states.ts";
import { rdsArn } from "./rds-tags.ts";
import { required } from "./rules.ts";
import type { Handlers, Scene } from "./scene.ts";

export const subnetGroupHandlers = {
  CreateDBSubnetGroup: (scene, input) => {
    required("MissingParameter", input, "DBSubnetGroupName", "DBSubnetGroupDescription", "SubnetIds");
    const name = input.DBSubnetGroupName!.toLowerCase();
    if (!/^[a-z0-9 ._-]{1,255}$/.test(name) || name === "default") {
      throw rdsFault("InvalidParameterValue", `The parameter DBSubnetGroupName is not a valid identifier: ${name}`);
    }
    const { subnetGroups } = scene.world.rds;
    if (subnetGroups.some((row) => row.name === name)) {
      throw rdsFault("DBSubnetGroupAlreadyExists", `The DB subnet group '${name}' already exists.`);
    }
    const row: SubnetGroupRow = {
      name,
      arn: rdsArn(scene, "subgrp", name),
      description: input.DBSubnetGroupDescription!,
      subnetIds: input.SubnetIds!,
      tags: input.Tags ?? [],
    };
    checkSubnets(scene, row.subnetIds);
    subnetGroups.push(row);
    return { DBSubnetGroup: toSubnetGroup(scene, row) };
  },

  DescribeDBSubnetGroups: (scene, { DBSubnetGroupName }) => {
    const rows = DBSubnetGroupName ? [subnetGroupOf(scene, DBSubnetGroupName)] : scene.world.rds.subnetGroups;
    return { DBSubnetGroups: rows.map((row) => toSubnetGroup(scene, row)) };
  },

  ModifyDBSubnetGroup: (scene, { DBSubnetGroupName, DBSubnetGroupDescription, SubnetIds }) => {
    const row = subnetGroupOf(scene, DBSubnetGroupName!);
    checkSubnets(scene, SubnetIds!);
    row.subnetIds = SubnetIds!;
    row.description = DBSubnetGroupDescription ?? row.description;
    return { DBSubnetGroup: toSubnetGroup(scene, row) };
  },

  DeleteDBSubnetGroup: (scene, { DBSubnetGroupName }) => {
    const { rds } = scene.world;
    const { name } = subnetGroupOf(scene, DBSubnetGroupName!);
    const user = databases(scene).find(({ subnetGroup }) => subnetGroup === name);
    if (user) {
      const message = `Cannot delete the subnet group '${name}' because at least one database instance: ${user.identifier} is still using it.`;
      throw rdsFault("InvalidDBSubnetGroupStateFault", message);
    }
    rds.subnetGroups = rds.subnetGroups.filter((row) => row.name !== name);
    return {};
  },
} satisfies Handlers<RDS>;

export function subnetGroupOf({ world }: Scene, name: string): SubnetGroupRow {
  const row = world.rds.subnetGroups.find((each) => each.name === name.toLowerCase());
  if (!row) throw rdsFault("DBSubnetGroupNotFoundFault", `DB subnet group '${name}' does not exist.`);
  return row;
}

function checkSubnets({ world: { ec2 } }: Scene, subnetIds: string[]): void {
  const subnets = subnetIds.map((id) => {
    const subnet = ec2.subnets.find(({ SubnetId }) => SubnetId === id);
    if (!subnet) throw rdsFault("InvalidSubnet", `The subnet ID '${id}' does not exist`);
    return subnet;
  });
  if (new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2) {
    const message =
      "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets to cover at least 2 AZs.";
    throw rdsFault("DBSubnetGroupDoesNotCoverEnoughAZs", message);
  }
}

export function toSubnetGroup({ world: { ec2 } }: Scene, row: SubnetGroupRow): DBSubnetGroup {
  const subnets = row.subnetIds.map((id) => ec2.subnets.find(({ SubnetId }) => SubnetId === id));
  return {
    DBSubnetGroupName: row.name,
    DBSubnetGroupArn: row.arn,
    DBSubnetGroupDescription: row.description,
    SubnetGroupStatus: "Complete",
    VpcId: subnets[0]?.VpcId,
    Subnets: subnets.map((subnet) => ({
      SubnetIdentifier: subnet?.SubnetId,
      SubnetAvailabilityZone: { Name: subnet?.AvailabilityZone },
      SubnetStatus: "Active",
    })),
  };
}
