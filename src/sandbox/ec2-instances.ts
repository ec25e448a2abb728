import type { EC2, Instance, InstanceStateName, RunInstancesRequest, Tag } from "@aws-sdk/client-ec2";
import { publicIpOf } from "./ec2-addresses.ts";
import { filtered } from "./ec2-filters.ts";
import { interfaces, releaseInterfaces } from "./ec2-interfaces.ts";
import { launch } from "./ec2-launch.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver, takes } from "./times.ts";

export interface InstanceState {
  id: string;
  /** What was last asked of it, and when: the state follows from that. */
  phase: "started" | "stopped" | "terminated";
  phaseAt: number;
  launchedAt: number;
  clientToken?: string | undefined;
  /** The request, for the comparison when the token comes again. */
  request: string;
  imageId: string;
  instanceType: string;
  architecture: "arm64" | "x86_64";
  subnetId: string;
  groupIds: string[];
  privateIp: string;
  /** The address that AWS lends it; undefined when none was asked for. */
  lentIp?: string | undefined;
  userData?: string | undefined;
  profile?: { arn: string; associationId: string } | undefined;
  metadata: NonNullable<RunInstancesRequest["MetadataOptions"]>;
  protected: boolean;
  volume: VolumeState;
  tags: Tag[];
}

export interface VolumeState {
  id: string;
  device: string;
  size: number;
  type: string;
  encrypted: boolean;
  deletedOnTermination: boolean;
  modifiedAt?: number;
  tags: Tag[];
}

const codes: Partial<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function stateOf(scene: Scene, { phase, phaseAt }: InstanceState): InstanceStateName {
  if (phase === "started") return isOver(scene, phaseAt, "instanceRunning") ? "running" : "pending";
  if (phase === "stopped") return isOver(scene, phaseAt, "instanceStopped") ? "stopped" : "stopping";
  return isOver(scene, phaseAt, "instanceTerminated") ? "terminated" : "shutting-down";
}

/** Since when it runs, in milliseconds; undefined when it does not. For target health and CodeDeploy. */
export function runningSince(scene: Scene, instanceId: string): number | undefined {
  const found = scene.world.ec2.instances.find(({ id }) => id === instanceId);
  return found && stateOf(scene, found) === "running" ? found.phaseAt : undefined;
}

/** The instance of this id. AWS does not know a fresh one for a moment, and has forgotten an old terminated one. */
export function knownInstance(scene: Scene, id: string | undefined): InstanceState {
  const found = visible(scene).find((instance) => instance.id === id);
  if (found && isOver(scene, found.launchedAt, "freshId")) return found;
  throw fault("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
}

export const instanceHandlers = {
  RunInstances(scene, input) {
    const instance = launch(scene, input);
    return { ReservationId: scene.newId("r-"), OwnerId: scene.account, Instances: [toInstance(scene, instance)] };
  },

  DescribeInstances(scene, { InstanceIds, Filters }) {
    const wanted = InstanceIds?.length ? InstanceIds.map((id) => knownInstance(scene, id)) : visible(scene);
    const found = filtered(
      wanted.map((instance) => toInstance(scene, instance)),
      Filters,
      {
        "instance-state-name": ({ State }) => State?.Name,
        "instance-state-code": ({ State }) => State?.Code,
        "availability-zone": ({ Placement }) => Placement?.AvailabilityZone,
        "instance.group-id": ({ SecurityGroups }) => SecurityGroups?.map(({ GroupId }) => GroupId),
        "iam-instance-profile.arn": ({ IamInstanceProfile }) => IamInstanceProfile?.Arn,
      },
    );
    return { Reservations: found.map((instance) => ({ OwnerId: scene.account, Instances: [instance] })) };
  },

  DescribeInstanceStatus(scene, { InstanceIds, IncludeAllInstances }) {
    const wanted = InstanceIds?.length ? InstanceIds.map((id) => knownInstance(scene, id)) : visible(scene);
    const InstanceStatuses = wanted
      .map((instance) => ({ InstanceId: instance.id, InstanceState: toState(scene, instance) }))
      .filter(({ InstanceState }) => IncludeAllInstances || InstanceState.Name === "running");
    return { InstanceStatuses };
  },

  TerminateInstances(scene, { InstanceIds }) {
    const TerminatingInstances = each(scene, InstanceIds, (instance) => {
      if (instance.protected) {
        const why = "Modify its 'disableApiTermination' instance attribute and try again.";
        throw fault("OperationNotPermitted", `The instance '${instance.id}' may not be terminated. ${why}`);
      }
      if (instance.phase === "terminated") return;
      Object.assign(instance, { phase: "terminated", phaseAt: scene.now() });
      releaseInterfaces(scene, instance.id, takes(scene, "instanceTerminated"));
      for (const address of scene.world.ec2.addresses) {
        if (address.association?.instanceId === instance.id) delete address.association;
      }
    });
    return { TerminatingInstances };
  },

  StopInstances(scene, { InstanceIds }) {
    const StoppingInstances = each(scene, InstanceIds, (instance) => {
      const state = stateOf(scene, instance);
      if (state === "stopped" || state === "stopping") return;
      if (state !== "running") throw incorrectState(instance, state);
      Object.assign(instance, { phase: "stopped", phaseAt: scene.now() });
    });
    return { StoppingInstances };
  },

  StartInstances(scene, { InstanceIds }) {
    const StartingInstances = each(scene, InstanceIds, (instance) => {
      const state = stateOf(scene, instance);
      if (state === "running" || state === "pending") return;
      if (state !== "stopped") throw incorrectState(instance, state);
      Object.assign(instance, { phase: "started", phaseAt: scene.now() });
    });
    return { StartingInstances };
  },

  RebootInstances(scene, { InstanceIds }) {
    each(scene, InstanceIds, () => {});
    return {};
  },
} satisfies Handlers<EC2>;

export const incorrectState = ({ id }: InstanceState, state: string | undefined) =>
  fault("IncorrectInstanceState", `The instance '${id}' is not in a state from which this is possible: ${state}`);

function visible(scene: Scene): InstanceState[] {
  return scene.world.ec2.instances.filter(
    ({ phase, phaseAt }) => phase !== "terminated" || !isOver(scene, phaseAt, "instanceForgotten"),
  );
}

/** Applies to each and tells the states before and after. An id that was just handed out is acted on, not "not found". */
function each(scene: Scene, ids: string[] | undefined, act: (instance: InstanceState) => void) {
  return (ids ?? []).map((wanted) => {
    const instance = visible(scene).find(({ id }) => id === wanted);
    if (!instance) throw fault("InvalidInstanceID.NotFound", `The instance ID '${wanted}' does not exist`);
    const PreviousState = toState(scene, instance);
    act(instance);
    return { InstanceId: wanted, PreviousState, CurrentState: toState(scene, instance) };
  });
}

function toState(scene: Scene, instance: InstanceState) {
  const Name = stateOf(scene, instance);
  return { Name, Code: codes[Name] };
}

function toInstance(scene: Scene, instance: InstanceState): Instance {
  const { ec2 } = scene.world;
  const State = toState(scene, instance);
  const subnet = ec2.subnets.find(({ SubnetId }) => SubnetId === instance.subnetId);
  const groups = instance.groupIds.map((GroupId) => ({
    GroupId,
    GroupName: ec2.groups.find(({ id }) => id === GroupId)?.name,
  }));
  const gone = instance.phase === "terminated";
  const networkInterface = interfaces(scene).find(({ owner }) => owner === instance.id);
  return {
    InstanceId: instance.id,
    ClientToken: instance.clientToken,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance["InstanceType"]>,
    Architecture: instance.architecture,
    LaunchTime: new Date(instance.launchedAt),
    State,
    StateReason: gone ? { Code: "Client.UserInitiatedShutdown", Message: "User initiated shutdown" } : undefined,
    Placement: { AvailabilityZone: subnet?.AvailabilityZone },
    ...(!gone && {
      SubnetId: instance.subnetId,
      VpcId: subnet?.VpcId,
      PrivateIpAddress: instance.privateIp,
      PublicIpAddress: publicIpOf(scene, instance, State.Name),
    }),
    SecurityGroups: gone ? [] : groups,
    NetworkInterfaces: networkInterface
      ? [
          {
            NetworkInterfaceId: networkInterface.id,
            SubnetId: instance.subnetId,
            Attachment: { DeviceIndex: 0, Status: "attached" as const },
            Groups: groups,
          },
        ]
      : [],
    RootDeviceName: instance.volume.device,
    RootDeviceType: "ebs",
    BlockDeviceMappings: gone
      ? []
      : [{ DeviceName: instance.volume.device, Ebs: { VolumeId: instance.volume.id, Status: "attached" } }],
    IamInstanceProfile: instance.profile && { Arn: instance.profile.arn },
    MetadataOptions: { State: "applied", ...instance.metadata },
    Tags: instance.tags,
  };
}
