import type { ResourceRecordSet, Change as Route53Change, RRType } from "@aws-sdk/client-route-53";
import type { Aws } from "../aws/clients.ts";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { certificateNames, parseDomain } from "../config/domain.ts";
import { isDelegated } from "../dns/delegation-verdict.ts";
import type { RecordSet } from "../dns/dns.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { recordsInDns } from "./records-in-dns.ts";
import { publicZones, zoneById } from "./zone-lookup.ts";
import { changeRecords, excludes, givesWay, plainName, recordSetsOf, sameRecord } from "./zone-records.ts";

export interface CarriedRecordsInput {
  zoneId: string;
  zoneName: string;
  domain: string;
  /** What the wizard makes itself, `name TYPE`. */
  ours: string[];
  /** Filled in before the first write: what the domain has in DNS now and the zone does not. Given: these and no others. */
  records?: RecordSet[];
}

export interface CarriedRecordsOutput {
  zoneId: string;
  /** Those that we wrote, but for those that somebody has given other values since. */
  records: RecordSet[];
}

/**
 * The records that a domain has at its former DNS (mail, verification, other hosts), copied into the new zone so that
 * nothing stops working when the name servers change.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/migrate-dns-domain-in-use.html
 */
export const carriedRecords: AwsResource<CarriedRecordsInput, CarriedRecordsOutput> = {
  kind: "carried-records",
  untagged: true,
  title: ({ domain }) => say("nsTitleCarried", domain),
  id: ({ records }) => records.map(({ name, type }) => `${name} ${type}`).join(", ") || "none",

  async find({ aws }, { zoneId, records }, { recorded, token }) {
    const written = recorded?.zoneId === zoneId ? recorded.records : token ? records : undefined;
    const inZone = written && (await recordSetsOf(aws, zoneId));
    if (!written || !inZone) return undefined;
    const present = written.filter((record) => isThere(record, inZone));
    // A cut-short write is one batch: what is not all there was not made.
    if (!recorded && present.length < written.length) return undefined;
    if (present.length === 0 && written.length > 0) return undefined;
    return {
      output: { zoneId, records: written.filter((record) => isThere(record, inZone) || isFree(record, inZone)) },
    };
  },

  /**
   * Until the registry points at the zone, what both the former DNS and the zone say was copied. Afterwards nothing
   * tells copies from what the person added, so that none counts as ours. While the zone lacks the app's own records
   * nobody had come so far: then it counts as not done, and a copy adds only what is missing.
   */
  async recover(tools, input) {
    const inZone = await recordSetsOf(tools.aws, input.zoneId);
    if (!inZone) return undefined;
    const zone = await zoneById(tools.aws, input.zoneId);
    const delegated = isDelegated(await tools.dns.delegation(input.zoneName), zone?.nameServers ?? []);
    const known = delegated ? [] : await recordsInDns(tools, input.domain);
    const records = known.filter((record) => !isOurs(record, input.ours) && isThere(record, inZone));
    const isWritten = ({ Name, Type }: ResourceRecordSet) => input.ours.includes(`${plainName(Name!)} ${Type}`);
    if (records.length === 0 && !inZone.some(isWritten)) return undefined;
    const own = new Set(["NS", "SOA", "CNAME", "A"]);
    const untold = delegated && inZone.some((record) => !own.has(record.Type!));
    return {
      output: { zoneId: input.zoneId, records },
      input: { ...input, records },
      ...(untold && { note: say("recoverCopiesUnknown") }),
    };
  },

  /** The state has the only copy of what was carried into a zone that is gone: the domain may have no other DNS by now. */
  async prepare(tools, input, before) {
    if (input.records) return input;
    const inZone = (await recordSetsOf(tools.aws, input.zoneId)) ?? [];
    const earlier = before?.output?.records ?? before?.input.records ?? [];
    const inDns = await readDns(tools, input.domain, earlier.length === 0);
    const isKnown = (record: RecordSet) => earlier.some((one) => isSamePlace(one, record));
    const all = [...earlier, ...inDns.filter((record) => !isKnown(record))];
    return { ...input, records: toCarry(all, input.ours, inZone) };
  },

  async create(tools, { zoneId, domain, records = [] }) {
    // Between the look and a later replay the person may have filled in the zone: what is there is left alone.
    const inZone = (await recordSetsOf(tools.aws, zoneId)) ?? [];
    const missing = records.filter((record) => isFree(record, inZone));
    await changeRecords(tools, zoneId, say("nsTheCarried", domain), missing.map(upsert));
    return { zoneId, records: records.filter((record) => isThere(record, inZone) || missing.includes(record)) };
  },

  async sync(tools, { domain }, { zoneId, records }) {
    const inZone = (await recordSetsOf(tools.aws, zoneId)) ?? [];
    const missing = records.filter((record) => isFree(record, inZone));
    if (missing.length === 0) return [];
    const detail = `deleted by somebody -> as it was copied: ${carriedRecords.id({ zoneId, records: missing })}`;
    return [{ detail, apply: () => changeRecords(tools, zoneId, say("nsTheCarried", domain), missing.map(upsert)) }];
  },

  async remove(tools, { domain }, { zoneId, records }, { keepData }) {
    if (records.length === 0) return { kept: say("keptNoRecords"), handedOver: true };
    if (keepData) return { kept: say("keptRecords") };
    const inZone = (await recordSetsOf(tools.aws, zoneId)) ?? [];
    const unchanged = inZone.filter((other) => records.some((record) => isThere(record, [other])));
    const changes = unchanged.map((record): Route53Change => ({ Action: "DELETE", ResourceRecordSet: record }));
    await changeRecords(tools, zoneId, say("nsTheCarriedRemoval", domain), changes);
  },
};

/** The records that the wizard makes itself for `domain`, `name TYPE`. */
export const recordsOfOurs = (domain: string) => certificateNames(parseDomain(domain)).map((name) => `${name} A`);

/**
 * What would be copied for `domain` (lower case, no trailing dot) if its hosted zone were made now: what DNS has, without
 * what the wizard makes itself and what is in a hosted zone of this account already. Changes nothing. Undefined when DNS
 * cannot be read now.
 */
export async function previewCarriedRecords(
  tools: Pick<AwsTools, "aws" | "dns" | "warn">,
  domain: string,
): Promise<RecordSet[] | undefined> {
  const inZone = await recordsInNearestZones(tools.aws, domain);
  try {
    return toCarry(await recordsInDns(tools, domain), recordsOfOurs(domain), inZone);
  } catch (error) {
    if (error instanceof WizardError && error.code === "no-answer") return undefined;
    throw error;
  }
}

/** The records in the zones of this account that are named `domain`, else in those of the nearest name above. */
async function recordsInNearestZones(aws: Aws, domain: string): Promise<ResourceRecordSet[]> {
  const { registrableDomain } = parseDomain(domain);
  for (let name = domain; name.endsWith(registrableDomain); name = name.split(".").slice(1).join(".")) {
    const zones = await publicZones(aws, name);
    const records = await Promise.all(zones.map(({ zoneId }) => recordSetsOf(aws, zoneId)));
    if (zones.length > 0) return records.flatMap((each) => each ?? []);
  }
  return [];
}

const toCarry = (inDns: readonly RecordSet[], ours: readonly string[], inZone: readonly ResourceRecordSet[]) =>
  inDns.filter((record) => !isOurs(record, ours) && isFree(record, inZone));

/**
 * When DNS cannot be read and `needed`, the rest is finished all the same: mail must not be lost, and nobody waits for it
 * yet. A domain whose zone was deleted has no DNS: what was copied before is enough then.
 */
async function readDns(tools: AwsTools, domain: string, needed: boolean): Promise<RecordSet[]> {
  try {
    return await recordsInDns(tools, domain);
  } catch (error) {
    if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
    if (!needed) return [];
    throw new WizardError("waiting", `The records that ${domain} has now could not be copied: ${error.message}`, {
      hint: "Before you change the name servers, run `deploy-wizard resume` where DNS can be reached, so that mail goes on.",
      cause: error,
    });
  }
}

function isOurs(record: RecordSet, ours: readonly string[]): boolean {
  return ours.some((own) => {
    const [name = "", type = ""] = own.split(" ");
    return plainName(name) === plainName(record.name) && givesWay(record.type, type as RRType);
  });
}

const isThere = (record: RecordSet, inZone: readonly ResourceRecordSet[]) =>
  inZone.some((other) => sameRecord(other, toRecordSet(record)));

const isSamePlace = (one: RecordSet, other: RecordSet) =>
  plainName(one.name) === plainName(other.name) && one.type === other.type;

/** Nothing that is in the zone is overwritten. */
const isFree = (record: RecordSet, inZone: readonly ResourceRecordSet[]) =>
  !inZone.some(({ Name, Type }) => plainName(Name!) === plainName(record.name) && excludes(Type!, record.type));

const upsert = (record: RecordSet): Route53Change => ({ Action: "UPSERT", ResourceRecordSet: toRecordSet(record) });

const toRecordSet = ({ name, type, ttl, values }: RecordSet): ResourceRecordSet => ({
  Name: name,
  Type: type,
  TTL: ttl,
  ResourceRecords: values.map((Value) => ({ Value })),
});
