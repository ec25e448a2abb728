/** The console's host in each partition; every Region has a host of its own below it. */
const hosts: Record<string, string> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

export interface ConsolePlace {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  region: string;
}

/**
 * Addresses of the AWS console's pages for single resources, in the partition and Region where these are.
 * @see https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/select-region.html
 */
export function consolePages({ partition, region }: ConsolePlace) {
  const host = hosts[partition] ?? "console.aws.amazon.com";
  const regional = (path: string) => `https://${region}.${host}/${path}`;
  const ec2 = (view: string) => regional(`ec2/home?region=${region}#${view}`);
  // Route 53 has no Regions; in the first partition its pages are with those of us-east-1.
  const global = `https://${partition === "aws" ? "us-east-1." : ""}${host}`;
  return {
    instance: (id: string) => ec2(`InstanceDetails:instanceId=${id}`),
    database: (identifier: string) => regional(`rds/home?region=${region}#database:id=${identifier};is-cluster=false`),
    loadBalancer: (arn: string) => ec2(`LoadBalancer:loadBalancerArn=${arn}`),
    targetGroup: (arn: string) => ec2(`TargetGroup:targetGroupArn=${arn}`),
    hostedZone: (id: string) => `${global}/route53/v2/hostedzones#ListRecordSets/${id}`,
    certificate: (arn: string) => regional(`acm/home?region=${region}#/certificates/${arn.split("/").at(-1)}`),
    deploymentGroup: (application: string, group: string) =>
      regional(`codesuite/codedeploy/applications/${application}/deployment-groups/${group}?region=${region}`),
    bucket: (name: string) => regional(`s3/buckets/${name}?region=${region}`),
  };
}
