import {
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { awsCode, orAbsent } from "../aws/errors.ts";
import { tagKeys } from "../aws/owner.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { fewOf } from "./few.ts";
import { untilAccepted } from "./patience.ts";
import { tagChanges } from "./tag-changes.ts";
import { chooseZone, serves } from "./zone-choice.ts";
import { bareZoneId, type Zone, zoneById } from "./zone-lookup.ts";
import { plainName, recordSetsOf } from "./zone-records.ts";

export interface HostedZoneInput {
  /** Lower case, without a trailing dot. */
  domain: string;
}

export interface HostedZoneOutput {
  /** Without `/hostedzone/`. */
  zoneId: string;
  /** The domain, or a name above it. */
  zoneName: string;
  /** The four that go to the registrar, or, for a subdomain, into the DNS of the domain above it. */
  nameServers: string[];
  /** A zone above the domain serves it: delegated already, nothing for the registrar. */
  parent: boolean;
}

/**
 * The public hosted zone that serves a domain, made or found. One that was there before us is used and marked foreign.
 * A repeated create with another reference would silently make a second zone, so the token is the reference.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html
 */
export const hostedZone: AwsResource<HostedZoneInput, HostedZoneOutput> = {
  kind: "hosted-zone",
  title: ({ domain }) => say("nsTitleZone", domain),
  id: ({ zoneId }) => zoneId,

  async find(tools, { domain }, { recorded, token }) {
    const known = recorded && (await zoneById(tools.aws, recorded.zoneId));
    // A zone of a name above may be another deployment's; one of the very domain serves a single one.
    if (known?.zoneName === domain) tools.owner.claim(`Hosted zone ${domain}`, known.tags, { byOwnId: true });
    if (known && (tools.owner.owns(known.tags) || serves(known.zoneName, domain))) {
      return { output: toOutput(known, domain), foreign: foreignByTags(tools, known) };
    }
    const choice = await chooseZone(tools, domain, token);
    return choice && { output: toOutput(choice.zone, domain), foreign: choice.foreign };
  },

  /** One that was cut short before it was tagged still has the comment that it was made with. */
  async recover(tools, { domain }) {
    const choice = await chooseZone(tools, domain);
    if (!choice) return undefined;
    const { zone, foreign } = choice;
    const untagged = !zone.tags.some(({ Key }) => Key === tagKeys.id);
    const cutShort = foreign && untagged && zone.zoneName === domain && zone.comment === commentOf(tools);
    return {
      output: toOutput(zone, domain),
      foreign: foreign && !cutShort,
      ...(cutShort && { note: say("recoverZoneUntagged") }),
    };
  },

  async create(tools, { domain }, token) {
    const command = new CreateHostedZoneCommand({
      Name: domain,
      CallerReference: token,
      HostedZoneConfig: { Comment: commentOf(tools) },
    });
    // Route 53 does not answer a replay with the zone that it made the first time.
    const made = await orAbsent(tools.aws.route53(command), "HostedZoneAlreadyExists");
    if (made) {
      return {
        zoneId: bareZoneId(made.HostedZone!.Id!),
        zoneName: domain,
        nameServers: (made.DelegationSet?.NameServers ?? []).map(plainName),
        parent: false,
      };
    }
    const wait = { what: say("nsWaitZoneShows", domain), usualSeconds: 5, timeoutSeconds: 60 };
    const zone = await tools.poll(wait, async () => {
      const choice = await chooseZone(tools, domain, token);
      return choice && !choice.foreign && choice.zone;
    });
    return toOutput(zone, domain);
  },

  async sync({ aws, owner, poll }, { domain }, { zoneId, zoneName }) {
    if (!serves(zoneName, domain)) {
      const instead = "Take this deployment down first (`deploy-wizard destroy`), or make another with --env.";
      return [{ detail: `domain: ${zoneName} -> ${domain}`, instead }];
    }
    const zone = await zoneById(aws, zoneId);
    if (!zone) return [];
    return tagChanges(owner, `${owner.app}-${owner.environment}-zone`, zone.tags, (AddTags) => {
      const wait = { what: say("nsWaitZoneTags", zoneName), timeoutSeconds: 60 };
      const tags = { ResourceType: "hostedzone" as const, ResourceId: zoneId, AddTags };
      return untilAccepted(poll, wait, ["NoSuchHostedZone", "PriorRequestNotComplete"], () =>
        aws.route53(new ChangeTagsForResourceCommand(tags)),
      );
    });
  },

  stays: async () => whyItStays,

  async holders({ aws }, _input, { zoneId, zoneName }) {
    const left = (await recordSetsOf(aws, zoneId)) ?? [];
    const others = left.filter((record) => !isOfTheZoneItself(record, zoneName));
    return fewOf(others.map(({ Name, Type }) => say("holdsRecord", plainName(Name!), Type!)));
  },

  async remove(tools, _input, { zoneId, zoneName, parent }, { keepData }) {
    if (keepData) return { kept: whyItStays };
    const zone = await zoneById(tools.aws, zoneId);
    if (!zone) return;
    // Nothing is worse than emptying somebody else's zone: whatever the record says, one like that is refused.
    if (parent || foreignByTags(tools, zone)) tools.owner.claim(`Hosted zone ${zoneName}`, zone.tags);
    await tools.poll({ what: say("nsWaitZoneGone", zoneName), usualSeconds: 40 }, async (note) => {
      const records = await recordSetsOf(tools.aws, zoneId);
      if (!records) return true;
      refuseOthersRecords(
        zoneName,
        records.filter((record) => !isOfTheZoneItself(record, zoneName)),
      );
      try {
        await tools.aws.route53(new DeleteHostedZoneCommand({ Id: zoneId }));
        return true;
      } catch (error) {
        const code = awsCode(error);
        if (code === "NoSuchHostedZone") return true;
        if (code !== "HostedZoneNotEmpty" && code !== "PriorRequestNotComplete") throw error;
        note(say("nsRoute53Says", code));
        return false;
      }
    });
  },
};

const whyItStays = say("keptZone");
const commentOf = ({ owner }: AwsTools) => `deploy-wizard ${owner.app}/${owner.environment}`;

/** Our own records went before the zone: whatever is left was put there by somebody else, who may live off it. */
function refuseOthersRecords(zoneName: string, left: ResourceRecordSet[]): void {
  if (left.length === 0) return;
  const names = left.map(({ Name, Type }) => `${plainName(Name!)} ${Type}`);
  const shown = [...names.slice(0, 5), ...(names.length > 5 ? [`${names.length - 5} more`] : [])].join(", ");
  throw new WizardError("not-ours", `${zoneName} has records that this deployment did not make: ${shown}`, {
    hint: "Remove them in the Route 53 console if nobody needs them, then run destroy --all again.",
  });
}

/**
 * Whether a recorded zone is ours by its tags. Without tags only the record knows: it may be ours and cut short before
 * it was tagged.
 */
function foreignByTags({ owner }: AwsTools, { tags }: Zone): boolean | undefined {
  if (owner.owns(tags)) return false;
  return tags.some(({ Key }) => Key === tagKeys.id) ? true : undefined;
}

/** Every zone has these two and they go with it. */
const isOfTheZoneItself = ({ Name, Type }: ResourceRecordSet, zoneName: string) =>
  plainName(Name!) === zoneName && (Type === "NS" || Type === "SOA");

const toOutput = ({ zoneId, zoneName, nameServers }: Zone, domain: string): HostedZoneOutput => ({
  zoneId,
  zoneName,
  nameServers,
  parent: zoneName !== domain,
});
