import {
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { awsCode, orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { chooseInstance, type InstanceChoice } from "./instance-choice.ts";
import { ensureProfile, profileLag, tooFresh } from "./instance-profile-association.ts";
import { rootVolume, safeMetadata } from "./instance-settings.ts";
import { instanceById, isGone, liveInstance, untilRunning } from "./instance-state.ts";
import { instanceChanges } from "./instance-sync.ts";
import { freshSeconds, settling, untilAccepted } from "./patience.ts";
import type { SubnetChoice } from "./subnets.ts";

export interface InstanceInput {
  name: string;
  instanceType: string;
  /** Of the root volume; at least 8. */
  diskGiB: number;
  /** Where it may go: the first zone that offers the type is taken. */
  subnets: SubnetChoice[];
  securityGroupIds: string[];
  instanceProfileName: string;
  /**
   * Base64 of at most 16 KiB; or a script in plain text, as former versions recorded it, which is told by its `#!`. What
   * is recorded is what is sent, so that a launch that was cut short is replayed with the same bytes.
   * No secrets: everything on the server can read it.
   */
  userData: string;
  /** Filled in by `prepare`. */
  chosen?: InstanceChoice;
}

export interface InstanceOutput {
  instanceId: string;
  /** Its Availability Zone. */
  zone: string;
  privateIp?: string;
  /** Changes when the server is stopped and started, unless it is an Elastic IP. */
  publicIp?: string;
}

/**
 * One Amazon Linux 2023 server with a public address, without SSH. The token makes a replayed launch return the same
 * server for about a day; one that was terminated is absent and is made anew.
 * Throws `preflight` if no zone offers the type, `resource-failed` if AWS terminates it while it starts.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
export const instance: AwsResource<InstanceInput, InstanceOutput> = {
  kind: "instance",
  title: ({ name }) => say("titleInstance", name),
  id: ({ instanceId }) => instanceId,
  // A launch that was cut short is shown only after a while, and it must not be missed when it is to be removed.
  settleSeconds: freshSeconds,

  // The tags come with the launch itself, so they show whatever the token would; `create` replays the token.
  async find({ aws, owner }, { name }, { recorded }) {
    const byId = recorded && [{ Name: "instance-id", Values: [recorded.instanceId] }];
    const found = (byId && (await liveInstance(aws, name, byId))) || (await liveInstance(aws, name, owner.filters()));
    if (!found) return undefined;
    const byOwnId = found.InstanceId === recorded?.instanceId;
    owner.claim(`Instance ${name} (${found.InstanceId})`, found.Tags, { byOwnId });
    return { output: toOutput(found), state: found.State?.Name };
  },

  async recover(tools, input) {
    const found = await liveInstance(tools.aws, input.name, tools.owner.filters());
    if (!found) return undefined;
    tools.owner.claim(`Instance ${input.name} (${found.InstanceId})`, found.Tags);
    const chosen = { imageId: found.ImageId!, subnetId: found.SubnetId! };
    return { output: toOutput(found), state: found.State?.Name, input: { ...input, chosen } };
  },

  async prepare(tools, input) {
    return { ...input, chosen: input.chosen ?? (await chooseInstance(tools, input)) };
  },

  async create(tools, input, token) {
    const { aws, poll } = tools;
    const request = launchRequest(tools, input, input.chosen ?? (await chooseInstance(tools, input)), token);
    const wait = { what: say("waitEc2ToKnowProfile", input.name), usualSeconds: 8, ...profileLag };
    const run = () => aws.ec2(new RunInstancesCommand(request));
    const { Instances } = await untilAccepted(poll, wait, tooFresh, run).catch(explainCapacity(input));
    const { InstanceId } = Instances![0]!;
    const what = say("waitToAppear", say("titleInstance", input.name));
    return toOutput(await poll({ what, ...settling }, () => instanceById(aws, InstanceId!)));
  },

  async sync(tools, input, { instanceId }) {
    const now = await instanceById(tools.aws, instanceId);
    return now && !isGone(now) ? instanceChanges(tools, input, now) : [];
  },

  async ready(tools, input, { instanceId }) {
    const running = await untilRunning(tools, input.name, instanceId);
    await ensureProfile(tools, input, instanceId);
    return toOutput(running);
  },

  async remove({ aws, poll }, { name }, { instanceId }) {
    const now = await instanceById(aws, instanceId);
    if (now && !isGone(now)) {
      const command = new TerminateInstancesCommand({ InstanceIds: [instanceId] });
      await orAbsent(aws.ec2(command), "InvalidInstanceID.NotFound");
    }
    await poll({ what: say("waitToTerminate", say("titleInstance", name)), usualSeconds: 60 }, async (note) => {
      const state = (await instanceById(aws, instanceId))?.State?.Name ?? "terminated";
      note(say("noteState", state));
      return state === "terminated";
    });
  },
};

/** AWS answers with a server error here, but it is a final refusal: nothing was launched. */
const explainCapacity =
  ({ name, instanceType }: InstanceInput) =>
  (cause: unknown): never => {
    if (awsCode(cause) !== "InsufficientInstanceCapacity") throw cause;
    throw new WizardError("refused", `AWS has no ${instanceType} to spare for instance ${name} at the moment.`, {
      hint: "Run `deploy-wizard resume` later, or choose another --instance-type.",
      cause,
    });
  };

function launchRequest(
  { owner }: AwsTools,
  { name, instanceType, diskGiB, securityGroupIds, instanceProfileName, userData }: InstanceInput,
  { imageId, subnetId }: InstanceChoice,
  token: string,
): RunInstancesCommandInput {
  const tagged = ["instance", "volume", "network-interface"] as const;
  return {
    ClientToken: token,
    MinCount: 1,
    MaxCount: 1,
    ImageId: imageId,
    InstanceType: instanceType as RunInstancesCommandInput["InstanceType"],
    IamInstanceProfile: { Name: instanceProfileName },
    UserData: userData.startsWith("#!") ? Buffer.from(userData).toString("base64") : userData,
    MetadataOptions: safeMetadata,
    BlockDeviceMappings: [rootVolume(diskGiB)],
    NetworkInterfaces: [
      {
        DeviceIndex: 0,
        SubnetId: subnetId,
        Groups: securityGroupIds,
        AssociatePublicIpAddress: true,
        DeleteOnTermination: true,
      },
    ],
    TagSpecifications: tagged.map((ResourceType) => ({ ResourceType, Tags: owner.tags(name) })),
  };
}

const toOutput = (found: Instance): InstanceOutput => ({
  instanceId: found.InstanceId!,
  zone: found.Placement!.AvailabilityZone!,
  privateIp: found.PrivateIpAddress,
  publicIp: found.PublicIpAddress,
});
