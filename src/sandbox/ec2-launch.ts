import type { RunInstancesRequest } from "@aws-sdk/client-ec2";
import { knownGroup } from "./ec2-groups.ts";
import { type InstanceState, stateOf } from "./ec2-instances.ts";
import { placeInterfaces } from "./ec2-interfaces.ts";
import { tagsAtCreate } from "./ec2-tags.ts";
import { architectureOf, imageIds } from "./ec2-types.ts";
import { profileForLaunch } from "./iam-profiles.ts";
import { checkUserData, required } from "./rules.ts";
import { fault, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

/**
 * RunInstances of one instance, or the one that was made with the same token.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
export function launch(scene: Scene, input: RunInstancesRequest): InstanceState {
  required("MissingParameter", input, "ImageId", "InstanceType", "MinCount", "MaxCount");
  if (input.MinCount !== 1 || input.MaxCount !== 1) throw new Error("the sandbox starts one instance at a time");
  const { ec2 } = scene.world;
  const request = JSON.stringify({ ...input, ClientToken: undefined });
  const before = input.ClientToken ? replayed(scene, input.ClientToken, request) : undefined;
  if (before) return before;

  const { instanceType, imageId, architecture } = machine(input);
  const { subnetId, groupIds, hasPublicIp } = place(scene, input);
  checkUserData(input.UserData);
  const profile = input.IamInstanceProfile ? profileForLaunch(scene, input.IamInstanceProfile) : undefined;
  const [mapping] = input.BlockDeviceMappings ?? [];
  const number = ec2.instances.length + 10;
  const instance: InstanceState = {
    id: scene.newId("i-"),
    phase: "started",
    phaseAt: scene.now(),
    launchedAt: scene.now(),
    clientToken: input.ClientToken,
    request,
    imageId,
    instanceType,
    architecture,
    subnetId,
    groupIds,
    privateIp: `172.31.0.${number}`,
    lentIp: hasPublicIp ? `198.51.100.${number}` : undefined,
    userData: input.UserData,
    profile: profile === undefined ? undefined : { arn: profile, associationId: scene.newId("iip-assoc-") },
    metadata: { HttpEndpoint: "enabled", HttpTokens: "optional", HttpPutResponseHopLimit: 1, ...input.MetadataOptions },
    protected: input.DisableApiTermination ?? false,
    volume: {
      id: scene.newId("vol-"),
      device: mapping?.DeviceName ?? "/dev/xvda",
      size: mapping?.Ebs?.VolumeSize ?? 8,
      type: mapping?.Ebs?.VolumeType ?? "gp3",
      encrypted: mapping?.Ebs?.Encrypted ?? false,
      deletedOnTermination: mapping?.Ebs?.DeleteOnTermination ?? true,
      tags: tagsAtCreate(input.TagSpecifications, "volume"),
    },
    tags: tagsAtCreate(input.TagSpecifications, "instance"),
  };
  if (instance.profile && ec2.profilesLost > 0) {
    ec2.profilesLost -= 1;
    instance.profile = undefined;
  }
  ec2.instances.push(instance);
  const tags = tagsAtCreate(input.TagSpecifications, "network-interface");
  placeInterfaces(scene, { owner: instance.id, description: "", subnetIds: [subnetId], groupIds, tags });
  return instance;
}

function replayed(scene: Scene, token: string, request: string): InstanceState | undefined {
  if (token.length > 64) throw fault("InvalidParameterValue", "The client token may have at most 64 characters");
  const before = scene.world.ec2.instances.findLast(({ clientToken }) => clientToken === token);
  if (!before || isOver(scene, before.launchedAt, "clientToken")) return undefined;
  if (before.request !== request) {
    throw fault("IdempotentParameterMismatch", "The client token was used with different parameters");
  }
  if (stateOf(scene, before) === "terminated") {
    throw fault("IdempotentInstanceTerminated", `The instance ${before.id} of this client token has been terminated`);
  }
  return before;
}

function machine({ ImageId: imageId = "", InstanceType }: RunInstancesRequest) {
  const instanceType = InstanceType ?? "";
  const architecture = architectureOf(instanceType);
  if (!architecture) {
    throw fault("InvalidParameterValue", `Invalid value '${instanceType}' for InstanceType.`);
  }
  const known: string[] = Object.values(imageIds);
  if (!known.includes(imageId)) throw fault("InvalidAMIID.NotFound", `The image id '[${imageId}]' does not exist`);
  if (imageIds[architecture] !== imageId) {
    throw fault(
      "InvalidParameterValue",
      `The architecture '${architecture}' of the specified instance type does not match the architecture of the specified AMI.`,
    );
  }
  return { instanceType, imageId, architecture };
}

function place(scene: Scene, input: RunInstancesRequest) {
  const [first] = input.NetworkInterfaces ?? [];
  if (first && (input.SubnetId || input.SecurityGroupIds)) {
    const why = "may not be specified on the same request";
    throw fault(
      "InvalidParameterCombination",
      `Network interfaces and an instance-level subnet ID or security groups ${why}`,
    );
  }
  const { subnets } = scene.world.ec2;
  const wanted = first?.SubnetId ?? input.SubnetId;
  const subnet = subnets.find(({ SubnetId, DefaultForAz }) => (wanted ? SubnetId === wanted : DefaultForAz));
  if (!subnet) throw fault("InvalidSubnetID.NotFound", `The subnet ID '${wanted}' does not exist`);
  const groupIds = first?.Groups ?? input.SecurityGroupIds ?? [];
  for (const id of groupIds) {
    if (knownGroup(scene, id).vpcId === subnet.VpcId) continue;
    throw fault("InvalidParameter", `Security group ${id} and subnet ${subnet.SubnetId} belong to different networks.`);
  }
  const hasPublicIp = first?.AssociatePublicIpAddress ?? subnet.MapPublicIpOnLaunch ?? false;
  return { subnetId: subnet.SubnetId, groupIds, hasPublicIp };
}
