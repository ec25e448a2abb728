import { AssociateAddressCommand, DisassociateAddressCommand } from "@aws-sdk/client-ec2";
import { orAbsent } from "../aws/errors.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { addressById } from "./address.ts";
import { untilAccepted } from "./patience.ts";

export interface AddressAssociationInput {
  /** An address of ours. */
  allocationId: string;
  instanceId: string;
  publicIp: string;
}

export interface AddressAssociationOutput {
  associationId: string;
}

/**
 * An Elastic IP of ours put on a server. When it sits on another server it is moved: the address is ours.
 * Throws `not-ours` if the address is not.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
 */
export const addressAssociation: AwsResource<AddressAssociationInput, AddressAssociationOutput> = {
  kind: "address-association",
  untagged: true,
  title: ({ publicIp, instanceId }) => say("titleElasticIpOnServer", publicIp, instanceId),
  id: ({ associationId }) => associationId,

  async find({ aws, owner }, { allocationId, publicIp }, { recorded }) {
    const found = await addressById(aws, allocationId);
    if (!found?.AssociationId) return undefined;
    owner.claim(`Elastic IP ${publicIp}`, found.Tags, { byOwnId: recorded !== undefined });
    return { output: { associationId: found.AssociationId } };
  },

  create: associate,

  async sync(tools, input) {
    const now = await addressById(tools.aws, input.allocationId);
    if (!now?.AssociationId || now.InstanceId === input.instanceId) return [];
    const apply = async () => {
      await associate(tools, input);
    };
    return [{ detail: `server: ${now.InstanceId ?? now.NetworkInterfaceId} -> ${input.instanceId}`, apply }];
  },

  async ready({ aws, poll }, { allocationId, instanceId, publicIp }) {
    const what = say("waitAddressToBeOn", say("titleElasticIp", publicIp), instanceId);
    const associationId = await poll({ what, usualSeconds: 6, everySeconds: 2 }, async () => {
      const now = await addressById(aws, allocationId);
      return now?.InstanceId === instanceId && now.AssociationId;
    });
    return { associationId };
  },

  async remove({ aws, poll }, { allocationId, publicIp }, { associationId }) {
    const command = new DisassociateAddressCommand({ AssociationId: associationId });
    await orAbsent(aws.ec2(command), "InvalidAssociationID.NotFound");
    const what = say("waitAddressToBeTakenOff", say("titleElasticIp", publicIp));
    await poll({ what, everySeconds: 2 }, async () => {
      return (await addressById(aws, allocationId))?.AssociationId !== associationId;
    });
  },
};

/** Repeating it is harmless. It is refused while the server is still starting, or the address too fresh to be known. */
async function associate({ aws, poll }: AwsTools, input: AddressAssociationInput): Promise<AddressAssociationOutput> {
  const { allocationId, instanceId, publicIp } = input;
  const { AssociationId } = await untilAccepted(
    poll,
    {
      what: say("waitToTakeAddress", instanceId, say("titleElasticIp", publicIp)),
      usualSeconds: 16,
      timeoutSeconds: 300,
    },
    ["InvalidAllocationID.NotFound", "InvalidInstanceID.NotFound", "InvalidInstanceID", "IncorrectInstanceState"],
    () =>
      aws.ec2(
        new AssociateAddressCommand({ AllocationId: allocationId, InstanceId: instanceId, AllowReassociation: true }),
      ),
  );
  return { associationId: AssociationId! };
}
