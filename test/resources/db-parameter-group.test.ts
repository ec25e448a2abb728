import { DescribeDBParametersCommand, ModifyDBParameterGroupCommand } from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { dbParameterGroup } from "../../src/resources/db-parameter-group.ts";
import { engines } from "../../src/steps/engines.ts";
import { builder } from "../sandbox/builder.ts";

const name = "shop-prod-db";

/** A fresh group of an engine's family on the sandbox. */
async function fresh(engine: keyof typeof engines) {
  const { clock, toolsFor } = builder();
  const tools = toolsFor("rds.parameter-group");
  const { aws } = tools;
  const { family, parameters } = engines[engine];
  const wanted: Record<string, string> = { ...parameters };
  const [parameter] = Object.keys(wanted);
  const input = { name, family, description: "database", parameters: wanted };
  const output = await dbParameterGroup.create(tools, input, "token");
  const sync = async () => (await dbParameterGroup.sync?.(tools, input, output)) ?? [];
  const apply = async () => {
    for (const change of await sync()) await change.apply?.();
  };
  const ready = async () => dbParameterGroup.ready?.(tools, input, output);
  const set = (ParameterName: string, ParameterValue: string) =>
    aws.rds(
      new ModifyDBParameterGroupCommand({
        DBParameterGroupName: name,
        Parameters: [{ ParameterName, ParameterValue, ApplyMethod: "immediate" }],
      }),
    );
  const value = async () => {
    const { Parameters } = await aws.rds(new DescribeDBParametersCommand({ DBParameterGroupName: name }));
    return Parameters?.find(({ ParameterName }) => ParameterName === parameter)?.ParameterValue;
  };
  return { parameter: parameter!, output, clock, sync, apply, ready, set, value };
}

test.each([
  ["postgres", []],
  ["mysql", [{ detail: "require_secure_transport: 0 -> 1" }]],
  ["mariadb", []],
] as const)(
  "%s: only what is not the family's default is sent, and nothing is left to change",
  async (engine, changes) => {
    const { output, clock, sync, apply, ready, value } = await fresh(engine);
    expect(await sync()).toMatchObject(changes);
    await apply();
    const before = clock.now();
    expect(await ready()).toEqual(output);
    expect(clock.now() - before).toBeLessThan(60_000);
    expect(await sync()).toEqual([]);
    expect(await value()).toBe("1");
  },
);

test.each(["postgres", "mysql", "mariadb"] as const)(
  "%s: TLS switched off by hand is switched on again",
  async (engine) => {
    const { parameter, sync, apply, ready, set, value } = await fresh(engine);
    await set(parameter, "0");
    expect(await sync()).toMatchObject([{ detail: `${parameter}: 0 -> 1` }]);
    await apply();
    await ready();
    expect(await sync()).toEqual([]);
    expect(await value()).toBe("1");
  },
);
