import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { Circumstances } from "./circumstances.ts";
import type { Finding } from "./finding.ts";

/** Is the Region there and switched on for this account? */
export async function checkRegion({ session: { aws, region } }: Circumstances): Promise<Finding[]> {
  const filter = { Name: "region-name", Values: [region] };
  const { Regions } = await aws.ec2(new DescribeRegionsCommand({ AllRegions: true, Filters: [filter] }));
  const found = Regions?.find(({ RegionName }) => RegionName === region);
  if (!found) {
    return [
      {
        check: "region",
        status: "problem",
        message: `AWS has no Region ${region}.`,
        hint: "`aws ec2 describe-regions --all-regions` lists them; give one with --region.",
      },
    ];
  }
  if (found.OptInStatus === "not-opted-in") {
    return [
      {
        check: "region",
        status: "problem",
        message: `Region ${region} is not enabled for this account.`,
        hint: `Enable it (\`aws account enable-region --region-name ${region}\`, some minutes), or choose another.`,
      },
    ];
  }
  return [{ check: "region", status: "ok", message: `${region} is enabled for this account.` }];
}
