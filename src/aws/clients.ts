import type { ACMClient } from "@aws-sdk/client-acm";
import type { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { PricingClient } from "@aws-sdk/client-pricing";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { Route53Client } from "@aws-sdk/client-route-53";
import type { S3Client } from "@aws-sdk/client-s3";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { STSClient } from "@aws-sdk/client-sts";
import type { Client, Command, MetadataBearer } from "@smithy/types";

/** The one method of a client, as a plain function: `await aws.ec2(new DescribeVpcsCommand({}))`. */
export type Call<C> =
  C extends Client<infer ServiceInput extends object, infer ServiceOutput extends MetadataBearer, infer Settings>
    ? <I extends ServiceInput, O extends ServiceOutput>(
        command: Command<ServiceInput, I, ServiceOutput, O, Settings>,
      ) => Promise<O>
    : never;

/** Every AWS service the wizard talks to. */
export interface Clients {
  acm: ACMClient;
  codedeploy: CodeDeployClient;
  ec2: EC2Client;
  elb: ElasticLoadBalancingV2Client;
  iam: IAMClient;
  pricing: PricingClient;
  quotas: ServiceQuotasClient;
  rds: RDSClient;
  route53: Route53Client;
  s3: S3Client;
  ssm: SSMClient;
  sts: STSClient;
}

export type ServiceName = keyof Clients;
export type Aws = { [Service in ServiceName]: Call<Clients[Service]> };
