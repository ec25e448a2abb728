import type { EvaluationResult, ResourceSpecificResult } from "@aws-sdk/client-iam";

/**
 * `missing`: no policy allows it. `denied`: some policy forbids it, so that allowing it would not help. `guessed`: no
 * policy allows it for the made-up id that stands for one which AWS is going to choose. `unclear`: it depends on
 * conditions that are only known when the call is made.
 */
export type Decision = "allowed" | "missing" | "denied" | "guessed" | "unclear";

/** Stands in an ARN for what AWS is going to choose. */
export const madeUp = "not-known-yet";

/** The worst of what IAM says about one action and all the resources it was asked for. */
export function decide(results: readonly EvaluationResult[]): Decision {
  if (results.length === 0) return "unclear";
  const decisions = decisionsIn(results);
  return (["denied", "missing", "guessed", "unclear"] as const).find((each) => decisions.includes(each)) ?? "allowed";
}

/** What a result says of all resources together, or of one of them. */
interface Said {
  decision: string | undefined;
  /** Keys that policies name and that only a real call has. */
  missing: readonly string[] | undefined;
  boundary: { AllowedByPermissionsBoundary?: boolean } | undefined;
  resource: string | undefined;
}

/**
 * A Deny may hang on what only the call has as well: `BoolIfExists aws:MultiFactorAuthPresent false` forbids everything
 * while nobody says that there was a second factor.
 */
function decideBy({ decision, missing, boundary, resource }: Said): Decision {
  if (decision === "allowed") return "allowed";
  if (missing?.length) return "unclear";
  if (decision === "explicitDeny" || boundary?.AllowedByPermissionsBoundary === false) return "denied";
  return resource?.includes(madeUp) ? "guessed" : "missing";
}

const decideSpecific = (result: ResourceSpecificResult) =>
  decideBy({
    decision: result.EvalResourceDecision,
    missing: result.MissingContextValues,
    boundary: result.PermissionsBoundaryDecisionDetail,
    resource: result.EvalResourceName,
  });

/**
 * For listed resources only their own results count: the one above them has the worst decision, but it may lack the keys
 * that explain it. Of the organization's policies IAM names no missing keys, so that a no of theirs is not sure.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 * @see https://github.com/aws/aws-cli/issues/10525
 */
function decisionsOf(result: EvaluationResult): Decision[] {
  if (result.EvalDecision !== "allowed" && result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) {
    return ["unclear"];
  }
  const specific = result.ResourceSpecificResults ?? [];
  if (specific.length > 0) return specific.map(decideSpecific);
  return [
    decideBy({
      decision: result.EvalDecision,
      missing: result.MissingContextValues,
      boundary: result.PermissionsBoundaryDecisionDetail,
      resource: result.EvalResourceName,
    }),
  ];
}

/** Whether the action is allowed for one of the resources at least. */
export const isAllowedSomewhere = (results: readonly EvaluationResult[]) => decisionsIn(results).includes("allowed");

const decisionsIn = (results: readonly EvaluationResult[]): Decision[] => results.flatMap(decisionsOf);
