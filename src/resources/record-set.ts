import type { ResourceRecordSet, Change as Route53Change, RRType } from "@aws-sdk/client-route-53";
import { awsCode } from "../aws/errors.ts";
import type { AwsResource } from "../aws/tools.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { zoneById } from "./zone-lookup.ts";
import { changeRecords, contentOf, givesWay, plainName, recordSetsOf, sameRecord } from "./zone-records.ts";

/** What a record says: `values` in presentation format, or `alias` for the name of something in AWS. */
interface RecordContent {
  /** Seconds; an alias has none. */
  ttl?: number;
  values?: string[];
  alias?: { dnsName: string; hostedZoneId: string };
}

export interface RecordSetInput extends RecordContent {
  zoneId: string;
  /** Without a trailing dot. */
  name: string;
  type: "A" | "CNAME" | "TXT";
  /** Filled in before the first write: the records that this one takes the place of, put back at teardown. */
  replaced?: ResourceRecordSet[];
}

export interface RecordSetOutput {
  zoneId: string;
  name: string;
  type: RecordSetInput["type"];
  /** It said the same before us. */
  foreign?: boolean;
  /** What we wrote: at teardown it only goes if it still says this. */
  written?: RecordContent;
}

/** Short, so that a mistake or a move is over in minutes. */
const defaultTtl = 300;

/**
 * One record of a hosted zone. Whatever it takes the place of is kept in the intent before it is overwritten. A record
 * that somebody changed since is not ours any more: it is neither overwritten without a fresh copy nor deleted.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 */
export const recordSet: AwsResource<RecordSetInput, RecordSetOutput> = {
  kind: "record-set",
  // One that leads to what is gone could be taken over by whoever gets that address next.
  leadsToOthers: true,
  untagged: true,
  title: ({ name, type }) => say("titleRecord", name, type),
  id: ({ name, type }) => `${name} ${type}`,

  async find({ aws }, input, { recorded, token }) {
    if (recorded && !recorded.foreign) {
      const there = await current(aws, recorded);
      if (there && sameRecord(there, asWritten(input, recorded))) return { output: recorded };
    }
    const there = await current(aws, input);
    if (!there || !sameRecord(there, toRecordSet(input))) return undefined;
    const ours = token !== undefined || (recorded !== undefined && !recorded.foreign);
    return ours ? { output: toOutput(input) } : { output: { ...toOutput(input), foreign: true }, foreign: true };
  },

  /**
   * What leads to something of ours was written by us. In a zone that was there before us it may have taken the place
   * of another record, which nobody knows any more; and a certificate's proof there may serve another certificate, too.
   */
  async recover({ aws, owner }, input) {
    const there = await current(aws, input);
    if (!there || !sameRecord(there, toRecordSet(input))) return undefined;
    const zone = await zoneById(aws, input.zoneId);
    if (owner.owns(zone?.tags)) return { output: toOutput(input), input: { ...input, replaced: [] } };
    if (input.type === "CNAME") {
      return { output: { ...toOutput(input), foreign: true }, foreign: true, note: say("recoverProofShared") };
    }
    return { output: toOutput(input), note: say("recoverReplacedUnknown") };
  },

  async prepare({ aws }, input, before) {
    const sameName = (await recordSetsOf(aws, input.zoneId, input.name)) ?? [];
    const replaced = sameName.filter(({ Type }) => givesWay(Type!, input.type));
    // Of one that somebody deleted the state has the only copy of what it had replaced.
    const earlier = before?.input.zoneId === input.zoneId ? (before.input.replaced ?? []) : [];
    const others = earlier.filter((record) => !replaced.some((other) => inSamePlace(record, other)));
    return { ...input, replaced: [...replaced, ...others] };
  },

  async displaces(tools, input) {
    const { replaced = [] } = await recordSet.prepare!(tools, input);
    return replaced.map((record) => `takes the place of ${record.Type} ${contentOf(record)}, put back at destroy`);
  },

  async create(tools, input) {
    const wanted = toRecordSet(input);
    const beside = (input.replaced ?? []).filter((record) => !inSamePlace(record, wanted));
    const sameName = beside.length > 0 ? await recordSetsOf(tools.aws, input.zoneId, input.name) : [];
    const changes: Route53Change[] = [
      ...beside
        .filter((record) => sameName?.some((other) => sameRecord(record, other)))
        .map((record) => ({ Action: "DELETE" as const, ResourceRecordSet: record })),
      { Action: "UPSERT", ResourceRecordSet: wanted },
    ];
    await changeRecords(tools, input.zoneId, recordSet.title(input), changes);
    return toOutput(input);
  },

  async sync(tools, input, output) {
    if (output.zoneId !== input.zoneId || plainName(output.name) !== plainName(input.name)) {
      const instead = "Take this deployment down first (`deploy-wizard destroy`), or make another with --env.";
      return [{ detail: `name: ${output.name} -> ${input.name} (zone ${input.zoneId})`, instead }];
    }
    const there = await current(tools.aws, input);
    const wanted = toRecordSet(input);
    if (!there || sameRecord(there, wanted)) return [];
    const apply = () =>
      changeRecords(tools, input.zoneId, recordSet.title(input), [{ Action: "UPSERT", ResourceRecordSet: wanted }]);
    return [{ detail: `${contentOf(there)} -> ${contentOf(wanted)}`, apply }];
  },

  async ready(_tools, input) {
    return toOutput(input);
  },

  async remove(tools, input, output) {
    if (output.foreign) return;
    const there = await current(tools.aws, output);
    if (!there || !sameRecord(there, asWritten(input, output))) return;
    const what = say("waitRemovalOf", recordSet.title(output));
    const remove: Route53Change = { Action: "DELETE", ResourceRecordSet: there };
    const back = input.replaced ?? [];
    const restore = back.map((record): Route53Change => ({ Action: "UPSERT", ResourceRecordSet: record }));
    const overwritten = back.some((record) => inSamePlace(record, there));
    try {
      await changeRecords(tools, output.zoneId, what, [...(overwritten ? [] : [remove]), ...restore]);
    } catch (error) {
      // The same batch, sent once before without an answer, may have done it.
      const now = await current(tools.aws, output);
      if (!now || !sameRecord(now, asWritten(input, output))) {
        // Carried out, but nobody may watch it spread: what is told is why.
        if (error instanceof WizardError && error.onlyLooked) {
          tools.warn(say("warnSpreadUnseen", recordSet.title(output), error.message));
        }
        return;
      }
      // An old alias whose target is gone cannot be written again; ours must not be left dangling for that.
      if (back.length === 0 || awsCode(error) !== "InvalidChangeBatch") throw error;
      await changeRecords(tools, output.zoneId, what, [remove]);
      const lost = back.map((record) => `${record.Type} ${contentOf(record)}`).join("; ");
      tools.warn(say("warnRecordLost", output.name, lost));
    }
  },
};

/** The record without a routing policy in this place, as Route 53 has it now. */
async function current(aws: Parameters<typeof recordSetsOf>[0], place: { zoneId: string; name: string; type: string }) {
  const sameName = await recordSetsOf(aws, place.zoneId, place.name);
  return sameName?.find(({ Type, SetIdentifier }) => Type === place.type && SetIdentifier === undefined);
}

/** Whether an UPSERT of the one overwrites the other. */
const inSamePlace = (one: ResourceRecordSet, other: ResourceRecordSet) =>
  one.Type === other.Type && one.SetIdentifier === other.SetIdentifier;

const asWritten = (input: RecordSetInput, { name, type, written }: RecordSetOutput) =>
  toRecordSet({ ...(written ?? input), name, type });

const toRecordSet = (record: RecordContent & { name: string; type: RRType }): ResourceRecordSet => ({
  Name: record.name,
  Type: record.type,
  ...(record.alias
    ? {
        AliasTarget: {
          DNSName: record.alias.dnsName,
          HostedZoneId: record.alias.hostedZoneId,
          EvaluateTargetHealth: false,
        },
      }
    : { TTL: record.ttl ?? defaultTtl, ResourceRecords: (record.values ?? []).map((Value) => ({ Value })) }),
});

const toOutput = ({ zoneId, name, type, ttl, values, alias }: RecordSetInput): RecordSetOutput => ({
  zoneId,
  name,
  type,
  written: { ttl, values, alias },
});
