import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { opened, refusal } from "./open.ts";

const Name = "/deploy-wizard/shop/prod/port";
const Tags = [{ Key: "deploy-wizard:id", Value: "d1" }];
const put = new PutParameterCommand({ Name, Value: "8080", Type: "String", Tags });

test("a parameter is overwritten only on purpose, and then without tags", async () => {
  const { ssm } = opened();
  await ssm.send(put);
  expect(await refusal(ssm.send(put))).toBe("ParameterAlreadyExists");
  const change = { Name, Value: "9090", Overwrite: true };
  expect(await refusal(ssm.send(new PutParameterCommand({ ...change, Tags })))).toBe("ValidationException");
  await ssm.send(new PutParameterCommand(change));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  expect(Parameter).toMatchObject({ Value: "9090", Version: 2, Type: "String" });
  const tags = new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: Name });
  expect((await ssm.send(tags)).TagList).toEqual(Tags);
});

test("is found by path and by tag, and not found once it is deleted", async () => {
  const { ssm } = opened();
  await ssm.send(put);
  const Path = "/deploy-wizard/shop";
  const below = async (Recursive: boolean) =>
    (await ssm.send(new GetParametersByPathCommand({ Path, Recursive }))).Parameters!.map((each) => each.Name);
  expect(await below(true)).toEqual([Name]);
  expect(await below(false)).toEqual([]);
  const ParameterFilters = [{ Key: "tag:deploy-wizard:id", Values: ["d1"] }];
  expect((await ssm.send(new DescribeParametersCommand({ ParameterFilters }))).Parameters).toMatchObject([{ Name }]);
  await ssm.send(new DeleteParameterCommand({ Name }));
  expect(await refusal(ssm.send(new GetParameterCommand({ Name })))).toBe("ParameterNotFound");
  expect(await refusal(ssm.send(new DeleteParameterCommand({ Name })))).toBe("ParameterNotFound");
  const tagging = new AddTagsToResourceCommand({ ResourceType: "Parameter", ResourceId: Name, Tags });
  expect(await refusal(ssm.send(tagging))).toBe("InvalidResourceId");
});

test("AWS's own parameters name the images, one per architecture", async () => {
  const { ssm } = opened();
  const image = async (architecture: string) => {
    const Name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
    return (await ssm.send(new GetParameterCommand({ Name }))).Parameter!.Value!;
  };
  expect(await image("arm64")).toMatch(/^ami-\w{17}$/);
  expect(await image("arm64")).not.toBe(await image("x86_64"));
});
