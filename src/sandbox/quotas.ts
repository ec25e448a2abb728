import type { ServiceQuota, ServiceQuotas } from "@aws-sdk/client-service-quotas";
import { fault, type Handlers, type Scene } from "./scene.ts";

/** What a new account may have, by the codes of Service Quotas. */
const defaults: Record<string, { service: string; name: string; value: number }> = {
  "L-0263D0A3": { service: "ec2", name: "EC2-VPC Elastic IPs", value: 5 },
  "L-1216C47A": { service: "ec2", name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", value: 32 },
  "L-4EA4796A": { service: "route53", name: "Hosted zones", value: 500 },
  "L-53DA6B97": { service: "elasticloadbalancing", name: "Application Load Balancers per Region", value: 50 },
  "L-7B6409FD": { service: "rds", name: "DB instances", value: 40 },
  "L-DC2B2D3D": { service: "s3", name: "General purpose buckets", value: 10_000 },
  "L-E79EC296": { service: "vpc", name: "VPC security groups per Region", value: 2500 },
};

/** The quota that the account of this world has. */
export const quotaOf = ({ world }: Scene, code: string): number | undefined =>
  world.quotas?.[code] ?? defaults[code]?.value;

export const quotasHandlers = {
  GetServiceQuota: (scene, { ServiceCode, QuotaCode = "" }) => ({ Quota: quota(scene, ServiceCode, QuotaCode) }),

  GetAWSDefaultServiceQuota(scene, { ServiceCode, QuotaCode = "" }) {
    return { Quota: { ...quota(scene, ServiceCode, QuotaCode), Value: defaults[QuotaCode]?.value } };
  },
} satisfies Handlers<ServiceQuotas>;

function quota(scene: Scene, service: string | undefined, code: string): ServiceQuota {
  const known = defaults[code];
  if (!known || known.service !== service) {
    throw fault("NoSuchResourceException", `The request failed because the quota ${service} ${code} does not exist.`);
  }
  return {
    ServiceCode: service,
    QuotaCode: code,
    QuotaName: known.name,
    Value: quotaOf(scene, code),
    Adjustable: true,
  };
}
