import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { settling } from "./patience.ts";
import { tagChanges } from "./tag-changes.ts";

export interface ParameterInput {
  /** A path, `/deploy-wizard/shop/prod/port`; it may not start with `aws` or `ssm`. */
  name: string;
  /** 1 to 4096 bytes. No secrets: it is kept as plain text. */
  value: string;
  description: string;
  /** Set when the server only reads it once: what to do about another value. */
  once?: string;
}

export interface ParameterOutput {
  name: string;
}

/**
 * A plain-text parameter that the server reads when its service starts.
 * Throws `not-ours` if the name is taken by a parameter without our tags.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const parameter: AwsResource<ParameterInput, ParameterOutput> = {
  kind: "parameter",
  title: ({ name }) => say("titleParameter", name),
  id: ({ name }) => name,

  async find(tools, { name }) {
    if (!(await byName(tools.aws, name))) return undefined;
    await claim(tools, name);
    return { output: { name } };
  },

  async create(tools, { name, value, description }) {
    const { aws, owner, poll } = tools;
    const command = new PutParameterCommand({
      Name: name,
      Value: value,
      Description: description,
      Type: "String",
      Tier: "Standard",
      Tags: owner.tags(tagNameOf(tools, name)),
    });
    await orAbsent(aws.ssm(command), "ParameterAlreadyExists");
    await poll({ what: say("waitToAppear", say("titleParameter", name)), ...settling }, () => byName(aws, name));
    await claim(tools, name);
    return { name };
  },

  async sync(tools, { name, value, description, once }) {
    const { aws, owner } = tools;
    const now = await byName(aws, name);
    const tags = tagChanges(owner, tagNameOf(tools, name), await tagsOf(tools, name), (Tags) =>
      aws.ssm(new AddTagsToResourceCommand({ ResourceType: "Parameter", ResourceId: name, Tags })),
    );
    if (once && now?.Value !== value) return [...tags, { detail: `${now?.Value} -> ${value}`, instead: once }];
    const values = differences({ value }, { value: now?.Value }, () => async () => {
      // Tags are not allowed together with Overwrite; those it has stay.
      const changed = { Name: name, Value: value, Description: description, Overwrite: true };
      await aws.ssm(new PutParameterCommand({ ...changed, Type: "String" }));
    });
    return [...tags, ...values];
  },

  async remove({ aws }, { name }) {
    await orAbsent(aws.ssm(new DeleteParameterCommand({ Name: name })), "ParameterNotFound");
  },
};

/** Parameters of a path and of what is below it, with their values. */
export async function parametersBelow(aws: Aws, Path: string): Promise<{ name: string; value: string }[]> {
  const all: { name: string; value: string }[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.ssm(new GetParametersByPathCommand({ Path, Recursive: true, NextToken }));
    all.push(...(page.Parameters ?? []).map(({ Name = "", Value = "" }) => ({ name: Name, value: Value })));
    NextToken = page.NextToken;
  } while (NextToken);
  return all;
}

async function byName(aws: Aws, name: string) {
  return (await orAbsent(aws.ssm(new GetParameterCommand({ Name: name })), "ParameterNotFound"))?.Parameter;
}

const tagNameOf = ({ owner }: AwsTools, name: string) => `${owner.app}-${owner.environment}-${name.split("/").at(-1)}`;

async function tagsOf({ aws }: AwsTools, name: string) {
  const command = new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name });
  return (await aws.ssm(command)).TagList;
}

async function claim(tools: AwsTools, name: string): Promise<void> {
  tools.owner.claim(`Parameter ${name}`, await tagsOf(tools, name));
}
