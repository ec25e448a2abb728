import type { Tag } from "@aws-sdk/client-route-53";
import type { RecordSet, RecordType } from "../dns/dns.ts";
import type { PublicZone } from "./dns.ts";
import { limitHandlers } from "./route53-limits.ts";
import { plainName } from "./route53-names.ts";
import { recordHandlers } from "./route53-records.ts";
import { zoneHandlers } from "./route53-zones.ts";

/** One record set, named as Route 53 spells names, with the moment (ms) since which it has been there. */
export interface RecordRow {
  Name: string;
  Type: RecordType | "SOA";
  TTL?: number;
  ResourceRecords?: { Value: string }[];
  AliasTarget?: { HostedZoneId: string; DNSName: string; EvaluateTargetHealth: boolean };
  since: number;
}

export interface HostedZoneRow {
  /** Without `/hostedzone/`. */
  id: string;
  /** With the dot at the end. */
  name: string;
  callerReference: string;
  comment?: string;
  /** Set for a private zone, which the world does not see. */
  vpcId?: string;
  nameServers: string[];
  /** DNSSEC signing is on. */
  signs?: boolean;
  records: RecordRow[];
  tags: Tag[];
}

export interface Route53World {
  zones: HostedZoneRow[];
  /** When each change was submitted, by its id without `/change/`. */
  changes: Record<string, number>;
}

export const emptyRoute53 = (): Route53World => ({ zones: [], changes: {} });

/** Every zone that is not private, as the world would see it if it were delegated to: an alias is an A record. */
export function publicZones({ route53 }: { route53: Route53World }): PublicZone[] {
  return route53.zones
    .filter(({ vpcId }) => vpcId === undefined)
    .map(({ name, nameServers, records }) => ({
      name: plainName(name),
      nameServers,
      records: records.flatMap((row) => (row.Type === "SOA" ? [] : [publicRecord(row, row.Type)])),
    }));
}

/** An address of the block that is kept for documentation stands for whatever the alias points to. */
const behindAnAlias = { ttl: 60, values: ["203.0.113.10"] };

function publicRecord(row: RecordRow, type: RecordType): RecordSet {
  const answer = row.AliasTarget
    ? behindAnAlias
    : { ttl: row.TTL ?? 300, values: row.ResourceRecords?.map(({ Value }) => Value) ?? [] };
  return { name: plainName(row.Name), type, ...answer };
}

export const route53Handlers = { ...zoneHandlers, ...recordHandlers, ...limitHandlers };
