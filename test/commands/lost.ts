/** Deployments whose state is lost. */
import { expect, onTestFinished } from "vitest";
import { isLook, type Rehearsal, rehearse } from "./rehearsal.ts";

/** A rehearsal, gone when the test is over. */
export const open = (...args: Parameters<typeof rehearse>): Rehearsal => {
  const one = rehearse(...args);
  onTestFinished(one.end);
  return one;
};

export const changing = ({ calls }: Rehearsal) => calls.filter((call) => !isLook(call));

/** What `recover` says in JSON. */
type Report = { recovered: { key: string; by: string; sure: boolean; note?: unknown }[]; missing: string[] };

export async function loseAndRecover(one: Rehearsal): Promise<Report> {
  one.lose();
  const { exitCode, more } = await one.recover();
  expect(exitCode).toBe(0);
  expect(changing(one)).toEqual([]);
  return JSON.parse(JSON.stringify(more)) as Report;
}

const tagsOf = (app: string, id: string) =>
  Object.entries({ app, environment: "prod", id, resource: "network.app-group" }).map(([name, Value]) => ({
    Key: `deploy-wizard:${name}`,
    Value,
  }));

/** A security group that nobody of this test made with the wizard. */
export const putGroup = ({ sandbox }: Rehearsal, name: string, app: string, id: string) => {
  const { Vpcs } = sandbox.answer("ec2", "DescribeVpcs", {}) as { Vpcs: { VpcId: string }[] };
  return sandbox.answer("ec2", "CreateSecurityGroup", {
    GroupName: name,
    Description: name,
    VpcId: Vpcs[0]?.VpcId,
    TagSpecifications: [{ ResourceType: "security-group", Tags: tagsOf(app, id) }],
  }) as { GroupId: string };
};
