import { carriedRecords, recordsOfOurs } from "../resources/carried-records.ts";
import { delegation } from "../resources/delegation.ts";
import { hostedZone } from "../resources/hosted-zone.ts";
import type { Builder, StepContext } from "./context.ts";

/**
 * The hosted zone that answers for the domain. Its four name servers go to the registrar, which is the person's part;
 * mail and other records that exist elsewhere are copied first, so that they go on working after the switch.
 */
export function route53(add: Builder, { config, carryRecords = true }: StepContext) {
  if (!config.domain) return { zone: undefined };
  const domain = config.domain;
  const zone = add.resource("zone", hostedZone, {}, () => ({ domain }));
  add.resource("carried-records", carriedRecords, { zone }, ({ zone }) => ({
    zoneId: zone.zoneId,
    zoneName: zone.zoneName,
    domain,
    ours: recordsOfOurs(domain),
    ...(!carryRecords && { records: [] }),
  }));
  add.wait("delegation", delegation, { zone }, ({ zone }) => ({
    domain: zone.zoneName,
    nameServers: zone.parent ? [] : zone.nameServers,
  }));
  return { zone };
}
