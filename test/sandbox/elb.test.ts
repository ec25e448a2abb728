import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { network, openedServices, provedCertificate, runningInstance, tags, zone } from "./open-services.ts";

async function withNetwork() {
  const services = openedServices();
  const made = await network(services);
  services.clock.advance(5);
  const input = { Name: "shop-prod-alb", Subnets: made.subnetIds, SecurityGroups: [made.groupId], Tags: tags };
  return { ...services, ...made, input };
}

async function withBalancer() {
  const services = await withNetwork();
  const { LoadBalancers } = await services.elb.createLoadBalancer(services.input);
  const { TargetGroups } = await services.elb.createTargetGroup(groupInput(services.vpcId));
  const arn = LoadBalancers![0]!.LoadBalancerArn!;
  const targetGroupArn = TargetGroups![0]!.TargetGroupArn!;
  const listen = (changes = {}) =>
    services.elb.createListener({
      LoadBalancerArn: arn,
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
      ...changes,
    });
  return { ...services, arn, targetGroupArn, listen };
}

const groupInput = (VpcId: string) => ({
  Name: "shop-prod-app",
  Protocol: "HTTP" as const,
  Port: 8080,
  VpcId,
  HealthCheckIntervalSeconds: 5,
  HealthCheckTimeoutSeconds: 4,
  HealthyThresholdCount: 2,
  Tags: tags,
});

test("the same settings give the same load balancer, others are a duplicate", async () => {
  const { elb, input } = await withNetwork();
  const first = await elb.createLoadBalancer(input);
  const again = await elb.createLoadBalancer(input);
  expect(again.LoadBalancers![0]!.LoadBalancerArn).toBe(first.LoadBalancers![0]!.LoadBalancerArn);
  const other = elb.createLoadBalancer({ ...input, Subnets: input.Subnets.slice(1) });
  await expect(other).rejects.toMatchObject({
    name: "DuplicateLoadBalancerNameException",
    Code: "DuplicateLoadBalancerName",
  });
});

test.each(["internal-shop", "-shop", "shop.prod", "s".repeat(33)])("the name %s is refused", async (Name) => {
  const { elb, input } = await withNetwork();
  expect(await refusal(elb.createLoadBalancer({ ...input, Name }))).toBe("ValidationError");
});

test("a load balancer wants two zones and a security group that is known by now", async () => {
  const services = openedServices();
  const { subnetIds, groupId } = await network(services);
  const create = (Subnets: string[]) =>
    services.elb.createLoadBalancer({ Name: "shop", Subnets, SecurityGroups: [groupId] });
  expect(await refusal(create(subnetIds.slice(1, 2)))).toBe("ValidationError");
  expect(await refusal(create(["subnet-1"]))).toBe("SubnetNotFoundException");
  expect(await refusal(create(subnetIds))).toBe("InvalidSecurityGroupException");
  services.clock.advance(3);
  await create(subnetIds);
});

test("is active after a while, and not found under another name", async () => {
  const { elb, clock, arn } = await withBalancer();
  const state = async () => (await elb.describeLoadBalancers({ LoadBalancerArns: [arn] })).LoadBalancers![0]!.State;
  expect(await state()).toEqual({ Code: "provisioning" });
  clock.advance(152);
  expect(await state()).toEqual({ Code: "active" });
  expect(await refusal(elb.describeLoadBalancers({ Names: ["blog"] }))).toBe("LoadBalancerNotFoundException");
  expect((await elb.describeTags({ ResourceArns: [arn] })).TagDescriptions![0]!.Tags).toEqual(tags);
});

test("deletion protection holds; afterwards its network interfaces keep the security group for a minute", async () => {
  const { elb, ec2, clock, arn, groupId } = await withBalancer();
  const protect = (Value: string) =>
    elb.modifyLoadBalancerAttributes({
      LoadBalancerArn: arn,
      Attributes: [{ Key: "deletion_protection.enabled", Value }],
    });
  await protect("true");
  expect(await refusal(elb.deleteLoadBalancer({ LoadBalancerArn: arn }))).toBe("OperationNotPermittedException");
  await protect("false");
  await elb.deleteLoadBalancer({ LoadBalancerArn: arn });
  await elb.deleteLoadBalancer({ LoadBalancerArn: arn });
  expect(await refusal(ec2.deleteSecurityGroup({ GroupId: groupId }))).toBe("DependencyViolation");
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
    Filters: [{ Name: "group-id", Values: [groupId] }],
  });
  expect(NetworkInterfaces![0]!.Description).toMatch(/^ELB app\/shop-prod-alb\//);
  clock.advance(60);
  await ec2.deleteSecurityGroup({ GroupId: groupId });
});

test("a target group is the same again with the same settings, and stays while a listener forwards to it", async () => {
  const { elb, clock, vpcId, targetGroupArn, listen } = await withBalancer();
  const again = await elb.createTargetGroup(groupInput(vpcId));
  expect(again.TargetGroups![0]!.TargetGroupArn).toBe(targetGroupArn);
  const other = elb.createTargetGroup({ ...groupInput(vpcId), Port: 9090 });
  expect(await refusal(other)).toBe("DuplicateTargetGroupNameException");
  const slow = elb.modifyTargetGroup({ TargetGroupArn: targetGroupArn, HealthCheckTimeoutSeconds: 5 });
  expect(await refusal(slow)).toBe("ValidationError");
  const { Listeners } = await listen();
  expect(await refusal(elb.deleteTargetGroup({ TargetGroupArn: targetGroupArn }))).toBe("ResourceInUseException");
  clock.advance(2);
  await elb.deleteListener({ ListenerArn: Listeners![0]!.ListenerArn });
  await elb.deleteTargetGroup({ TargetGroupArn: targetGroupArn });
  const gone = elb.describeTargetGroups({ TargetGroupArns: [targetGroupArn] });
  expect(await refusal(gone)).toBe("TargetGroupNotFoundException");
});

test("a fresh listener is not found for a moment, and its port is taken", async () => {
  const { elb, clock, listen } = await withBalancer();
  const { Listeners } = await listen();
  const arn = Listeners![0]!.ListenerArn!;
  expect(await refusal(elb.describeListeners({ ListenerArns: [arn] }))).toBe("ListenerNotFoundException");
  clock.advance(2);
  expect((await elb.describeListeners({ ListenerArns: [arn] })).Listeners).toHaveLength(1);
  expect((await listen()).Listeners![0]!.ListenerArn).toBe(arn);
  const redirect = {
    Type: "redirect" as const,
    RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" as const },
  };
  expect(await refusal(listen({ DefaultActions: [redirect] }))).toBe("DuplicateListenerException");
  await elb.modifyListener({ ListenerArn: arn, DefaultActions: [redirect] });
  const [changed] = (await elb.describeListeners({ ListenerArns: [arn] })).Listeners!;
  expect(changed!.DefaultActions![0]!.RedirectConfig).toMatchObject({ Protocol: "HTTPS", Host: "#{host}" });
});

test("HTTPS wants an issued certificate, which is in use until shortly after the listener is gone", async () => {
  const services = await withBalancer();
  const { elb, acm, clock, listen } = services;
  const { zoneId } = await zone(services);
  const CertificateArn = await provedCertificate(services, zoneId);
  const https = { Port: 443, Protocol: "HTTPS" as const };
  const secure = (changes = {}) => listen({ ...https, Certificates: [{ CertificateArn }], ...changes });
  expect(await refusal(listen(https))).toBe("ValidationError");
  expect(await refusal(secure({ SslPolicy: "ELBSecurityPolicy-None" }))).toBe("SSLPolicyNotFoundException");
  expect(await refusal(secure({ Certificates: [{ CertificateArn: "arn:aws:acm:none" }] }))).toBe(
    "CertificateNotFoundException",
  );
  expect(await refusal(secure())).toBe("UnsupportedCertificate");
  clock.advance(90);
  const { Listeners } = await secure({ SslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" });
  expect(await refusal(acm.deleteCertificate({ CertificateArn }))).toBe("ResourceInUseException");
  clock.advance(2);
  await elb.deleteListener({ ListenerArn: Listeners![0]!.ListenerArn });
  clock.advance(9);
  expect(await refusal(acm.deleteCertificate({ CertificateArn }))).toBe("ResourceInUseException");
  clock.advance(1);
  await acm.deleteCertificate({ CertificateArn });
});

test("a target is unused, then initial, then healthy, then draining, then gone", async () => {
  const services = await withBalancer();
  const { elb, clock, world, targetGroupArn, listen } = services;
  const Targets = [{ Id: await runningInstance(services, 0), Port: 8080 }];
  const where = { TargetGroupArn: targetGroupArn };
  const health = async () =>
    (await elb.describeTargetHealth(where)).TargetHealthDescriptions!.map((d) => d.TargetHealth);
  expect(await refusal(elb.registerTargets({ ...where, Targets }))).toBe("InvalidTargetException");
  clock.advance(16);
  await elb.registerTargets({ ...where, Targets });
  await elb.registerTargets({ ...where, Targets });
  expect(await health()).toMatchObject([{ State: "unused", Reason: "Target.NotInUse" }]);
  await listen();
  expect(await health()).toMatchObject([{ State: "initial" }]);
  clock.advance(90);
  expect(await health()).toEqual([{ State: "healthy" }]);
  world.elb.targetGroups[0]!.finding = { State: "unhealthy", Reason: "Target.Timeout", Description: "timed out" };
  expect(await health()).toMatchObject([{ State: "unhealthy", Reason: "Target.Timeout" }]);
  await elb.modifyTargetGroupAttributes({
    ...where,
    Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "15" }],
  });
  await elb.deregisterTargets({ ...where, Targets });
  expect(await health()).toMatchObject([{ State: "draining" }]);
  clock.advance(15);
  expect(await health()).toEqual([]);
});
