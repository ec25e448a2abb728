import {
  type ArchitectureType,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
} from "@aws-sdk/client-ec2";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import type { SubnetChoice } from "./subnets.ts";

/** What is looked up once and then stays, so that a replayed request is the same request. */
export interface InstanceChoice {
  imageId: string;
  subnetId: string;
}

/** The processor architectures that Amazon Linux 2023 is made for; arm64 costs less for the same work. */
const architectures = ["arm64", "x86_64"] as const;
type Architecture = (typeof architectures)[number];

/**
 * The newest Amazon Linux 2023 image for this instance type, and the first subnet whose zone offers the type.
 * Throws `preflight` when the type does not exist in the Region, or in none of the zones.
 */
export async function chooseInstance(
  tools: AwsTools,
  { instanceType, subnets }: { instanceType: string; subnets: SubnetChoice[] },
): Promise<InstanceChoice> {
  const { aws, region } = tools;
  const imageId = await newestImage(aws, await architectureOf(tools, instanceType));
  const zones = await zonesOffering(aws, instanceType);
  const subnet = subnets.find(({ zone }) => zones.includes(zone));
  if (!subnet) {
    const wanted = subnets.map(({ zone }) => zone).join(", ");
    throw new WizardError("preflight", `${instanceType} is not offered in ${wanted}.`, {
      hint: zones.length
        ? `It is offered in ${zones.join(", ")}; choose another --instance-type, or a VPC with a subnet there.`
        : `It is not offered in ${region}; choose another --instance-type.`,
    });
  }
  return { imageId, subnetId: subnet.subnetId };
}

/** Throws `preflight` when the type does not exist in this Region, or no Amazon Linux 2023 runs on it. */
export async function architectureOf({ aws, region }: AwsTools, instanceType: string): Promise<Architecture> {
  const filter = { Name: "instance-type", Values: [instanceType] };
  const { InstanceTypes } = await aws.ec2(new DescribeInstanceTypesCommand({ Filters: [filter] }));
  const supported: ArchitectureType[] = InstanceTypes?.[0]?.ProcessorInfo?.SupportedArchitectures ?? [];
  const chosen = architectures.find((each) => supported.includes(each));
  if (chosen) return chosen;
  const why = InstanceTypes?.length ? `runs no Amazon Linux 2023 (${supported.join(", ")})` : "does not exist";
  throw new WizardError("preflight", `Instance type ${instanceType} ${why} in ${region}.`, {
    hint: "Choose another --instance-type, such as t4g.small.",
  });
}

/** The Availability Zones of the Region where this type can be launched. */
export async function zonesOffering(aws: Aws, instanceType: string): Promise<string[]> {
  const { InstanceTypeOfferings } = await aws.ec2(
    new DescribeInstanceTypeOfferingsCommand({
      LocationType: "availability-zone",
      Filters: [{ Name: "instance-type", Values: [instanceType] }],
    }),
  );
  return (InstanceTypeOfferings ?? []).map(({ Location }) => Location!).sort();
}

/** @see https://docs.aws.amazon.com/linux/al2023/ug/ec2.html */
async function newestImage(aws: Aws, architecture: Architecture): Promise<string> {
  const Name = `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
  const answer = await orAbsent(aws.ssm(new GetParameterCommand({ Name })), "ParameterNotFound");
  if (answer?.Parameter?.Value) return answer.Parameter.Value;
  throw new WizardError("preflight", `AWS publishes no Amazon Linux 2023 image for ${architecture} here (${Name}).`, {
    hint: "Choose another --region or --instance-type.",
  });
}
