import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  type Instance,
  ReplaceIamInstanceProfileAssociationCommand,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";
import type { InstanceInput } from "./instance.ts";
import { untilAccepted } from "./patience.ts";

/** EC2 learns of a new instance profile seconds after IAM has it. */
export const profileLag = { everySeconds: 3, timeoutSeconds: 120 };

/** Refusals that only say that what the call names was made a moment ago. */
export const tooFresh = (code: string, message: string): boolean =>
  code === "InvalidParameterValue"
    ? /instance ?profile/i.test(message)
    : ["InvalidGroup.NotFound", "InvalidSubnetID.NotFound", "InvalidInstanceID.NotFound"].includes(code);

/**
 * A server has one profile, and through it one role: another one, or none, was put there by somebody.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html
 */
export async function profileChanges(tools: AwsTools, input: InstanceInput, now: Instance): Promise<Change[]> {
  // One that is still starting shows its profile late; `ready` looks at it.
  if (now.State?.Name !== "running" && now.State?.Name !== "stopped") return [];
  const live = await associationOf(tools.aws, now.InstanceId!);
  const wanted = input.instanceProfileName;
  const name = live?.IamInstanceProfile?.Arn?.split("/").at(-1);
  if (name === wanted) return [];
  const apply = async () => {
    if (!live) return putProfile(tools, input, now.InstanceId!);
    const command = new ReplaceIamInstanceProfileAssociationCommand({
      AssociationId: live.AssociationId,
      IamInstanceProfile: { Name: wanted },
    });
    await untilAccepted(tools.poll, waitFor(input), tooFresh, () => tools.aws.ec2(command));
  };
  return [{ detail: `instance profile: ${name ?? "none"} -> ${wanted}`, apply }];
}

/** A launch has been seen to succeed without its profile: then it is put in afterwards. */
export async function ensureProfile(tools: AwsTools, input: InstanceInput, instanceId: string): Promise<void> {
  if (!(await associationOf(tools.aws, instanceId))) await putProfile(tools, input, instanceId);
}

async function associationOf(aws: Aws, instanceId: string) {
  const Filters = [{ Name: "instance-id", Values: [instanceId] }];
  const answer = await aws.ec2(new DescribeIamInstanceProfileAssociationsCommand({ Filters }));
  return answer.IamInstanceProfileAssociations?.find(({ State }) => State === "associating" || State === "associated");
}

async function putProfile({ aws, poll }: AwsTools, input: InstanceInput, InstanceId: string): Promise<void> {
  const IamInstanceProfile = { Name: input.instanceProfileName };
  const put = () => aws.ec2(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile }));
  // IncorrectState: it has one by now.
  await orAbsent(untilAccepted(poll, waitFor(input), tooFresh, put), "IncorrectState");
}

const waitFor = ({ name }: InstanceInput) => ({
  what: say("waitToTakeProfile", say("titleInstance", name)),
  usualSeconds: 8,
  ...profileLag,
});
