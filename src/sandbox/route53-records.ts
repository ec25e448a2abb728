import type { Change, ChangeInfo, ResourceRecordSet, Route53 } from "@aws-sdk/client-route-53";
import { settleCertificates } from "./acm-issuance.ts";
import type { HostedZoneRow, RecordRow } from "./route53.ts";
import { canonicalName, compareNames } from "./route53-names.ts";
import { zoneById } from "./route53-zones.ts";
import { fault, type Handlers, type Scene } from "./scene.ts";
import { isOver } from "./times.ts";

export const recordHandlers = {
  ChangeResourceRecordSets: (scene, { HostedZoneId, ChangeBatch }) => {
    const zone = zoneById(scene, HostedZoneId);
    settleCertificates(scene);
    zone.records = changed(scene, zone, ChangeBatch?.Changes ?? []);
    return { ChangeInfo: submitChange(scene) };
  },

  ListResourceRecordSets: (scene, { HostedZoneId, StartRecordName, StartRecordType, MaxItems = 300 }) => {
    const sorted = [...zoneById(scene, HostedZoneId).records].sort(compareRecords);
    const start = { Name: StartRecordName ?? "", Type: StartRecordType ?? "" };
    const rest = StartRecordName ? sorted.filter((record) => compareRecords(record, start) >= 0) : sorted;
    const next = rest[MaxItems];
    return {
      ResourceRecordSets: rest.slice(0, MaxItems).map(({ since: _, ...record }) => record),
      IsTruncated: next !== undefined,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type,
      MaxItems,
    };
  },

  GetChange: (scene, { Id }) => {
    const id = (Id ?? "").replace(/^\/?change\//, "");
    if (scene.world.route53.changes[id] === undefined) {
      throw fault("NoSuchChange", `A change with ID: ${id} does not exist.`, 404);
    }
    return { ChangeInfo: toChangeInfo(scene, id) };
  },
} satisfies Handlers<Route53>;

/** Notes a change that Route 53's name servers are going to have in a while. */
export function submitChange(scene: Scene): ChangeInfo {
  const id = scene.newId("C").toUpperCase();
  scene.world.route53.changes[id] = scene.now();
  return toChangeInfo(scene, id);
}

function toChangeInfo(scene: Scene, id: string): ChangeInfo {
  const submitted = scene.world.route53.changes[id]!;
  return {
    Id: `/change/${id}`,
    Status: isOver(scene, submitted, "inSync") ? "INSYNC" : "PENDING",
    SubmittedAt: new Date(submitted),
  };
}

/**
 * The zone's records after the batch. It is refused as a whole, with every reason, when one change is impossible.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
function changed(scene: Scene, zone: HostedZoneRow, changes: Change[]): RecordRow[] {
  let records = zone.records;
  const reasons: string[] = [];
  for (const { Action, ResourceRecordSet } of changes) {
    const row = toRow(scene, ResourceRecordSet!);
    const present = records.find((record) => isSame(record, row));
    const reason = Action === "DELETE" ? cannotDelete(zone, row, present) : cannotPut(zone, row, records);
    if (reason) reasons.push(reason);
    else if (Action === "CREATE" && present) {
      reasons.push(`[Tried to create resource record set ${describe(row)} but it already exists]`);
    } else {
      const others = records.filter((record) => record !== present);
      const kept = present && sameValues(present, row) ? { ...row, since: present.since } : row;
      records = Action === "DELETE" ? others : [...others, kept];
    }
  }
  if (reasons.length > 0) throw fault("InvalidChangeBatch", reasons.join(", "));
  return records;
}

function toRow(scene: Scene, { Name, Type, TTL, ResourceRecords, AliasTarget }: ResourceRecordSet): RecordRow {
  if (!AliasTarget && (TTL === undefined || !ResourceRecords?.length)) {
    const message = "Invalid XML ; expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]]";
    throw fault("InvalidInput", `Invalid request: ${message} for ${Name} ${Type}`);
  }
  const values = AliasTarget
    ? {
        AliasTarget: {
          HostedZoneId: AliasTarget.HostedZoneId!,
          DNSName: canonicalName(AliasTarget.DNSName!),
          EvaluateTargetHealth: AliasTarget.EvaluateTargetHealth!,
        },
      }
    : { TTL, ResourceRecords: ResourceRecords!.map(({ Value }) => ({ Value: Value! })) };
  return { Name: canonicalName(Name!), Type: Type as RecordRow["Type"], ...values, since: scene.now() };
}

function cannotDelete(zone: HostedZoneRow, row: RecordRow, present: RecordRow | undefined): string | undefined {
  if (row.Name === zone.name && row.Type === "SOA") return "[A HostedZone must contain exactly one SOA record.]";
  if (row.Name === zone.name && row.Type === "NS") {
    return "[A HostedZone must contain at least one NS record for the zone itself.]";
  }
  if (!present) return `[Tried to delete resource record set ${describe(row)} but it was not found]`;
  if (sameValues(present, row)) return undefined;
  return `[Tried to delete resource record set ${describe(row)} but the values provided do not match the current values]`;
}

function cannotPut(zone: HostedZoneRow, row: RecordRow, records: RecordRow[]): string | undefined {
  if (row.Name !== zone.name && !row.Name.endsWith(`.${zone.name}`)) {
    return `[RRSet with DNS name ${row.Name} is not permitted in zone ${zone.name}]`;
  }
  if (row.Type === "CNAME" && row.Name === zone.name) {
    return `[RRSet of type CNAME with DNS name ${row.Name} is not permitted at apex in zone ${zone.name}]`;
  }
  const beside = records.filter(({ Name, Type }) => Name === row.Name && Type !== row.Type);
  if (beside.some(({ Type }) => row.Type === "CNAME" || Type === "CNAME")) {
    const conflict = "is not permitted as it conflicts with other records with the same DNS name";
    return `[RRSet of type ${row.Type} with DNS name ${row.Name} ${conflict} in zone ${zone.name}]`;
  }
  const unquoted = row.Type === "TXT" && row.ResourceRecords?.find(({ Value }) => !/^"[\s\S]*"$/.test(Value));
  if (!unquoted) return undefined;
  const problem = "InvalidCharacterString (Value should be enclosed in quotation marks)";
  return `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${unquoted.Value}''`;
}

const describe = ({ Name, Type }: RecordRow) => `[name='${Name}', type='${Type}']`;

const isSame = (one: RecordRow, other: RecordRow) => one.Name === other.Name && one.Type === other.Type;

/** The same TTL and values in any order, or the same alias. */
function sameValues(one: RecordRow, other: RecordRow): boolean {
  const values = ({ TTL, ResourceRecords, AliasTarget }: RecordRow) =>
    JSON.stringify([TTL, ResourceRecords?.map(({ Value }) => Value).sort(), AliasTarget]);
  return values(one) === values(other);
}

function compareRecords(one: { Name: string; Type: string }, other: { Name: string; Type: string }): number {
  return compareNames(one.Name, other.Name) || (one.Type < other.Type ? -1 : one.Type > other.Type ? 1 : 0);
}
