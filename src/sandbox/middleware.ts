import type { HandlerExecutionContext, MiddlewareStack } from "@smithy/types";
import type { ServiceName } from "../aws/clients.ts";
import { type PowerSwitch, powerSwitch } from "./power-cut.ts";

const services: Record<string, ServiceName> = {
  ACMClient: "acm",
  CodeDeployClient: "codedeploy",
  EC2Client: "ec2",
  ElasticLoadBalancingV2Client: "elb",
  IAMClient: "iam",
  PricingClient: "pricing",
  RDSClient: "rds",
  Route53Client: "route53",
  S3Client: "s3",
  SSMClient: "ssm",
  ServiceQuotasClient: "quotas",
  STSClient: "sts",
};

/** Fits every client: `client.middlewareStack.use(middleware)`. */
export interface SandboxMiddleware {
  applyToStack<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void;
}

/**
 * Answers every command of a client instead of the network. It is the last of the `initialize` steps, so that the
 * client's own checks and changes of the input still happen; nothing is serialised, signed or sent.
 */
export function sandboxMiddleware(
  answer: (service: ServiceName, command: string, input: object) => object,
  power: PowerSwitch = powerSwitch(undefined),
): SandboxMiddleware {
  async function respond(input: object, { clientName = "", commandName = "" }: HandlerExecutionContext) {
    const service = services[clientName];
    if (!service) throw new Error(`the sandbox does not know the service of ${clientName}`);
    const command = commandName.replace(/Command$/, "");
    const $metadata = { httpStatusCode: 200, requestId: "sandbox", attempts: 1, totalRetryDelay: 0 };
    const call = power.call(command);
    await call.sent();
    try {
      return { ...answer(service, command, input), $metadata };
    } finally {
      await call.acted();
      call.answered();
    }
  }
  return {
    applyToStack<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>) {
      stack.add(
        (_next, context) =>
          async ({ input }) => ({ output: (await respond(input, context)) as Output, response: {} }),
        { step: "initialize", priority: "low", name: "sandboxMiddleware" },
      );
    },
  };
}
