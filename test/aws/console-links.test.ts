import { describe, expect, test } from "vitest";
import { consolePages } from "../../src/aws/console-links.ts";

const arn = (what: string) => `arn:aws:elasticloadbalancing:eu-central-1:111122223333:${what}`;

describe("pages of the AWS console", () => {
  const pages = consolePages({ partition: "aws", region: "eu-central-1" });

  test.each([
    [
      pages.instance("i-0a1"),
      "https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#InstanceDetails:instanceId=i-0a1",
    ],
    [
      pages.database("shop-prod-db"),
      "https://eu-central-1.console.aws.amazon.com/rds/home?region=eu-central-1#database:id=shop-prod-db;is-cluster=false",
    ],
    [
      pages.loadBalancer(arn("loadbalancer/app/shop/1")),
      `https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#LoadBalancer:loadBalancerArn=${arn("loadbalancer/app/shop/1")}`,
    ],
    [
      pages.targetGroup(arn("targetgroup/shop/1")),
      `https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1#TargetGroup:targetGroupArn=${arn("targetgroup/shop/1")}`,
    ],
    [pages.hostedZone("Z1"), "https://us-east-1.console.aws.amazon.com/route53/v2/hostedzones#ListRecordSets/Z1"],
    [
      pages.certificate("arn:aws:acm:eu-central-1:111122223333:certificate/12-34"),
      "https://eu-central-1.console.aws.amazon.com/acm/home?region=eu-central-1#/certificates/12-34",
    ],
    [
      pages.deploymentGroup("shop", "shop-prod"),
      "https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/applications/shop/deployment-groups/shop-prod?region=eu-central-1",
    ],
    [
      pages.bucket("shop-build"),
      "https://eu-central-1.console.aws.amazon.com/s3/buckets/shop-build?region=eu-central-1",
    ],
  ])("%s", (made, expected) => {
    expect(made).toBe(expected);
  });

  test.each([
    ["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/", "https://console.amazonaws.cn/route53/"],
    [
      "aws-us-gov",
      "us-gov-west-1",
      "https://us-gov-west-1.console.amazonaws-us-gov.com/",
      "https://console.amazonaws-us-gov.com/route53/",
    ],
  ])("in the partition %s", (partition, region, regional, global) => {
    const there = consolePages({ partition, region });
    expect(there.instance("i-1")).toContain(`${regional}ec2/home?region=${region}#`);
    expect(there.hostedZone("Z1")).toContain(global);
  });
});
