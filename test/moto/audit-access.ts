import type { Check } from "./audit.ts";
import type { Statement, World } from "./world.ts";

/** Actions that AWS cannot limit to a resource: a statement for these alone may name `*`. */
const unlimited =
  /^(ec2:Describe\w+|elasticloadbalancing:Describe\w+|tag:GetResources|ssmmessages:\w+|ec2messages:\w+|codedeploy:(List|BatchGet)DeploymentTargets)$/;

const list = (one: string | string[] | undefined) => (one === undefined ? [] : [one].flat());

/** IAM: what each role may do, and who may be it. */
export function checkAccess({ iam, account }: World): Check[] {
  const checks = iam.roles.flatMap(({ RoleName, Attached, Policies, Trust }): Check[] => [
    [`${RoleName} has no managed policy`, Attached.length === 0],
    ...Object.entries(Policies).flatMap(([name, { Statement }]) =>
      Statement.flatMap((one): Check[] => [
        [`${RoleName}/${name} allows no action by wildcard`, list(one.Action).every((action) => !action.includes("*"))],
        [`${RoleName}/${name} names its resources`, namesItsResources(one)],
        [`${RoleName}/${name} passes no role`, !list(one.Action).some((action) => /^iam:/i.test(action))],
      ]),
    ),
    ...Trust.Statement.map(
      (one): Check => [`${RoleName} trusts one party, under conditions`, trustIsNarrow(one, account)],
    ),
  ]);
  return [
    ...checks,
    [
      "every profile holds its own role",
      iam.profiles.every((one) => one.Roles.length === 1 && one.Roles[0]?.RoleName === one.InstanceProfileName),
    ],
  ];
}

function namesItsResources({ Action, Resource }: Statement): boolean {
  const resources = list(Resource);
  if (resources.length === 0) return false;
  return !resources.includes("*") || list(Action).every((action) => unlimited.test(action));
}

function trustIsNarrow({ Effect, Principal, Condition }: Statement, account: string): boolean {
  if (Effect !== "Allow" || typeof Principal !== "object") return false;
  const conditions = Object.entries(Condition ?? {});
  if (Principal.Service) {
    return conditions.some(
      ([test, { "aws:SourceAccount": wanted }]) => /^StringEquals/.test(test) && wanted === account,
    );
  }
  const { StringEquals = {} } = Condition ?? {};
  const [subject, audience] = ["sub", "aud"].map(
    (claim) => StringEquals[`token.actions.githubusercontent.com:${claim}`],
  );
  const subjects = list(subject);
  return (
    conditions.length === 1 &&
    audience === "sts.amazonaws.com" &&
    subjects.length > 0 &&
    subjects.every((one) => !/[*?]/.test(one))
  );
}
