import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { WizardError } from "../engine/errors.ts";
import { asked } from "./asked.ts";
import type { Circumstances, Planned } from "./circumstances.ts";
import type { Finding } from "./finding.ts";
import {
  addresses,
  buckets,
  databases,
  hostedZones,
  loadBalancers,
  type Room,
  securityGroups,
  standardVcpus,
} from "./room.ts";
import { countMissing, type Survey } from "./survey.ts";

/** A quota of the account that a plan may meet. */
interface Quota {
  /** `Elastic IPs in the Region` */
  name: string;
  service: string;
  /** @see https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html */
  code: string;
  /** How much of it is there and used; a quota that is not said there is asked of Service Quotas. */
  room(aws: Aws): Promise<Room>;
  /** How much more the plan takes. */
  needed: number;
}

/** Does what is going to be made fit into the account's quotas? */
export async function checkQuotas(
  { session }: Circumstances,
  { context }: Planned,
  survey: Survey,
): Promise<Finding[]> {
  const { aws, region, signal } = session;
  const missing = (kind: string) => countMissing(survey, kind);
  const quota = (name: string, service: string, code: string, needed: number, room: Quota["room"]): Quota[] =>
    needed > 0 ? [{ name, service, code, needed, room }] : [];
  const { instanceType } = context.config.server;
  const vcpus = missing("instance") > 0 ? await standardVcpus(aws, [instanceType]) : 0;
  const quotas = [
    ...quota("Elastic IPs in the Region", "ec2", "L-0263D0A3", missing("address"), addresses),
    ...quota("security groups in the Region", "vpc", "L-E79EC296", missing("security-group"), securityGroups),
    ...quota("vCPUs of running standard instances", "ec2", "L-1216C47A", vcpus, runningVcpus),
    ...quota(
      "Application Load Balancers",
      "elasticloadbalancing",
      "L-53DA6B97",
      missing("load-balancer"),
      loadBalancers,
    ),
    ...quota("RDS databases", "rds", "L-7B6409FD", missing("db-instance"), databases),
    ...quota("S3 buckets", "s3", "L-DC2B2D3D", missing("bucket"), buckets),
    ...quota("hosted zones", "route53", "L-4EA4796A", missing("hosted-zone"), hostedZones),
  ];
  const findings = await Promise.all(
    quotas.map((each) =>
      asked({ check: "quotas", about: `The quota of ${each.name}`, signal }, () => compare(aws, region, each)),
    ),
  );
  const notable = findings.flat();
  if (notable.length > 0) return notable;
  const message =
    quotas.length === 0
      ? "Nothing is going to be made that counts."
      : `There is room for what is going to be made (${quotas.length} quotas).`;
  return [{ check: "quotas", status: "ok", message }];
}

async function runningVcpus(aws: Aws): Promise<Room> {
  return { used: await standardVcpus(aws) };
}

/** Nothing when it fits. */
async function compare(aws: Aws, region: string, quota: Quota): Promise<Finding[]> {
  const { name, service, code, needed } = quota;
  const { used, most } = await quota.room(aws);
  const have = most ?? (await quotaOf(aws, quota));
  if (used + needed <= have) return [];
  // Services of the whole world keep their quotas in one Region.
  const where = service === "route53" || code in usual ? "us-east-1" : region;
  return [
    {
      check: "quotas",
      status: "problem",
      message: `Not enough ${name}: ${used} of ${have} are used, and ${needed} more ${needed === 1 ? "is" : "are"} needed.`,
      hint: "Remove what is not used any more, or ask AWS for more (often granted within a day):",
      // In lines that no screen breaks, so that they can be copied.
      detail: [
        "aws service-quotas \\",
        "  request-service-quota-increase \\",
        `  --region ${where} \\`,
        `  --service-code ${service} \\`,
        `  --quota-code ${code} --desired-value ${used + needed}`,
      ],
    },
  ];
}

/** Service Quotas knows the quotas of the whole world in one Region alone; elsewhere this is what accounts have. */
const usual: Record<string, number> = { "L-DC2B2D3D": 10_000 };

/** The account's own value, or AWS's default where nobody ever changed it. */
async function quotaOf(aws: Aws, { name, service, code }: Quota): Promise<number> {
  const which = { ServiceCode: service, QuotaCode: code };
  const noSuch = "NoSuchResourceException";
  const own = await orAbsent(aws.quotas(new GetServiceQuotaCommand(which)), noSuch);
  const byDefault = own ?? (await orAbsent(aws.quotas(new GetAWSDefaultServiceQuotaCommand(which)), noSuch));
  const value = byDefault?.Quota?.Value ?? usual[code];
  if (value === undefined) throw new WizardError("no-answer", `Service Quotas has no value for ${name} (${code})`);
  return value;
}
