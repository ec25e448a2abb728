import type { EvaluationResult } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { decide, madeUp } from "../../src/preflight/decision.ts";

const mfa = ["aws:MultiFactorAuthPresent"];
const result = (more: Partial<EvaluationResult>): EvaluationResult[] => [
  { EvalActionName: "s3:CreateBucket", EvalDecision: "implicitDeny", MissingContextValues: [], ...more },
];
const specific = (EvalResourceDecision: "allowed" | "explicitDeny" | "implicitDeny", missing: string[] = []) => ({
  EvalResourceName: "arn:aws:s3:::shop",
  EvalResourceDecision,
  MissingContextValues: missing,
});

test.each<[string, Partial<EvaluationResult>, string]>([
  ["no policy allows it", {}, "missing"],
  ["a policy forbids it", { EvalDecision: "explicitDeny" }, "denied"],
  ["a Deny that hangs on the second factor", { EvalDecision: "explicitDeny", MissingContextValues: mfa }, "unclear"],
  [
    "the missing key is said of the resource alone",
    { ResourceSpecificResults: [specific("implicitDeny", mfa)] },
    "unclear",
  ],
  [
    "one of the resources is forbidden",
    { ResourceSpecificResults: [specific("allowed"), specific("explicitDeny")] },
    "denied",
  ],
  [
    "the organization, whose missing keys IAM does not name",
    { OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    "unclear",
  ],
  ["the boundary", { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } }, "denied"],
  [
    "the boundary, on a key that only the call has",
    { MissingContextValues: mfa, PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
    "unclear",
  ],
  ["an id that AWS is going to choose", { EvalResourceName: `arn:aws:s3:::shop-${madeUp}` }, "guessed"],
  [
    "both a name that is known and an id that is not",
    {
      ResourceSpecificResults: [
        specific("implicitDeny"),
        { ...specific("implicitDeny"), EvalResourceName: `arn:aws:rds:::og:${madeUp}` },
      ],
    },
    "missing",
  ],
])("%s", (_what, more, decision) => expect(decide(result(more))).toBe(decision));
