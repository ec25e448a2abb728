import type { StepContext } from "./context.ts";

/**
 * Trust policy of a role that an AWS service assumes, for this account's own resources alone. `IfExists`, because not
 * every service says for whom it acts, and one that does not could otherwise never assume its role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustService(service: string, { account }: Pick<StepContext, "account">) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": account } },
      },
    ],
  };
}

/**
 * Trust policy of the role that GitHub Actions assumes: only tokens made for AWS, and only for pushes to the one branch
 * of the one repository that `subjects` name. Never a wildcard.
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function trustGitHub(providerArn: string, subjects: readonly string[]) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${githubHost}:aud`]: githubAudience,
            [`${githubHost}:sub`]: subjects.length === 1 ? subjects[0] : subjects,
          },
        },
      },
    ],
  };
}

/** The subjects that a policy of `trustGitHub` trusts; empty for any other. */
export function subjectsOf(trust: object): string[] {
  const { Statement } = trust as Partial<ReturnType<typeof trustGitHub>>;
  const subject = Statement?.[0]?.Condition?.StringEquals[`${githubHost}:sub`];
  return subject === undefined ? [] : [subject].flat();
}

export const githubHost = "token.actions.githubusercontent.com";
export const githubAudience = "sts.amazonaws.com";
