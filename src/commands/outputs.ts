import type { AddressOutput } from "../resources/address.ts";
import type { BucketOutput } from "../resources/bucket.ts";
import type { CertificateOutput } from "../resources/certificate.ts";
import type { CodeDeployApplicationOutput } from "../resources/codedeploy-application.ts";
import type { DbInstanceOutput } from "../resources/db-instance.ts";
import type { DeploymentGroupOutput } from "../resources/deployment-group.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import type { InstanceOutput } from "../resources/instance.ts";
import type { LoadBalancerOutput } from "../resources/load-balancer.ts";
import type { RoleOutput } from "../resources/role.ts";
import type { TargetGroupOutput } from "../resources/target-group.ts";
import type { DeploymentState } from "../state/deployment-state.ts";

/** The `outputs` of the contract, from what the state has recorded; null where there is none, as without a state. */
export function outputsOf(state: DeploymentState | undefined, delegated: boolean | null) {
  const output = <T>(key: string): T | undefined => {
    const entry = state?.get(key);
    return entry?.status === "created" ? (entry.output as T) : undefined;
  };
  const instance = output<InstanceOutput>("ec2.instance");
  const address = output<AddressOutput>("eip.address");
  const database = output<DbInstanceOutput>("rds.instance");
  const zone = output<HostedZoneOutput>("route53.zone");
  const balancer = output<LoadBalancerOutput>("alb.load-balancer");
  const { domain, entry } = state?.fixed ?? { domain: null, entry: "alb" };
  const ownName = entry === "alb" ? balancer?.dnsName : address?.publicIp;
  return {
    app: state?.app ?? null,
    environment: state?.environment ?? null,
    id: state?.id ?? null,
    account: state?.account ?? null,
    region: state?.region ?? null,
    url: domain ? `https://${domain}` : ownName ? `http://${ownName}` : null,
    nameServers: zone?.nameServers ?? null,
    delegated: zone ? delegated : null,
    servers: {
      instanceIds: instance ? [instance.instanceId] : [],
      autoScalingGroup: null,
      elasticIp: address?.publicIp ?? null,
    },
    database: database
      ? {
          identifier: database.identifier,
          endpoint: database.endpoint ?? null,
          port: database.port ?? null,
          secretArn: database.secretArn ?? null,
        }
      : null,
    hostedZoneId: zone?.zoneId ?? null,
    certificateArn: output<CertificateOutput>("acm.certificate")?.arn ?? null,
    loadBalancer: balancer
      ? {
          arn: balancer.arn,
          dnsName: balancer.dnsName,
          targetGroupArn: output<TargetGroupOutput>("alb.target-group")?.arn ?? null,
        }
      : null,
    buckets: {
      build: output<BucketOutput>("s3.build-bucket")?.name ?? null,
      assets: output<BucketOutput>("s3.assets-bucket")?.name ?? null,
    },
    codeDeploy: output<CodeDeployApplicationOutput>("codedeploy.application")
      ? {
          application: output<CodeDeployApplicationOutput>("codedeploy.application")?.name ?? null,
          deploymentGroup: output<DeploymentGroupOutput>("codedeploy.deployment-group")?.name ?? null,
        }
      : null,
    roles: {
      server: output<RoleOutput>("ec2.role")?.arn ?? null,
      codeDeploy: output<RoleOutput>("codedeploy.role")?.arn ?? null,
      github: output<RoleOutput>("codedeploy.github-role")?.arn ?? null,
    },
  };
}
