import type { EC2 } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import type { Handlers } from "./scene.ts";

const enabled = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];
/** Regions that an account has to ask for. */
const optIn = ["af-south-1", "ap-east-1", "eu-south-1", "il-central-1", "me-central-1", "me-south-1"];

export const regionHandlers = {
  /** The sandbox's own Region is enabled, whichever it is. */
  DescribeRegions({ region }, { AllRegions = false, Filters }) {
    const regions = [...new Set([region, ...enabled, ...(AllRegions ? optIn : [])])].map((RegionName) => ({
      RegionName,
      Endpoint: `ec2.${RegionName}.amazonaws.com`,
      OptInStatus: RegionName === region || !optIn.includes(RegionName) ? "opt-in-not-required" : "not-opted-in",
    }));
    return { Regions: filtered(regions, Filters) };
  },
} satisfies Handlers<EC2>;
