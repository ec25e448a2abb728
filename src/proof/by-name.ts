import { awsCode } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { createNames } from "../config/naming.ts";
import { WizardError } from "../engine/errors.ts";
import type { Standing } from "../prices/standing.ts";
import { type BucketInput, bucket } from "../resources/bucket.ts";
import { codeDeployApplication } from "../resources/codedeploy-application.ts";
import { dbParameterGroup } from "../resources/db-parameter-group.ts";
import { dbSubnetGroup } from "../resources/db-subnet-group.ts";
import { instanceProfile } from "../resources/instance-profile.ts";
import { parameter, parametersBelow } from "../resources/parameter.ts";
import { role } from "../resources/role.ts";
import { engines } from "../steps/engines.ts";
import type { Search, Stray } from "./stray.ts";

const namesOf = ({ tools: { owner } }: Search) => createNames(owner.app, owner.environment, owner.id);

export const strayProfile = (search: Search) => strayNamed(search, instanceProfile, namesOf(search).serverRole);
export const strayServerRole = (search: Search) => strayNamed(search, role, namesOf(search).serverRole);
export const strayCodeDeployRole = (search: Search) => strayNamed(search, role, namesOf(search).codeDeployRole);
export const strayGithubRole = (search: Search) => strayNamed(search, role, namesOf(search).githubRole);

export const strayBuildBucket = (search: Search) => strayBucket(search, namesOf(search).buildBucket, "build");
export const strayAssetsBucket = (search: Search) => strayBucket(search, namesOf(search).assetsBucket, "assets");

// Every version in it would have to go first: no single command does that.
const strayBucket = (search: Search, name: string, purpose: BucketInput["purpose"]) =>
  strayNamed(search, bucket, name, { more: { purpose }, standing: { buckets: 1 } });

export async function strayParameters(search: Search): Promise<Stray[]> {
  const { aws, region } = search.tools;
  const strays: Stray[] = [];
  for (const { name } of await parametersBelow(aws, namesOf(search).parameterPath)) {
    const removeWith = `aws ssm delete-parameter --name ${name} --region ${region}`;
    strays.push(...(await strayNamed(search, parameter, name, { removeWith })));
  }
  return strays;
}

/** The application, and with it the deployment group, which does not outlive it. */
export function strayApplication(search: Search): Promise<Stray[]> {
  const { application } = namesOf(search);
  const removeWith = `aws deploy delete-application --application-name ${application} --region ${search.tools.region}`;
  return strayNamed(search, codeDeployApplication, application, { removeWith });
}

/** What a database needs and outlives it; a former engine's group of parameters has another name. */
export async function straysBesideDatabase(search: Search): Promise<Stray[]> {
  const { dbSubnetGroup: subnetGroup, dbParameterGroup: parameterGroup } = namesOf(search);
  const strays = await strayNamed(search, dbSubnetGroup, subnetGroup, {
    removeWith: rds(search, "subnet", subnetGroup),
  });
  for (const { family } of Object.values(engines)) {
    const name = parameterGroup(family);
    const removeWith = rds(search, "parameter", name);
    strays.push(...(await strayNamed(search, dbParameterGroup, name, { removeWith })));
  }
  return strays;
}

const rds = ({ tools: { region } }: Search, what: "subnet" | "parameter", name: string) =>
  `aws rds delete-db-${what}-group --db-${what}-group-name ${name} --region ${region}`;

interface Known<Input> {
  /** What the resource's input has beside its name, as far as looking for it needs that. */
  more?: Partial<Input>;
  removeWith?: string;
  standing?: Partial<Standing>;
}

/** Looked for as a run would that has no record of it: with other tags, or none, it is somebody else's. */
async function strayNamed<Input extends { name: string }, Output>(
  { tools, known }: Search,
  resource: AwsResource<Input, Output>,
  name: string,
  { more, removeWith, standing = {} }: Known<Input> = {},
): Promise<Stray[]> {
  const input = { ...more, name } as Input;
  try {
    const found = await resource.find(tools, input, {});
    const id = found && resource.id(found.output);
    return id && !known.has(id) ? [{ title: resource.title(input), id, removeWith, standing }] : [];
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "not-ours") throw error;
    // S3 denies alike what is somebody else's and what the caller may not see: nobody knows what is there.
    if (error.cause instanceof WizardError && awsCode(error.cause) === "AccessDenied") throw error.cause;
    return [];
  }
}
