import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";
import type { Grant } from "./actions.ts";
import { oneLine } from "./asked.ts";
import { type Caller, principalOf } from "./caller.ts";
import type { Circumstances, Planned } from "./circumstances.ts";
import type { Decision } from "./decision.ts";
import type { Finding } from "./finding.ts";
import { grantsOf } from "./grants.ts";
import { policyDocuments, policyLines } from "./policy.ts";
import { simulate, type Verdict } from "./simulate.ts";

/** May this user or role do everything that the plan needs? IAM is asked to simulate it; nothing is tried. */
export async function checkPermissions(
  { session }: Circumstances,
  { blueprint, context }: Planned,
  caller: Caller,
): Promise<Finding[]> {
  const { aws, account, partition, region } = session;
  const grants = grantsOf(blueprint, context);
  let verdicts: Verdict[];
  try {
    const principal = await principalOf(aws, caller);
    if (principal.no) return [principal.no === "root" ? rootCalls : cannotBeJudged(caller)];
    const who = { principal: principal.arn, account, partition, region };
    verdicts = await withoutOldServiceRoles(aws, await simulate(aws, who, grants));
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "refused") throw error;
    return [notToldWhetherAllowed(error, grants)];
  }
  const findings = [lacking(verdicts), forbidden(verdicts), unclear(verdicts)].filter((each) => each !== undefined);
  if (findings.length > 0) return findings;
  const count = new Set(verdicts.map(({ action }) => action)).size;
  return [{ check: "permissions", status: "ok", message: `All ${count} actions of this plan are allowed.` }];
}

const rootCalls: Finding = {
  check: "permissions",
  status: "warning",
  message: "The account's root user calls: IAM cannot simulate it, and it may do nearly everything.",
  hint: "Sign in as a user or role instead: what the root user's keys can do, nobody can limit.",
};

const cannotBeJudged = ({ arn }: Caller): Finding => ({
  check: "permissions",
  status: "unknown",
  message: `IAM cannot simulate what ${arn} may do: it is neither a user nor a role.`,
  hint: "With a role instead this could be checked.",
});

/** What `doctor` itself looks at, beside what the plan needs: with these its other checks can answer. */
const looks: Grant = {
  actions: [
    "ec2:DescribeRegions",
    "iam:SimulatePrincipalPolicy",
    "pricing:GetProducts",
    "rds:DescribeAccountAttributes",
    "rds:DescribeOrderableDBInstanceOptions",
    "route53:GetAccountLimit",
    "s3:ListAllMyBuckets",
    "servicequotas:GetServiceQuota",
    "ssm:DescribeInstanceInformation",
  ],
  resources: ["*"],
};

/** Who may not ask IAM is shown all that the plan needs, to compare or to attach. */
const notToldWhetherAllowed = (error: WizardError, grants: readonly Grant[]): Finding => ({
  check: "permissions",
  status: "unknown",
  message: `The permissions could not be asked: ${oneLine(error.message)}`,
  hint: `${attach([...grants, looks])} It is everything that this plan and \`doctor\` need.`,
  detail: policyLines([...grants, looks]),
});

/** How the policy is attached: the whole plan is more than one managed policy can hold. */
function attach(grants: readonly Grant[]): string {
  const count = policyDocuments(grants).length;
  return count === 1
    ? "Attach this policy to the user or role."
    : `Attach these ${count} policies to the user or role, each as a managed policy of its own (one holds 6,144 characters).`;
}

/** A service-linked role that is there already need not be made. */
async function withoutOldServiceRoles(aws: Aws, verdicts: Verdict[]): Promise<Verdict[]> {
  const kept = await Promise.all(
    verdicts.map((verdict) =>
      verdict.action === "iam:CreateServiceLinkedRole" && verdict.decision !== "allowed"
        ? unlessThere(aws, verdict)
        : [verdict],
    ),
  );
  return kept.flat();
}

async function unlessThere(aws: Aws, verdict: Verdict): Promise<Verdict[]> {
  const RoleName = verdict.grant.resources[0]!.split("/").at(-1)!;
  try {
    const there = await orAbsent(aws.iam(new GetRoleCommand({ RoleName })), "NoSuchEntity", "NoSuchEntityException");
    return there ? [] : [verdict];
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "refused") throw error;
    return [{ ...verdict, decision: "unclear" }];
  }
}

const actionsWith = (verdicts: readonly Verdict[], decision: Decision) =>
  [...new Set(verdicts.filter((verdict) => verdict.decision === decision).map(({ action }) => action))].sort();

/** Sent when something is taken down or made anew, and by no first run. */
const takesDown = /:(Abort|Delete|Deregister|Detach|Disassociate|Release|Remove|Terminate|Untag)/;

/** Who may make everything and take nothing down can finish a run, but not `destroy`; and no guess stops anybody. */
const statusOf = (verdicts: readonly Verdict[]): Finding["status"] =>
  verdicts.every(({ action, decision }) => decision === "guessed" || takesDown.test(action)) ? "warning" : "problem";

function lacking(verdicts: readonly Verdict[]): Finding | undefined {
  const missing = verdicts.filter(({ decision }) => decision === "missing" || decision === "guessed");
  if (missing.length === 0) return undefined;
  const named = [...new Set(missing.map(({ action }) => action))].sort();
  const lacked = missing.map(({ action, grant }) => ({ ...grant, actions: [action] }));
  const shown = named.length > 4 ? `${named.slice(0, 3).join(", ")} and ${named.length - 3} more` : named.join(", ");
  return {
    check: "permissions",
    status: statusOf(missing),
    message: `${named.length} of the plan's actions ${named.length === 1 ? "is" : "are"} not allowed: ${shown}.`,
    hint: `${attach(lacked)} One that limits actions by tag or ARN may be judged too strictly.`,
    detail: policyLines(lacked),
  };
}

function forbidden(verdicts: readonly Verdict[]): Finding | undefined {
  const named = actionsWith(verdicts, "denied");
  if (named.length === 0) return undefined;
  return {
    check: "permissions",
    status: statusOf(verdicts.filter(({ decision }) => decision === "denied")),
    message: `Forbidden by a Deny or a permissions boundary: ${named.join(", ")}.`,
    hint: "Another policy does not help against these: whoever set the limit has to lift it.",
  };
}

function unclear(verdicts: readonly Verdict[]): Finding | undefined {
  const named = actionsWith(verdicts, "unclear");
  if (named.length === 0) return undefined;
  return {
    check: "permissions",
    status: "unknown",
    message: `IAM cannot say beforehand whether these are allowed: ${named.join(", ")}.`,
    hint: "They depend on conditions or on the organization; if one is refused, the run says so and `deploy-wizard resume` goes on.",
  };
}
