import {
  DescribeVolumesModificationsCommand,
  type Instance,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ModifyVolumeCommand,
} from "@aws-sdk/client-ec2";
import type { AwsTools } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import { differences } from "./differences.ts";
import { ec2TagChanges } from "./ec2-tag-changes.ts";
import type { InstanceInput } from "./instance.ts";
import { architectureOf, zonesOffering } from "./instance-choice.ts";
import { profileChanges } from "./instance-profile-association.ts";
import { safeMetadata } from "./instance-settings.ts";
import { rootVolumeOf, start, stop } from "./instance-state.ts";
import { settling, untilAccepted } from "./patience.ts";

/** What differs between the config and a server, in the order in which it is brought in. */
export async function instanceChanges(tools: AwsTools, input: InstanceInput, now: Instance): Promise<Change[]> {
  return [
    ...ec2TagChanges(tools, input.name, now.InstanceId!, now.Tags),
    ...metadataChanges(tools, now),
    ...groupChanges(tools, input, now),
    ...(await diskChanges(tools, input, now)),
    ...(await typeChanges(tools, input, now)),
    ...(await profileChanges(tools, input, now)),
    ...stateChanges(tools, input, now),
  ];
}

/** A server that was stopped by hand is started again. */
function stateChanges(tools: AwsTools, { name }: InstanceInput, now: Instance): Change[] {
  const state = now.State?.Name;
  if (state !== "stopped" && state !== "stopping") return [];
  return [{ detail: `state: ${state} -> running`, apply: () => start(tools, name, now.InstanceId!) }];
}

function metadataChanges({ aws }: AwsTools, now: Instance): Change[] {
  return differences({ ...safeMetadata }, { ...now.MetadataOptions }, () => async () => {
    await aws.ec2(new ModifyInstanceMetadataOptionsCommand({ InstanceId: now.InstanceId, ...safeMetadata }));
  });
}

function groupChanges({ aws, poll }: AwsTools, { name, securityGroupIds }: InstanceInput, now: Instance): Change[] {
  const primary = now.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  if (!primary) return [];
  const wanted = { "security groups": securityGroupIds.toSorted().join(" ") };
  const groups = (primary.Groups ?? []).map(({ GroupId }) => GroupId!);
  return differences(wanted, { "security groups": groups.sort().join(" ") }, () => async () => {
    const change = { NetworkInterfaceId: primary.NetworkInterfaceId, Groups: securityGroupIds };
    // A group that was made anew a moment ago is not known at once.
    const wait = { what: say("waitNetworkToBeKnown", say("titleInstance", name)), ...settling };
    await untilAccepted(poll, wait, ["InvalidGroup.NotFound"], () =>
      aws.ec2(new ModifyNetworkInterfaceAttributeCommand(change)),
    );
  });
}

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html */
async function diskChanges(tools: AwsTools, { name, diskGiB }: InstanceInput, now: Instance): Promise<Change[]> {
  const { aws, poll } = tools;
  const volume = await rootVolumeOf(aws, now);
  const { VolumeId: root, Size: size } = volume ?? {};
  if (!root || size === undefined) return [];
  const tags = ec2TagChanges(tools, name, root, volume?.Tags);
  if (size === diskGiB) return tags;
  const detail = `disk: ${size} -> ${diskGiB} GiB`;
  if (size > diskGiB) return [...tags, { detail, instead: `A disk cannot shrink: set --disk ${size} (or more).` }];
  const apply = async () => {
    await aws.ec2(new ModifyVolumeCommand({ VolumeId: root, Size: diskGiB }));
    await poll({ what: say("waitDiskToGrow", name), usualSeconds: 30 }, async (note) => {
      const filter = { Name: "volume-id", Values: [root] };
      const answer = await aws.ec2(new DescribeVolumesModificationsCommand({ Filters: [filter] }));
      const latest = answer.VolumesModifications?.find(({ TargetSize }) => TargetSize === diskGiB);
      note(latest?.StatusMessage ?? latest?.ModificationState ?? say("noteNotBegun"));
      return latest !== undefined && latest.ModificationState !== "modifying";
    });
    tools.warn(say("warnDiskGrown", name, diskGiB));
  };
  return [...tags, { detail, apply }];
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-resize.html */
async function typeChanges(tools: AwsTools, { name, instanceType }: InstanceInput, now: Instance): Promise<Change[]> {
  if (now.InstanceType === instanceType) return [];
  const detail = `instance type: ${now.InstanceType} -> ${instanceType} (the server restarts)`;
  const architecture = await architectureOf(tools, instanceType);
  if (architecture !== now.Architecture) {
    const why = `${instanceType} is ${architecture} and this server's disk is ${now.Architecture}`;
    return [{ detail, instead: `${why}: choose a type of that architecture, or terminate the server and resume.` }];
  }
  const zone = now.Placement?.AvailabilityZone ?? "";
  if (!(await zonesOffering(tools.aws, instanceType)).includes(zone)) {
    return [{ detail, instead: `${instanceType} is not offered in ${zone}, where this server is: choose another.` }];
  }
  const InstanceId = now.InstanceId!;
  const apply = async () => {
    await stop(tools, name, InstanceId);
    await tools.aws.ec2(new ModifyInstanceAttributeCommand({ InstanceId, InstanceType: { Value: instanceType } }));
    await start(tools, name, InstanceId);
  };
  return [{ detail, apply }];
}
