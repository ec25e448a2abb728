import type { StepContext } from "./context.ts";

const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (sid: string, actions: string[], resources: string | string[]) => ({
  Sid: sid,
  Effect: "Allow",
  Action: actions,
  Resource: resources,
});

/** The names of the inline policies: a role knows by them which of its policies somebody else put on it. */
export const rolePolicies = {
  server: "server",
  databaseSecret: "database-secret",
  buckets: "buckets",
  deploy: "deploy",
  push: "push",
} as const;

/** For actions that AWS cannot limit to a resource; anything else would deny them. */
const everyResource = "*";

/**
 * The server as Session Manager's and Run Command's other end (in place of SSH), and the reader of its own parameters.
 * AWS's managed policy for this would let it read every parameter of the account.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export function serverAccess({ names, account, region, partition }: StepContext) {
  const path = `arn:${partition}:ssm:${region}:${account}:parameter${names.parameterPath}`;
  return document(
    allow("Register", ["ssm:UpdateInstanceInformation"], `arn:${partition}:ec2:${region}:${account}:instance/*`),
    allow(
      "SessionChannels",
      [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ],
      everyResource,
    ),
    allow("OwnParameters", ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"], [path, `${path}/*`]),
  );
}

/** The database's user name and password, read when the service starts. */
export function readSecret(secretArn: string) {
  return document(allow("DatabaseSecret", ["secretsmanager:GetSecretValue"], secretArn));
}

/** Revisions are fetched from the build bucket; the app's own files are read and written. */
export function useBuckets(buildArn: string, assetsArn: string | undefined) {
  return document(
    allow("Revisions", ["s3:GetObject", "s3:GetObjectVersion"], `${buildArn}/*`),
    // Without it S3 says of a bundle that is gone that it is forbidden.
    allow("ListRevisions", ["s3:ListBucket"], buildArn),
    ...(assetsArn
      ? [
          allow("Assets", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `${assetsArn}/*`),
          allow("ListAssets", ["s3:ListBucket"], assetsArn),
        ]
      : []),
  );
}

/**
 * What CodeDeploy itself does on tagged servers: find them, and take each out of the target group while it is deployed
 * to. AWS's managed policy adds Auto Scaling, alarms and the termination of instances.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
 */
export function deployAccess(targetGroupArn: string | undefined) {
  const find = ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "tag:GetResources"];
  if (!targetGroupArn) return document(allow("FindServers", find, everyResource));
  return document(
    allow(
      "FindServers",
      [
        ...find,
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      everyResource,
    ),
    allow(
      "MoveTraffic",
      ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      targetGroupArn,
    ),
  );
}

/**
 * What a push may do: put a bundle into the build bucket and deploy it to this one group. Which action takes which
 * kind of resource is AWS's to say.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
 */
export function pushAccess({ names, account, region, partition }: StepContext, buildArn: string) {
  const codeDeploy = (what: string) => `arn:${partition}:codedeploy:${region}:${account}:${what}`;
  return document(
    // A large bundle goes up in parts, and what a cut-off upload left behind is cleared away.
    allow("Upload", ["s3:PutObject", "s3:AbortMultipartUpload"], `${buildArn}/*`),
    allow(
      "Deploy",
      ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
      codeDeploy(`deploymentgroup:${names.application}/${names.deploymentGroup}`),
    ),
    // Why a deployment failed: these two take no resource. A rollback is read as any deployment of the group is.
    allow("Explain", ["codedeploy:ListDeploymentTargets", "codedeploy:BatchGetDeploymentTargets"], everyResource),
    // What CreateDeployment does in its caller's name: it registers the revision, or finds it, and reads the pace.
    allow(
      "Revisions",
      ["codedeploy:RegisterApplicationRevision", "codedeploy:GetApplicationRevision"],
      codeDeploy(`application:${names.application}`),
    ),
    allow("Pace", ["codedeploy:GetDeploymentConfig"], codeDeploy("deploymentconfig:CodeDeployDefault.OneAtATime")),
  );
}
