import type { StepContext } from "../steps/context.ts";

/** What the names of a deployment's resources follow from. */
export type Scope = Pick<StepContext, "account" | "region" | "partition" | "names" | "config">;

/**
 * The ARNs of what a deployment makes, as far as its names are known beforehand; a `*` stands for what AWS adds.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function arnsOf({ account, region, partition, names, config }: Scope) {
  const arn = (service: string, what: string) => `arn:${partition}:${service}:${region}:${account}:${what}`;
  const iam = (what: string) => `arn:${partition}:iam::${account}:${what}`;
  const balancing = (what: string) => arn("elasticloadbalancing", what);
  const database = (what: string) => arn("rds", what);
  // A bucket's name ends in the deployment's id, which a policy that is written beforehand cannot know.
  const anyId = (bucket: string) => bucket.replace(/-[a-z0-9]+$/, "-*");
  const buckets = [names.buildBucket, ...(config.assets ? [names.assetsBucket] : [])].map(
    (name) => `arn:${partition}:s3:::${anyId(name)}`,
  );
  const roles = [names.serverRole, names.codeDeployRole, ...(config.github ? [names.githubRole] : [])];
  return {
    buckets,
    objects: buckets.map((bucket) => `${bucket}/*`),
    roles: roles.map((name) => iam(`role/${name}`)),
    serverRole: iam(`role/${names.serverRole}`),
    codeDeployRole: iam(`role/${names.codeDeployRole}`),
    everyRole: iam("role/*"),
    serviceRole: (service: string, name: string) => iam(`role/aws-service-role/${service}/${name}`),
    instanceProfile: iam(`instance-profile/${names.serverRole}`),
    oidcProvider: iam("oidc-provider/token.actions.githubusercontent.com"),
    parameterPath: arn("ssm", `parameter${names.parameterPath}`),
    parameters: arn("ssm", `parameter${names.parameterPath}/*`),
    images: `arn:${partition}:ssm:${region}::parameter/aws/service/ami-amazon-linux-latest/*`,
    zones: `arn:${partition}:route53:::hostedzone/*`,
    zoneChanges: `arn:${partition}:route53:::change/*`,
    certificates: arn("acm", "certificate/*"),
    loadBalancer: balancing(`loadbalancer/app/${names.loadBalancer}/*`),
    listeners: balancing(`listener/app/${names.loadBalancer}/*`),
    targetGroup: balancing(`targetgroup/${names.targetGroup}/*`),
    database: database(`db:${names.database}`),
    subnetGroup: database(`subgrp:${names.dbSubnetGroup}`),
    parameterGroup: database(`pg:${names.dbParameterGroup("*")}`),
    optionGroups: database("og:*"),
    finalSnapshots: database(`snapshot:${names.database}-final-*`),
    secrets: arn("secretsmanager", "secret:rds!*"),
    keys: arn("kms", "key/*"),
    application: arn("codedeploy", `application:${names.application}`),
    deploymentGroup: arn("codedeploy", `deploymentgroup:${names.application}/${names.deploymentGroup}`),
  };
}
