import { DescribeAddressesCommand, DescribeVpcsCommand, type Filter, type Instance } from "@aws-sdk/client-ec2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { ListTagsForResourceCommand } from "@aws-sdk/client-ssm";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { createOwner, tagKeys } from "../aws/owner.ts";
import { createNames, type Names } from "../config/naming.ts";
import { type Config, parseConfig } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { liveInstance, rootVolumeOf } from "../resources/instance-state.ts";
import { parametersBelow } from "../resources/parameter.ts";
import { githubOfRole } from "./github-trust.ts";

/** What one app's server reads at its start, by the last part of the parameters' names: `port`, `database-engine`. */
export interface ParametersOfApp {
  app: string;
  environment: string;
  values: Map<string, string>;
}

/** Every app that has parameters of a server in this Region. */
export async function appsWithParameters(aws: Aws): Promise<ParametersOfApp[]> {
  const apps = new Map<string, ParametersOfApp>();
  for (const { name, value } of await parametersBelow(aws, "/deploy-wizard/")) {
    const [, app, environment, what] = /^\/deploy-wizard\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(name) ?? [];
    if (!app || !environment || !what) continue;
    const key = `${app}/${environment}`;
    const known = apps.get(key) ?? { app, environment, values: new Map() };
    apps.set(key, known);
    known.values.set(what, value);
  }
  return [...apps.values()];
}

/** Without these nobody knows what was asked for. */
const needed = ["runtime", "port", "health-check", "entry", "domain"];

export interface LostConfig {
  config: Config;
  /** The deployment that the parameters belong to. */
  id: string;
}

/**
 * The answers as the account still has them: what the server reads at its start, and what the server, the database, the
 * buckets and GitHub's role are like. What is not there any more gets the default, or counts as not wanted.
 * Throws `usage` when too little is left, or when the parameters are not ours.
 */
export async function readLostConfig(
  aws: Aws,
  { app, environment, values }: ParametersOfApp,
  region: string,
): Promise<LostConfig> {
  const missing = needed.filter((what) => !values.has(what));
  const value = (what: string) => values.get(what) ?? "";
  const name = createNames(app, environment, "").parameter(needed.find((what) => values.has(what)) ?? "runtime");
  const id = missing.length > 0 ? undefined : await deploymentOf(aws, name, { app, environment });
  if (id === undefined) {
    const why =
      missing.length > 0
        ? `${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} gone`
        : "its tags are gone or somebody else's";
    throw new WizardError("usage", `There is no config, and of ${name} and its like too little is left: ${why}.`, {
      hint: 'Write deploy-wizard.json with the answers that you gave, such as {"app": "shop", "domain": "example.com"}.',
    });
  }
  const names = createNames(app, environment, id);
  const madeAs = (key: string) => createOwner({ app, environment, id }, key).filters();
  const server = await liveInstance(aws, names.instance, madeAs("ec2.instance"));
  const [given, vpc, elasticIp, database, github] = await Promise.all([
    server && serverOf(aws, server),
    server && vpcOf(aws, server),
    hasAddress(aws, madeAs("eip.address")),
    databaseOf(aws, names, values.get("database-engine")),
    githubOfRole(aws, names.githubRole),
  ]);
  const entry = value("entry");
  const config = {
    ...{ app, region, entry, github, database, vpc },
    domain: value("domain") === "-" ? null : value("domain"),
    runtime: value("runtime"),
    port: Number(value("port")),
    healthCheck: value("health-check"),
    // Without a load balancer the server has an address of its own in any case.
    server: { ...given, elasticIp: entry === "alb" && elasticIp },
    assets: values.has("assets-bucket"),
  };
  return { id, config: parseConfig(config, "what the account says") };
}

/** The id in a parameter's tags; undefined when it is not one of this app's environment. */
async function deploymentOf(aws: Aws, name: string, { app, environment }: { app: string; environment: string }) {
  const command = new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name });
  const { TagList } = await aws.ssm(command);
  const tag = (key: string) => TagList?.find(({ Key }) => Key === key)?.Value;
  return tag(tagKeys.app) === app && tag(tagKeys.environment) === environment ? tag(tagKeys.id) : undefined;
}

async function serverOf(aws: Aws, server: Instance) {
  return { instanceType: server.InstanceType, disk: (await rootVolumeOf(aws, server))?.Size };
}

async function vpcOf(aws: Aws, { VpcId }: Instance): Promise<string | undefined> {
  const { Vpcs } = await aws.ec2(new DescribeVpcsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId!] }] }));
  return Vpcs?.[0]?.IsDefault ? "default" : VpcId;
}

async function hasAddress(aws: Aws, Filters: Filter[]): Promise<boolean> {
  const { Addresses } = await aws.ec2(new DescribeAddressesCommand({ Filters }));
  return (Addresses ?? []).length > 0;
}

/** `engine` is the one that the server was told of; a database that is gone is still wanted. */
async function databaseOf(aws: Aws, { database: DBInstanceIdentifier }: Names, engine: string | undefined) {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier });
  const found = await orAbsent(aws.rds(command), "DBInstanceNotFound", "DBInstanceNotFoundFault");
  const [now] = found?.DBInstances ?? [];
  if (!now) return engine === undefined ? null : { engine };
  return {
    engine: now.Engine,
    class: now.DBInstanceClass,
    storage: now.AllocatedStorage,
    backupDays: now.BackupRetentionPeriod,
    multiAz: now.MultiAZ,
  };
}
