import type { _InstanceType, ArchitectureType, EC2, Filter, InstanceTypeOffering } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { fault, type Handlers } from "./scene.ts";

/** vCPUs of each size; the families differ in memory. */
const sizes: Record<string, number> = {
  nano: 2,
  micro: 2,
  small: 2,
  medium: 2,
  large: 2,
  xlarge: 4,
  "2xlarge": 8,
  "4xlarge": 16,
  "8xlarge": 32,
  "12xlarge": 48,
  "16xlarge": 64,
};
const burstable: Record<string, number> = { nano: 512, micro: 1024, small: 2048, medium: 4096, large: 8192 };
const memoryPerVcpu: Record<string, number> = { t: 4096, m: 4096, c: 2048, r: 8192 };

export const imageIds = { arm64: "ami-0a2064a64a64a6401", x86_64: "ami-0a2064b86b86b8601" } as const;

/** Amazon Linux 2023, as the public parameters of Systems Manager name it. */
export const imageParameters: Record<string, string> = {
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64": imageIds.arm64,
  "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64": imageIds.x86_64,
};

/** `t4g.small` runs on arm64: the letter after the generation says so. Undefined for a type that does not exist. */
export function architectureOf(instanceType: string): keyof typeof imageIds | undefined {
  const [, family = "", , extras = "", size = ""] = /^([tmcr])(\d)([a-z]*)\.(\w+)$/.exec(instanceType) ?? [];
  if (!family || sizes[size] === undefined || (size in burstable && size !== "large" && family !== "t"))
    return undefined;
  return extras.startsWith("g") ? "arm64" : "x86_64";
}

export const typeHandlers = {
  DescribeInstanceTypes(_scene, { InstanceTypes, Filters }) {
    const wrong = InstanceTypes?.find((type) => !architectureOf(type));
    if (wrong) {
      throw fault("InvalidInstanceType", `The following supplied instance types do not exist: [${wrong}]`);
    }
    const all = (InstanceTypes ?? askedTypes(Filters)).filter((type) => architectureOf(type)).map(instanceType);
    return { InstanceTypes: filtered(all, Filters) };
  },

  DescribeInstanceTypeOfferings({ world: { ec2 }, region }, { LocationType = "region", Filters }) {
    const zones = [...new Set(ec2.subnets.map((subnet) => subnet.AvailabilityZone))];
    const offered: InstanceTypeOffering[] = askedTypes(Filters)
      .filter((type) => architectureOf(type))
      .flatMap((type) =>
        (LocationType === "region" ? [region] : zones).map((Location) => ({
          InstanceType: type as _InstanceType,
          LocationType,
          Location,
        })),
      );
    return { InstanceTypeOfferings: filtered(offered, Filters) };
  },

  DescribeImages(_scene, { ImageIds }) {
    const all = (Object.keys(imageIds) as (keyof typeof imageIds)[]).map((Architecture) => ({
      ImageId: imageIds[Architecture],
      Architecture,
      Name: `al2023-ami-2023.9-kernel-6.1-${Architecture}`,
      RootDeviceName: "/dev/xvda",
      State: "available" as const,
      OwnerId: "137112412989",
    }));
    const Images = all.filter(({ ImageId }) => ImageIds?.includes(ImageId) ?? true);
    if (ImageIds && Images.length < ImageIds.length) {
      throw fault("InvalidAMIID.NotFound", `The image id '[${ImageIds.join(", ")}]' does not exist`);
    }
    return { Images };
  },
} satisfies Handlers<EC2>;

/** The types that a filter names; otherwise a few, for a list of all of them is not kept. */
const askedTypes = (filters: Filter[] | undefined): string[] =>
  filters?.find(({ Name }) => Name === "instance-type")?.Values ?? ["t3.micro", "t3.small", "t4g.micro", "t4g.small"];

function instanceType(type: string) {
  const size = type.split(".")[1]!;
  const vcpus = sizes[size]!;
  const memory = (type.startsWith("t") ? burstable[size] : undefined) ?? vcpus * memoryPerVcpu[type[0]!]!;
  return {
    InstanceType: type as _InstanceType,
    CurrentGeneration: true,
    BurstablePerformanceSupported: type.startsWith("t"),
    ProcessorInfo: { SupportedArchitectures: [architectureOf(type)!] satisfies ArchitectureType[] },
    VCpuInfo: { DefaultVCpus: vcpus },
    MemoryInfo: { SizeInMiB: memory },
  };
}
