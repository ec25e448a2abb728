import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
  type Change as Route53Change,
  type RRType,
} from "@aws-sdk/client-route-53";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import type { AwsTools } from "../aws/tools.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { untilAccepted } from "./patience.ts";

/** Route 53 takes at most a thousand changes and 32,000 characters of values in one batch. */
const batchSize = 100;

/** As the wizard writes names: lower case, no trailing dot, `*` in place of Route 53's `\052`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace("\\052", "*").replace(/\.$/, "");
}

/**
 * The record sets of a zone, or only those of one name (several types, or several with a routing policy). Undefined
 * when the zone does not exist.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
 */
export async function recordSetsOf(aws: Aws, zoneId: string, name?: string): Promise<ResourceRecordSet[] | undefined> {
  const wanted = name && plainName(name);
  const records: ResourceRecordSet[] = [];
  let page: ListResourceRecordSetsCommandOutput | undefined;
  do {
    page = await orAbsent(
      aws.route53(
        new ListResourceRecordSetsCommand({
          HostedZoneId: zoneId,
          StartRecordName: page?.NextRecordName ?? wanted,
          StartRecordType: page?.NextRecordType,
          StartRecordIdentifier: page?.NextRecordIdentifier,
        }),
      ),
      "NoSuchHostedZone",
    );
    if (!page) return undefined;
    records.push(...(page.ResourceRecordSets ?? []).filter(({ Name }) => !wanted || plainName(Name!) === wanted));
  } while (page.IsTruncated && (!wanted || plainName(page.NextRecordName ?? "") === wanted));
  return records;
}

/**
 * Makes the changes, each batch whole or not at all, and waits until every name server of Route 53 has them. `what`
 * names them for the person who waits.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export async function changeRecords(
  { aws, poll }: Pick<AwsTools, "aws" | "poll">,
  zoneId: string,
  what: Saying,
  changes: Route53Change[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += batchSize) {
    const batch = { Comment: "deploy-wizard", Changes: changes.slice(from, from + batchSize) };
    const turn = {
      what: say("waitEarlierChanges", what),
      everySeconds: 2,
      timeoutSeconds: 300,
    };
    const { ChangeInfo } = await untilAccepted(poll, turn, ["PriorRequestNotComplete"], () =>
      aws.route53(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: batch })),
    );
    await poll({ what: say("waitToServe", what), usualSeconds: 35 }, async () => {
      const answer = await aws.route53(new GetChangeCommand({ Id: ChangeInfo!.Id! }));
      return answer.ChangeInfo?.Status === "INSYNC";
    });
  }
}

/** Whether both say the same to who asks: name, type, routing and values; how long they are cached does not matter. */
export function sameRecord(one: ResourceRecordSet, other: ResourceRecordSet): boolean {
  return (
    plainName(one.Name!) === plainName(other.Name!) &&
    one.Type === other.Type &&
    one.SetIdentifier === other.SetIdentifier &&
    contentOf(one) === contentOf(other)
  );
}

/** Whether two types cannot be at one name twice: the same again, or anything beside a CNAME. */
export const excludes = (one: RRType, other: RRType) => one === other || one === "CNAME" || other === "CNAME";

/** What has to give way to a record of ours: an old AAAA would go on sending IPv6 visitors to the former server. */
export const givesWay = (existing: RRType, ours: RRType) =>
  excludes(existing, ours) || (ours === "A" && existing === "AAAA");

/** What a record set says, in words that compare: `alias to ...` or its values. */
export function contentOf({ Type, AliasTarget, ResourceRecords }: ResourceRecordSet): string {
  if (AliasTarget) {
    // Route 53 puts `dualstack.` before the name of a load balancer that is picked in its console.
    return `alias to ${plainName(AliasTarget.DNSName!).replace(/^dualstack\./, "")} (zone ${AliasTarget.HostedZoneId})`;
  }
  const values = (ResourceRecords ?? []).map(({ Value }) =>
    Type === "TXT" || Type === "CAA" ? Value! : plainName(Value!),
  );
  return values.sort().join(", ");
}
