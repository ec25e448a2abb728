import type { IAM, PolicyEvaluationDecisionType } from "@aws-sdk/client-iam";
import { iamFault } from "./iam-fault.ts";
import { required } from "./rules.ts";
import type { Handlers } from "./scene.ts";

/** What the one who calls may not do; without it everything is allowed. */
export interface Access {
  /** Actions (`ec2:RunInstances`, or `ec2:*`) that no policy allows. */
  missing?: string[];
  /** Actions that are allowed for resources of some kinds, but not for all. */
  limited?: string[];
  /** Actions that a policy forbids. */
  denied?: string[];
}

export const simulationHandlers = {
  /** Judges each action for each resource, all in one page. */
  SimulatePrincipalPolicy({ world, account }, input) {
    required("ValidationError", input, "PolicySourceArn", "ActionNames");
    const { PolicySourceArn = "", ActionNames = [], ResourceArns = ["*"] } = input;
    if (!new RegExp(`^arn:aws:iam::${account}:(user|role|group)/`).test(PolicySourceArn)) {
      throw iamFault(
        "InvalidInput",
        `Invalid Entity Arn: ${PolicySourceArn} does not clearly define entity type and name.`,
      );
    }
    const EvaluationResults = ActionNames.flatMap((EvalActionName) =>
      ResourceArns.map((EvalResourceName) => ({
        EvalActionName,
        EvalResourceName,
        EvalDecision: decide(world.access ?? {}, EvalActionName, EvalResourceName),
        MatchedStatements: [],
        MissingContextValues: [],
      })),
    );
    return { EvaluationResults, IsTruncated: false };
  },
} satisfies Handlers<IAM>;

function decide({ missing, limited, denied }: Access, action: string, resource: string): PolicyEvaluationDecisionType {
  if (names(denied, action)) return "explicitDeny";
  return names(missing, action) || (resource === "*" && names(limited, action)) ? "implicitDeny" : "allowed";
}

const names = (actions: readonly string[] = [], action: string) =>
  actions.some((each) => each === action || (each.endsWith("*") && action.startsWith(each.slice(0, -1))));
