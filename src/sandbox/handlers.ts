import type { ServiceName } from "../aws/clients.ts";
import { acmHandlers } from "./acm.ts";
import { codedeployHandlers } from "./codedeploy.ts";
import { ec2Handlers } from "./ec2.ts";
import { elbHandlers } from "./elb.ts";
import { iamHandlers } from "./iam.ts";
import { pricingHandlers } from "./pricing.ts";
import { quotasHandlers } from "./quotas.ts";
import { rdsHandlers } from "./rds.ts";
import { route53Handlers } from "./route53.ts";
import { s3Handlers } from "./s3.ts";
import type { Handler } from "./scene.ts";
import { ssmHandlers } from "./ssm.ts";
import { stsHandlers } from "./sts.ts";

/** Every command that the sandbox answers, by service. */
export const handlers: Record<ServiceName, Record<string, Handler<never, object>>> = {
  acm: acmHandlers,
  codedeploy: codedeployHandlers,
  ec2: ec2Handlers,
  elb: elbHandlers,
  iam: iamHandlers,
  pricing: pricingHandlers,
  quotas: quotasHandlers,
  rds: rdsHandlers,
  route53: route53Handlers,
  s3: s3Handlers,
  ssm: ssmHandlers,
  sts: stsHandlers,
};
