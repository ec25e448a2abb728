import {
  type Address,
  AllocateAddressCommand,
  DescribeAddressesCommand,
  type Filter,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws/clients.ts";
import { atMostOne, orAbsent } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { say } from "../language/phrase.ts";
import { ec2TagChanges } from "./ec2-tag-changes.ts";
import { freshSeconds, settling, untilAccepted } from "./patience.ts";

export interface AddressInput {
  name: string;
}

export interface AddressOutput {
  allocationId: string;
  publicIp: string;
}

/**
 * An Elastic IP address. AllocateAddress has neither a token nor a name, so a second call makes a second address: only
 * the tags tell whether the first one succeeded.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html
 */
export const address: AwsResource<AddressInput, AddressOutput> = {
  kind: "address",
  title: ({ name }) => say("titleElasticIp", name),
  id: ({ allocationId }) => allocationId,
  settleSeconds: freshSeconds,

  async find({ aws, owner }, { name }, { recorded }) {
    const found =
      (recorded && (await addressById(aws, recorded.allocationId))) || (await describe(aws, name, owner.filters()));
    if (!found) return undefined;
    const byOwnId = found.AllocationId === recorded?.allocationId;
    owner.claim(`Elastic IP ${name}`, found.Tags, { byOwnId });
    return { output: { allocationId: found.AllocationId!, publicIp: found.PublicIp! } };
  },

  async create({ aws, owner }, { name }) {
    const TagSpecifications = [{ ResourceType: "elastic-ip" as const, Tags: owner.tags(name) }];
    const made = await aws.ec2(new AllocateAddressCommand({ Domain: "vpc", TagSpecifications }));
    return { allocationId: made.AllocationId!, publicIp: made.PublicIp! };
  },

  async sync(tools, { name }, { allocationId }) {
    const now = await addressById(tools.aws, allocationId);
    return now ? ec2TagChanges(tools, name, allocationId, now.Tags) : [];
  },

  async ready({ aws, poll }, { name }, output) {
    await poll({ what: say("waitToAppear", say("titleElasticIp", name)), usualSeconds: 2, ...settling }, () =>
      addressById(aws, output.allocationId),
    );
    return output;
  },

  async holders({ aws }, _input, { allocationId }) {
    const now = await addressById(aws, allocationId);
    if (!now?.AssociationId) return [];
    return [say("holdsAssociation", now.AssociationId, now.InstanceId ?? now.NetworkInterfaceId ?? "")];
  },

  async remove({ aws, poll }, { name }, { allocationId }) {
    const wait = { what: say("waitToBeFree", say("titleElasticIp", name)), usualSeconds: 6 };
    const release = () => aws.ec2(new ReleaseAddressCommand({ AllocationId: allocationId }));
    await orAbsent(untilAccepted(poll, wait, ["InvalidIPAddress.InUse"], release), "InvalidAllocationID.NotFound");
    const what = say("waitToDisappear", say("titleElasticIp", name));
    await poll({ what, everySeconds: 2 }, async () => !(await addressById(aws, allocationId)));
  },
};

export function addressById(aws: Aws, allocationId: string): Promise<Address | undefined> {
  return describe(aws, allocationId, [{ Name: "allocation-id", Values: [allocationId] }]);
}

async function describe(aws: Aws, what: string, Filters: Filter[]): Promise<Address | undefined> {
  const { Addresses } = await aws.ec2(new DescribeAddressesCommand({ Filters }));
  return atMostOne(`Elastic IP ${what}`, Addresses ?? [], (each) => `${each.PublicIp} (${each.AllocationId})`);
}
