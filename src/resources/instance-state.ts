import {
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  type Filter,
  type Instance,
  type InstanceStateName,
  StartInstancesCommand,
  StopInstancesCommand,
  type Volume,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import { atMostOne } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";

/** There is no way back from these: such an instance counts as absent. */
const gone: readonly (InstanceStateName | undefined)[] = ["shutting-down", "terminated"];

export const isGone = (instance: Instance) => gone.includes(instance.State?.Name);

/** The instance in whatever state; a terminated one is still shown for about an hour. */
export async function instanceById(aws: Aws, instanceId: string): Promise<Instance | undefined> {
  return (await list(aws, [{ Name: "instance-id", Values: [instanceId] }]))[0];
}

/** The one instance that these filters show and that is not on its way out. */
export async function liveInstance(aws: Aws, name: string, filters: Filter[]): Promise<Instance | undefined> {
  const live = (await list(aws, filters)).filter((instance) => !isGone(instance));
  return atMostOne(`instance ${name}`, live, ({ InstanceId }) => InstanceId!);
}

/** The volume that it starts from. */
export async function rootVolumeOf(aws: Aws, instance: Instance): Promise<Volume | undefined> {
  const { BlockDeviceMappings, RootDeviceName } = instance;
  const id = BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === RootDeviceName)?.Ebs?.VolumeId;
  if (!id) return undefined;
  const { Volumes } = await aws.ec2(new DescribeVolumesCommand({ Filters: [{ Name: "volume-id", Values: [id] }] }));
  return Volumes?.[0];
}

/** Waits until the instance runs. Throws `resource-failed`, with AWS's reason, when it is terminated instead. */
export function untilRunning({ aws, poll }: AwsTools, name: string, instanceId: string): Promise<Instance> {
  return poll({ what: say("waitToRun", say("titleInstance", name)), usualSeconds: 16 }, async (note) => {
    const found = await instanceById(aws, instanceId);
    if (found && isGone(found)) {
      const reason = found.StateReason?.Message ?? found.StateTransitionReason;
      throw new WizardError(
        "resource-failed",
        `Instance ${name} (${instanceId}) was terminated: ${reason || "AWS gave no reason"}.`,
        { hint: "Once the cause is mended, `deploy-wizard resume` makes a new one." },
      );
    }
    note(say("noteState", found?.State?.Name ?? say("noteNotShownYet")));
    return found?.State?.Name === "running" && found;
  });
}

/** Starts an instance that is stopped or stopping, and waits until it runs. One that runs already stays as it is. */
export async function start(tools: AwsTools, name: string, instanceId: string): Promise<void> {
  await untilStoppedOrRunning(tools, name, instanceId);
  await tools.aws.ec2(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  await untilRunning(tools, name, instanceId);
}

/** Stops an instance and waits until it has stopped. */
export async function stop({ aws, poll }: AwsTools, name: string, instanceId: string): Promise<void> {
  await aws.ec2(new StopInstancesCommand({ InstanceIds: [instanceId] }));
  await poll(
    { what: say("waitToStop", say("titleInstance", name)), usualSeconds: 40 },
    async () => (await instanceById(aws, instanceId))?.State?.Name === "stopped",
  );
}

async function untilStoppedOrRunning({ aws, poll }: AwsTools, name: string, instanceId: string): Promise<void> {
  await poll(
    { what: say("waitToFinishStopping", say("titleInstance", name)), usualSeconds: 40 },
    async () => (await instanceById(aws, instanceId))?.State?.Name !== "stopping",
  );
}

async function list(aws: Aws, Filters: Filter[]): Promise<Instance[]> {
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.ec2(new DescribeInstancesCommand({ Filters, NextToken }));
    instances.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances));
    NextToken = page.NextToken;
  } while (NextToken);
  return instances;
}
