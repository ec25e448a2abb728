import type { HostedZone, Route53 } from "@aws-sdk/client-route-53";
import type { HostedZoneRow } from "./route53.ts";
import { canonicalName, compareNames } from "./route53-names.ts";
import { submitChange } from "./route53-records.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";

export const zoneHandlers = {
  CreateHostedZone: (scene, { Name, CallerReference, HostedZoneConfig, VPC }) => {
    const { zones } = scene.world.route53;
    if (zones.some((zone) => zone.callerReference === CallerReference)) {
      const message = `A hosted zone has already been created with the specified caller reference.`;
      throw fault("HostedZoneAlreadyExists", message, 409);
    }
    if (!/^(?:[a-z0-9_*-]{1,63}\.)+[a-z0-9-]{2,63}\.?$/i.test(Name!)) {
      throw fault("InvalidDomainName", `${Name} is not a valid domain name.`);
    }
    const zone = newZone(scene, {
      name: canonicalName(Name!),
      callerReference: CallerReference!,
      comment: HostedZoneConfig?.Comment,
      vpcId: VPC?.VPCId,
    });
    zones.push(zone);
    return {
      HostedZone: toHostedZone(zone),
      ChangeInfo: submitChange(scene),
      DelegationSet: { NameServers: zone.nameServers },
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
      ...(VPC && { VPC }),
    };
  },

  GetHostedZone: (scene, { Id }) => {
    const zone = zoneById(scene, Id);
    return {
      HostedZone: toHostedZone(zone),
      ...(zone.vpcId
        ? { VPCs: [{ VPCId: zone.vpcId, VPCRegion: "us-east-1" as const }] }
        : { DelegationSet: { NameServers: zone.nameServers } }),
    };
  },

  GetHostedZoneCount: (scene) => ({ HostedZoneCount: scene.world.route53.zones.length }),

  ListHostedZones: (scene, { Marker, MaxItems = 100 }) => {
    const from = Marker ? scene.world.route53.zones.findIndex(({ id }) => id === Marker) : 0;
    const rest = scene.world.route53.zones.slice(Math.max(from, 0));
    return {
      HostedZones: rest.slice(0, MaxItems).map(toHostedZone),
      Marker,
      IsTruncated: rest.length > MaxItems,
      NextMarker: rest[MaxItems]?.id,
      MaxItems,
    };
  },

  ListHostedZonesByName: (scene, { DNSName, HostedZoneId, MaxItems = 100 }) => {
    const sorted = [...scene.world.route53.zones].sort((one, other) => compareNames(one.name, other.name));
    const first = sorted.findIndex(
      ({ name, id }) =>
        !DNSName || (compareNames(name, DNSName) >= 0 && (!HostedZoneId || id === bareZoneId(HostedZoneId))),
    );
    const rest = first < 0 ? [] : sorted.slice(first);
    const next = rest[MaxItems];
    return {
      HostedZones: rest.slice(0, MaxItems).map(toHostedZone),
      DNSName,
      HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems,
    };
  },

  DeleteHostedZone: (scene, { Id }) => {
    const zone = zoneById(scene, Id);
    if (zone.records.length > 2) {
      const message = "The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
      throw fault("HostedZoneNotEmpty", message);
    }
    scene.world.route53.zones = scene.world.route53.zones.filter(({ id }) => id !== zone.id);
    return { ChangeInfo: submitChange(scene) };
  },

  GetDNSSEC: (scene, { HostedZoneId }) => ({
    Status: { ServeSignature: zoneById(scene, HostedZoneId).signs ? "SIGNING" : "NOT_SIGNING" },
    KeySigningKeys: [],
  }),

  ChangeTagsForResource: (scene, { ResourceId, AddTags = [], RemoveTagKeys = [] }) => {
    const zone = zoneById(scene, ResourceId);
    const replaced = new Set([...RemoveTagKeys, ...AddTags.map(({ Key }) => Key)]);
    zone.tags = [...zone.tags.filter(({ Key }) => !replaced.has(Key)), ...AddTags];
    return {};
  },

  ListTagsForResource: (scene, { ResourceId }) => ({
    ResourceTagSet: tagSet(zoneById(scene, ResourceId)),
  }),

  ListTagsForResources: (scene, { ResourceIds }) => ({
    ResourceTagSets: ResourceIds!.map((id) => tagSet(zoneById(scene, id))),
  }),
} satisfies Handlers<Route53>;

/** By its id, with or without `/hostedzone/`. */
export function zoneById(scene: Scene, id: string | undefined): HostedZoneRow {
  const bare = bareZoneId(id);
  const zone = scene.world.route53.zones.find((each) => each.id === bare);
  if (!zone) throw fault("NoSuchHostedZone", `No hosted zone found with ID: ${bare}`, 404);
  return zone;
}

const bareZoneId = (id = "") => id.replace(/^\/?hostedzone\//, "");

const tagSet = ({ id, tags }: HostedZoneRow) => ({ ResourceType: "hostedzone" as const, ResourceId: id, Tags: tags });

/** A new zone has its NS and SOA records and nothing else; its four name servers are drawn from the whole fleet. */
function newZone(
  scene: Scene,
  settings: Pick<HostedZoneRow, "name" | "callerReference" | "comment" | "vpcId">,
): HostedZoneRow {
  const id = scene.newId("Z").toUpperCase();
  const drawn = Number.parseInt(id.slice(-4), 16);
  const nameServers = ["org", "co.uk", "com", "net"].map((ending, index) => {
    const number = (drawn + index * 97) % 512;
    return `ns-${index * 512 + number}.awsdns-${String(number % 64).padStart(2, "0")}.${ending}`;
  });
  const base = { Name: settings.name, since: scene.now() };
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return {
    ...settings,
    id,
    nameServers,
    tags: [],
    records: [
      { ...base, Type: "NS", TTL: 172_800, ResourceRecords: nameServers.map((Value) => ({ Value: `${Value}.` })) },
      { ...base, Type: "SOA", TTL: 900, ResourceRecords: [{ Value: soa }] },
    ],
  };
}

const toHostedZone = ({ id, name, callerReference, comment, vpcId, records }: HostedZoneRow): HostedZone => ({
  Id: `/hostedzone/${id}`,
  Name: name,
  CallerReference: callerReference,
  Config: { Comment: comment, PrivateZone: vpcId !== undefined },
  ResourceRecordSetCount: records.length,
});
