import { WizardError } from "../engine/errors.ts";

/** Where AWS publishes each limit is said at the resource; here they keep the names honest in one place. */
const limits = { elb: 32, rds: 63, iam: 64, s3: 63, codeDeploy: 100, ec2: 255 };

/** Every name that this deployment gives to something on AWS. */
export type Names = ReturnType<typeof createNames>;

/**
 * The names of one deployment, all `<app>-<environment>-<what>`. `id` is the deployment's random id; bucket names carry
 * it, because they are shared by the whole world. Throws `config` if a name would be longer than AWS takes.
 */
export function createNames(app: string, environment: string, id: string) {
  const name = (what: string, limit: number) => atMost(limit, `${app}-${environment}-${what}`);
  return {
    /** What every name begins with, for resources that have only a Name tag. */
    prefix: `${app}-${environment}`,

    loadBalancer: name("alb", limits.elb),
    targetGroup: name("tg", limits.elb),

    albGroup: name("alb", limits.ec2),
    appGroup: name("app", limits.ec2),
    dbGroup: name("db", limits.ec2),
    instance: name("server", limits.ec2),
    address: name("address", limits.ec2),

    /** The instance profile has the same name. */
    serverRole: name("server", limits.iam),
    codeDeployRole: name("codedeploy", limits.iam),
    githubRole: name("github", limits.iam),

    database: name("db", limits.rds),
    dbSubnetGroup: name("db", limits.rds),
    /** One for each engine family (`postgres17`, `mysql8.4`), because AWS cannot change a group's family. */
    dbParameterGroup: (family: string) => name(`db-${family.replaceAll(".", "-")}`, limits.rds),
    /** The database inside the server; engines allow no hyphen there. */
    databaseName: `${app}_${environment}`.replaceAll("-", "_"),
    /** Not one of the words that RDS reserves (`admin`, `postgres`, `root`, `user`). */
    adminName: "appadmin",

    buildBucket: name(`build-${id}`, limits.s3),
    assetsBucket: name(`assets-${id}`, limits.s3),

    application: name("app", limits.codeDeploy),
    deploymentGroup: name("group", limits.codeDeploy),

    certificate: name("certificate", limits.ec2),
    hostedZone: name("zone", limits.ec2),

    /** Where the server reads its values from. */
    parameterPath: `/deploy-wizard/${app}/${environment}`,
    parameter: (what: string) => `/deploy-wizard/${app}/${environment}/${what}`,
  };
}

function atMost(limit: number, name: string): string {
  if (name.length <= limit) return name;
  throw new WizardError("config", `The name ${name} has ${name.length} characters; AWS takes ${limit}.`, {
    hint: "Choose a shorter --app or --env.",
  });
}
