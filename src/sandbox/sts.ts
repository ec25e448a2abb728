import type { STS } from "@aws-sdk/client-sts";
import type { Handlers } from "./scene.ts";

export const stsHandlers = {
  GetCallerIdentity: ({ account }) => ({
    Account: account,
    Arn: `arn:aws:iam::${account}:user/sandbox`,
    UserId: "AIDASANDBOX",
  }),
} satisfies Handlers<STS>;
