import { describe, expect, test } from "vitest";
import { pushAccess } from "../../src/steps/access.ts";
import type { StepContext } from "../../src/steps/context.ts";
import { calledActions } from "./workflow-projects.ts";

const context = {
  names: { application: "shop-prod", deploymentGroup: "shop-group" },
  account: "123456789012",
  region: "eu-west-1",
  partition: "aws",
} as StepContext;

/** What AWS checks in the caller's name besides the calls themselves. */
const implied = [
  "codedeploy:GetApplicationRevision",
  "codedeploy:GetDeploymentConfig",
  "codedeploy:RegisterApplicationRevision",
  "s3:AbortMultipartUpload",
];

interface Allowed {
  Effect: string;
  Action: string[];
  Resource: string;
}

const own = "arn:aws:codedeploy:eu-west-1:123456789012";
const group = `${own}:deploymentgroup:shop-prod/shop-group`;
const objects = "arn:aws:s3:::builds/*";
const application = `${own}:application:shop-prod`;

describe("the deploy role", () => {
  const Statement = pushAccess(context, "arn:aws:s3:::builds").Statement as Allowed[];
  const resources = Object.fromEntries(
    Statement.flatMap(({ Effect, Action, Resource }) => {
      expect(Effect).toBe("Allow");
      return Action.map((action) => [action, Resource] as const);
    }),
  );

  test("may do what the workflow's calls take, and nothing else", () => {
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([...calledActions, ...implied].sort());
  });

  test("is held to this bucket, this application and this group wherever IAM knows a resource", () => {
    expect(resources).toEqual({
      "s3:PutObject": objects,
      "s3:AbortMultipartUpload": objects,
      "codedeploy:CreateDeployment": group,
      "codedeploy:GetDeployment": group,
      "codedeploy:RegisterApplicationRevision": application,
      "codedeploy:GetApplicationRevision": application,
      // AWS's own, which everybody has.
      "codedeploy:GetDeploymentConfig": `${own}:deploymentconfig:CodeDeployDefault.OneAtATime`,
      "codedeploy:ListDeploymentTargets": "*",
      "codedeploy:BatchGetDeploymentTargets": "*",
    });
  });
});
