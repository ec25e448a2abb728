import {
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameCommandOutput,
  ListTagsForResourceCommand,
  type Tag,
} from "@aws-sdk/client-route-53";
import type { Aws } from "../aws/clients.ts";
import { orAbsent } from "../aws/errors.ts";
import { plainName } from "./zone-records.ts";

/** A public hosted zone, as a listing has it. */
export interface ZoneSummary {
  /** Without `/hostedzone/`. */
  zoneId: string;
  zoneName: string;
}

/** A public hosted zone of this account. */
export interface Zone extends ZoneSummary {
  nameServers: string[];
  /** The token of the request that made it. */
  callerReference: string;
  comment: string | undefined;
  tags: Tag[];
}

/** A zone with its name servers and tags; undefined when it does not exist. */
export async function zoneById(aws: Aws, zoneId: string): Promise<Zone | undefined> {
  const found = await orAbsent(aws.route53(new GetHostedZoneCommand({ Id: zoneId })), "NoSuchHostedZone");
  if (!found) return undefined;
  const tagged = await orAbsent(
    aws.route53(new ListTagsForResourceCommand({ ResourceType: "hostedzone", ResourceId: zoneId })),
    "NoSuchHostedZone",
  );
  return (
    tagged && {
      zoneId,
      zoneName: plainName(found.HostedZone!.Name!),
      nameServers: (found.DelegationSet?.NameServers ?? []).map(plainName),
      callerReference: found.HostedZone!.CallerReference!,
      comment: found.HostedZone!.Config?.Comment,
      tags: tagged.ResourceTagSet?.Tags ?? [],
    }
  );
}

/**
 * The public zones of exactly this name. They come sorted from `DNSName` on, so the listing ends at the next name.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html
 */
export async function publicZones(aws: Aws, name: string): Promise<ZoneSummary[]> {
  const found: HostedZone[] = [];
  let page: ListHostedZonesByNameCommandOutput | undefined;
  do {
    page = await aws.route53(
      new ListHostedZonesByNameCommand({ DNSName: page?.NextDNSName ?? name, HostedZoneId: page?.NextHostedZoneId }),
    );
    found.push(...(page.HostedZones ?? []).filter((zone) => plainName(zone.Name!) === name));
  } while (page.IsTruncated && plainName(page.NextDNSName ?? "") === name);
  return found
    .filter(({ Config }) => !Config?.PrivateZone)
    .map(({ Id, Name }) => ({ zoneId: bareZoneId(Id!), zoneName: plainName(Name!) }));
}

/** The same with their name servers and tags. */
export async function zonesNamed(aws: Aws, name: string): Promise<Zone[]> {
  const listed = await publicZones(aws, name);
  const zones = await Promise.all(listed.map(({ zoneId }) => zoneById(aws, zoneId)));
  return zones.filter((zone) => zone !== undefined);
}

export const bareZoneId = (id: string) => id.replace("/hostedzone/", "");
