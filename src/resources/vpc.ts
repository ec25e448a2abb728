import { DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

export interface VpcInput {
  /** `default`, or the id of a VPC that exists. */
  vpc: string;
}

export interface VpcOutput {
  vpcId: string;
  /** Its primary IPv4 range. */
  cidr: string;
}

/**
 * The VPC that everything goes into. It is looked up and never made: it was there before us.
 * Throws `preflight` when there is none, before an intent is written, so that another answer can follow.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
 */
export const vpc: AwsResource<VpcInput, VpcOutput> = {
  kind: "vpc",
  title: ({ vpc }) => (vpc === "default" ? say("titleDefaultVpc") : say("titleVpc", vpc)),
  id: ({ vpcId }) => vpcId,

  // What the config names decides, not what was recorded: a VPC is only ever looked up.
  async find({ aws }, { vpc }) {
    const filter = vpc === "default" ? { Name: "is-default", Values: ["true"] } : { Name: "vpc-id", Values: [vpc] };
    const { Vpcs } = await aws.ec2(new DescribeVpcsCommand({ Filters: [filter] }));
    const found = Vpcs?.[0];
    return found && { output: { vpcId: found.VpcId!, cidr: found.CidrBlock! }, foreign: true, state: found.State };
  },

  async prepare({ region }, input) {
    throw missing(input, region);
  },

  async create({ region }, input) {
    throw missing(input, region);
  },

  async remove() {
    // It was there before us.
  },
};

function missing({ vpc }: VpcInput, region: string): WizardError {
  return vpc === "default"
    ? new WizardError("preflight", `There is no default VPC in ${region}.`, {
        hint: `Make one with \`aws ec2 create-default-vpc --region ${region}\`, or name another: --vpc vpc-...`,
      })
    : new WizardError("preflight", `There is no VPC ${vpc} in ${region}.`, {
        hint: `\`aws ec2 describe-vpcs --region ${region}\` lists them; choose one with --vpc.`,
      });
}
