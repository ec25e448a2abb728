import type { EC2, IamInstanceProfileAssociation, Volume, VolumeModification } from "@aws-sdk/client-ec2";
import { filtered } from "./ec2-filters.ts";
import { knownGroup } from "./ec2-groups.ts";
import { type InstanceState, incorrectState, knownInstance, stateOf } from "./ec2-instances.ts";
import { interfaces } from "./ec2-interfaces.ts";
import { architectureOf } from "./ec2-types.ts";
import { profileForLaunch } from "./iam-profiles.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export const instanceChangeHandlers = {
  ModifyInstanceAttribute(scene, { InstanceId, ...wanted }) {
    const instance = knownInstance(scene, InstanceId);
    const type = wanted.InstanceType?.Value ?? (wanted.Attribute === "instanceType" ? wanted.Value : undefined);
    if (type) {
      if (stateOf(scene, instance) !== "stopped") throw incorrectState(instance, stateOf(scene, instance));
      if (architectureOf(type) !== instance.architecture) {
        throw fault("InvalidParameterValue", `The instance type '${type}' does not fit the architecture of the image.`);
      }
      instance.instanceType = type;
    }
    if (wanted.Groups) {
      changeGroups(scene, instance.id, wanted.Groups);
    }
    instance.protected = wanted.DisableApiTermination?.Value ?? instance.protected;
    return {};
  },

  DescribeInstanceAttribute(scene, { InstanceId, Attribute }) {
    const instance = knownInstance(scene, InstanceId);
    return {
      InstanceId: instance.id,
      ...(Attribute === "userData" && { UserData: { Value: instance.userData } }),
      ...(Attribute === "disableApiTermination" && { DisableApiTermination: { Value: instance.protected } }),
      ...(Attribute === "instanceType" && { InstanceType: { Value: instance.instanceType } }),
    };
  },

  ModifyInstanceMetadataOptions(scene, { InstanceId, DryRun: _, ...options }) {
    const instance = knownInstance(scene, InstanceId);
    Object.assign(instance.metadata, options);
    return { InstanceId: instance.id, InstanceMetadataOptions: { State: "applied", ...instance.metadata } };
  },

  ModifyNetworkInterfaceAttribute(scene, { NetworkInterfaceId, Groups }) {
    const found = interfaces(scene).find(({ id }) => id === NetworkInterfaceId);
    if (!found) {
      throw fault(
        "InvalidNetworkInterfaceID.NotFound",
        `The networkInterface ID '${NetworkInterfaceId}' does not exist`,
      );
    }
    if (Groups) changeGroups(scene, found.owner, Groups);
    return {};
  },

  DescribeVolumes(scene, { VolumeIds, Filters }) {
    const all = withVolumes(scene).map(toVolume);
    const missing = VolumeIds?.find((id) => !all.some(({ VolumeId }) => VolumeId === id));
    if (missing) throw fault("InvalidVolume.NotFound", `The volume '${missing}' does not exist.`);
    const wanted = all.filter(({ VolumeId }) => VolumeIds?.includes(VolumeId!) ?? true);
    const Volumes = filtered(wanted, Filters, {
      "attachment.instance-id": ({ Attachments }) => Attachments?.map(({ InstanceId }) => InstanceId),
      "attachment.device": ({ Attachments }) => Attachments?.map(({ Device }) => Device),
      status: ({ State }) => State,
    });
    return { Volumes };
  },

  ModifyVolume(scene, { VolumeId, Size, VolumeType }) {
    const { volume } = withVolume(scene, VolumeId);
    if (Size !== undefined && Size < volume.size) {
      throw fault("InvalidParameterValue", `New size cannot be smaller than existing size: ${volume.size} GiB`);
    }
    if (volume.modifiedAt !== undefined && !isOver(scene, volume.modifiedAt, "volumeModified")) {
      throw fault("IncorrectModificationState", `The volume ${volume.id} is being modified.`);
    }
    Object.assign(volume, {
      size: Size ?? volume.size,
      type: VolumeType ?? volume.type,
      modifiedAt: scene.now(),
    });
    return { VolumeModification: toModification(scene, withVolume(scene, VolumeId)) };
  },

  DescribeVolumesModifications(scene, { VolumeIds, Filters }) {
    const modified = withVolumes(scene)
      .filter(({ volume }) => volume.modifiedAt !== undefined && (VolumeIds?.includes(volume.id) ?? true))
      .map((instance) => toModification(scene, instance));
    if (VolumeIds?.length && modified.length === 0) {
      throw fault("InvalidVolumeModification.NotFound", `Modification for volume '${VolumeIds[0]}' does not exist.`);
    }
    return { VolumesModifications: filtered(modified, Filters) };
  },

  DescribeIamInstanceProfileAssociations(scene, { AssociationIds, Filters }) {
    const all = scene.world.ec2.instances.flatMap((instance) => association(scene, instance) ?? []);
    const wanted = all.filter(({ AssociationId }) => AssociationIds?.includes(AssociationId!) ?? true);
    return { IamInstanceProfileAssociations: filtered(wanted, Filters) };
  },

  AssociateIamInstanceProfile(scene, { InstanceId, IamInstanceProfile }) {
    const instance = knownInstance(scene, InstanceId);
    const state = stateOf(scene, instance);
    if (state !== "running" && state !== "stopped") throw incorrectState(instance, state);
    if (instance.profile) {
      throw fault("IncorrectState", `There is an existing association for instance ${instance.id}`);
    }
    const arn = profileForLaunch(scene, IamInstanceProfile ?? {});
    instance.profile = { arn, associationId: scene.newId("iip-assoc-") };
    return { IamInstanceProfileAssociation: association(scene, instance) };
  },

  ReplaceIamInstanceProfileAssociation(scene, { AssociationId, IamInstanceProfile }) {
    const instance = associated(scene, AssociationId);
    const arn = profileForLaunch(scene, IamInstanceProfile ?? {});
    instance.profile = { arn, associationId: scene.newId("iip-assoc-") };
    return { IamInstanceProfileAssociation: association(scene, instance) };
  },

  DisassociateIamInstanceProfile(scene, { AssociationId }) {
    const instance = associated(scene, AssociationId);
    const before = association(scene, instance);
    instance.profile = undefined;
    return { IamInstanceProfileAssociation: before && { ...before, State: "disassociating" } };
  },
} satisfies Handlers<EC2>;

/** Volumes whose instance is not terminated; a terminated one takes its root volume with it. */
export function withVolumes(scene: Scene): InstanceState[] {
  return scene.world.ec2.instances.filter(
    (instance) => stateOf(scene, instance) !== "terminated" || !instance.volume.deletedOnTermination,
  );
}

/** An instance has one interface, so the groups of the one are the groups of the other. */
function changeGroups(scene: Scene, owner: string, groupIds: string[]): void {
  for (const id of groupIds) knownGroup(scene, id);
  for (const each of interfaces(scene)) if (each.owner === owner) each.groupIds = [...groupIds];
  for (const each of scene.world.ec2.instances) if (each.id === owner) each.groupIds = [...groupIds];
}

function withVolume(scene: Scene, id: string | undefined): InstanceState {
  const found = withVolumes(scene).find(({ volume }) => volume.id === id);
  if (!found) throw fault("InvalidVolume.NotFound", `The volume '${id}' does not exist.`);
  return found;
}

function associated({ world }: Scene, id: string | undefined): InstanceState {
  const found = world.ec2.instances.find(({ profile }) => profile?.associationId === id);
  if (!found) throw fault("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
  return found;
}

function association(scene: Scene, instance: InstanceState): IamInstanceProfileAssociation | undefined {
  if (!instance.profile || instance.phase === "terminated") return undefined;
  return {
    AssociationId: instance.profile.associationId,
    InstanceId: instance.id,
    IamInstanceProfile: { Arn: instance.profile.arn },
    State: stateOf(scene, instance) === "pending" ? "associating" : "associated",
  };
}

const toVolume = ({ id, volume }: InstanceState): Volume => ({
  VolumeId: volume.id,
  Size: volume.size,
  VolumeType: volume.type as NonNullable<Volume["VolumeType"]>,
  Encrypted: volume.encrypted,
  State: "in-use",
  Attachments: [
    {
      InstanceId: id,
      Device: volume.device,
      State: "attached",
      VolumeId: volume.id,
      DeleteOnTermination: volume.deletedOnTermination,
    },
  ],
  Tags: volume.tags,
});

function toModification(scene: Scene, { volume }: InstanceState): VolumeModification {
  const done = isOver(scene, volume.modifiedAt ?? 0, "volumeModified");
  return {
    VolumeId: volume.id,
    TargetSize: volume.size,
    ModificationState: done ? "completed" : "modifying",
    Progress: done ? 100 : 50,
  };
}
