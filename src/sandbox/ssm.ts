import type { Parameter, SSM, Tag } from "@aws-sdk/client-ssm";
import { imageParameters } from "./ec2-types.ts";
import { checkParameter, required } from "./rules.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { agentHandlers } from "./ssm-agents.ts";

export interface ParameterState {
  name: string;
  value: string;
  type: "String" | "StringList" | "SecureString";
  description?: string | undefined;
  version: number;
  tags: Tag[];
  modifiedAt: number;
}

export interface SsmWorld {
  parameters: ParameterState[];
  /** Servers whose CodeDeploy agent does not run; planted by tests. */
  stoppedAgents?: string[];
}

export const emptySsm = (): SsmWorld => ({ parameters: [] });

export const ssmHandlers = {
  ...agentHandlers,

  PutParameter(scene, input) {
    required("ValidationException", input, "Name");
    const { Name: name = "", Value: value = "", Tags, Overwrite = false } = input;
    checkParameter(name, value);
    if (Overwrite && Tags?.length) {
      throw fault("ValidationException", "Invalid request: tags and overwrite can't be used together.");
    }
    const before = scene.world.ssm.parameters.find((parameter) => parameter.name === name);
    if (before && !Overwrite) {
      throw fault("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set overwrite.");
    }
    const parameter: ParameterState = {
      name,
      value,
      type: input.Type ?? before?.type ?? "String",
      description: input.Description ?? before?.description,
      version: (before?.version ?? 0) + 1,
      tags: Tags ?? before?.tags ?? [],
      modifiedAt: scene.now(),
    };
    scene.world.ssm.parameters = [...scene.world.ssm.parameters.filter((each) => each !== before), parameter];
    return { Version: parameter.version, Tier: "Standard" };
  },

  GetParameter(scene, { Name }) {
    const Parameter = read(scene, Name);
    if (!Parameter) throw fault("ParameterNotFound", `Parameter ${Name} not found.`);
    return { Parameter };
  },

  GetParameters(scene, { Names = [] }) {
    const found = Names.map((name) => [name, read(scene, name)] as const);
    return {
      Parameters: found.flatMap(([, parameter]) => parameter ?? []),
      InvalidParameters: found.filter(([, parameter]) => !parameter).map(([name]) => name),
    };
  },

  GetParametersByPath(scene, { Path = "/", Recursive = false }) {
    const folder = Path.endsWith("/") ? Path : `${Path}/`;
    const below = scene.world.ssm.parameters.filter(
      ({ name }) => name.startsWith(folder) && (Recursive || !name.slice(folder.length).includes("/")),
    );
    return { Parameters: below.map((parameter) => toParameter(scene, parameter)) };
  },

  DescribeParameters({ world }, { ParameterFilters = [] }) {
    const wanted = world.ssm.parameters.filter((parameter) =>
      ParameterFilters.every(({ Key = "", Option = "Equals", Values = [] }) => {
        const has = facet(parameter, Key);
        return Values.some((value) => (Option === "Equals" ? has === value : has?.startsWith(value)));
      }),
    );
    return {
      Parameters: wanted.map(({ name: Name, type: Type, version: Version, description: Description }) => ({
        Name,
        Type,
        Version,
        Description,
      })),
    };
  },

  DeleteParameter(scene, { Name }) {
    remove(scene, parameterNamed(scene, Name, "ParameterNotFound"));
    return {};
  },

  DeleteParameters(scene, { Names = [] }) {
    const there = scene.world.ssm.parameters.filter(({ name }) => Names.includes(name));
    for (const parameter of there) remove(scene, parameter);
    const DeletedParameters = there.map(({ name }) => name);
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
  },

  ListTagsForResource: (scene, { ResourceId }) => ({
    TagList: parameterNamed(scene, ResourceId, "InvalidResourceId").tags,
  }),

  AddTagsToResource(scene, { ResourceId, Tags = [] }) {
    const parameter = parameterNamed(scene, ResourceId, "InvalidResourceId");
    const kept = parameter.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
    parameter.tags = [...kept, ...Tags];
    return {};
  },
} satisfies Handlers<SSM>;

function facet({ name, type, tags }: ParameterState, key: string): string | undefined {
  if (key.startsWith("tag:")) return tags.find(({ Key }) => Key === key.slice("tag:".length))?.Value;
  if (key === "Name") return name;
  if (key === "Path") return name.slice(0, name.lastIndexOf("/"));
  return key === "Type" ? type : undefined;
}

function read(scene: Scene, name: string | undefined): Parameter | undefined {
  const image = imageParameters[name ?? ""];
  if (image) return { Name: name, Type: "String", Value: image, Version: 1, DataType: "aws:ec2:image" };
  const found = scene.world.ssm.parameters.find((parameter) => parameter.name === name);
  return found && toParameter(scene, found);
}

function parameterNamed({ world }: Scene, wanted: string | undefined, code: string): ParameterState {
  const found = world.ssm.parameters.find(({ name }) => name === wanted);
  if (found) return found;
  throw fault(code, `Parameter ${wanted} not found.`);
}

function remove({ world }: Scene, gone: ParameterState) {
  world.ssm.parameters = world.ssm.parameters.filter((parameter) => parameter !== gone);
}

const toParameter = ({ account, region }: Scene, parameter: ParameterState): Parameter => ({
  Name: parameter.name,
  Type: parameter.type,
  Value: parameter.value,
  Version: parameter.version,
  LastModifiedDate: new Date(parameter.modifiedAt),
  ARN: `arn:aws:ssm:${region}:${account}:parameter${parameter.name.startsWith("/") ? "" : "/"}${parameter.name}`,
  DataType: "text",
});
