import { ACM } from "@aws-sdk/client-acm";
import { CodeDeploy } from "@aws-sdk/client-codedeploy";
import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAM } from "@aws-sdk/client-iam";
import { RDS } from "@aws-sdk/client-rds";
import { Route53 } from "@aws-sdk/client-route-53";
import { S3 } from "@aws-sdk/client-s3";
import { openSandbox, type SandboxSettings } from "../../src/sandbox/sandbox.ts";
import { manualClock } from "../support/manual-clock.ts";

export const tags = [{ Key: "deploy-wizard:id", Value: "d1" }];

/** A sandbox in memory whose time stands still, with the SDK's clients that have a method for each command. */
export function openedServices(options: Partial<SandboxSettings> = {}) {
  const region = options.region ?? "ap-northeast-2";
  const settings = { region, credentials: { accessKeyId: "x", secretAccessKey: "x" }, maxAttempts: 1 };
  const clock = manualClock();
  const sandbox = openSandbox({ file: undefined, clock, ...options, region });
  const clients = {
    acm: new ACM(settings),
    codedeploy: new CodeDeploy(settings),
    ec2: new EC2(settings),
    elb: new ElasticLoadBalancingV2(settings),
    iam: new IAM(settings),
    rds: new RDS(settings),
    route53: new Route53(settings),
    s3: new S3(settings),
  };
  for (const client of Object.values(clients)) client.middlewareStack.use(sandbox.middleware);
  return { ...clients, sandbox, clock, world: sandbox.world };
}

export type Services = ReturnType<typeof openedServices>;

/** The default VPC, its subnets, and a security group that has just been made. */
export async function network({ ec2 }: Services) {
  const { Subnets } = await ec2.describeSubnets({});
  const { GroupId } = await ec2.createSecurityGroup({ GroupName: "shop-prod-db", Description: "database" });
  return { vpcId: Subnets![0]!.VpcId!, subnetIds: Subnets!.map(({ SubnetId }) => SubnetId!), groupId: GroupId! };
}

/** An instance that runs; `seconds` go by. */
export async function runningInstance({ ec2, clock }: Services, seconds = 20): Promise<string> {
  const { Instances } = await ec2.runInstances({
    ImageId: "ami-0a2064a64a64a6401",
    InstanceType: "t4g.small",
    MinCount: 1,
    MaxCount: 1,
    TagSpecifications: [{ ResourceType: "instance", Tags: tags }],
  });
  clock.advance(seconds);
  return Instances![0]!.InstanceId!;
}

/** A hosted zone for example.com that the registry delegates to, unless `delegated` is false. */
export async function zone({ route53, world, clock }: Services, { delegated = true } = {}) {
  const answer = await route53.createHostedZone({ Name: "example.com", CallerReference: "one" });
  const nameServers = answer.DelegationSet!.NameServers!;
  const delegate = () => {
    world.delegations["example.com"] = { nameServers, since: clock.wall().getTime() };
  };
  if (delegated) delegate();
  return { zoneId: answer.HostedZone!.Id!, nameServers, delegate };
}

/** A certificate for example.com whose validation records are in the zone. */
export async function provedCertificate(services: Services, zoneId: string): Promise<string> {
  const { acm, route53, clock } = services;
  const { CertificateArn } = await acm.requestCertificate({ DomainName: "example.com", ValidationMethod: "DNS" });
  clock.advance(6);
  const { Certificate } = await acm.describeCertificate({ CertificateArn });
  const { Name, Type, Value } = Certificate!.DomainValidationOptions![0]!.ResourceRecord!;
  const ResourceRecordSet = { Name, Type, TTL: 300, ResourceRecords: [{ Value }] };
  await route53.changeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet }] },
  });
  return CertificateArn!;
}
