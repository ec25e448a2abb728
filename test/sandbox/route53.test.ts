import type { ChangeAction, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { refusal } from "./open.ts";
import { openedServices, tags, zone } from "./open-services.ts";

const www: ResourceRecordSet = {
  Name: "www.example.com",
  Type: "A",
  TTL: 300,
  ResourceRecords: [{ Value: "203.0.113.1" }],
};

async function withZone() {
  const services = openedServices();
  const made = await zone(services);
  const change = (...changes: [ChangeAction, ResourceRecordSet][]) =>
    services.route53.changeResourceRecordSets({
      HostedZoneId: made.zoneId,
      ChangeBatch: { Changes: changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet })) },
    });
  const records = async () =>
    (await services.route53.listResourceRecordSets({ HostedZoneId: made.zoneId })).ResourceRecordSets!;
  return { ...services, ...made, change, records };
}

test("the same caller reference is refused; another one silently makes a second zone of that name", async () => {
  const { route53 } = await withZone();
  const create = (CallerReference: string) => route53.createHostedZone({ Name: "example.com", CallerReference });
  expect(await refusal(create("one"))).toBe("HostedZoneAlreadyExists");
  const second = await create("two");
  expect(second.DelegationSet!.NameServers).toHaveLength(4);
  const { HostedZones } = await route53.listHostedZonesByName({ DNSName: "example.com" });
  expect(HostedZones!.map(({ Name, CallerReference }) => [Name, CallerReference])).toEqual([
    ["example.com.", "one"],
    ["example.com.", "two"],
  ]);
});

test("zones are listed by their labels from the right, in pages", async () => {
  const { route53 } = await withZone();
  for (const Name of ["a.example.com", "zebra.org", "example.net"]) {
    await route53.createHostedZone({ Name, CallerReference: Name });
  }
  const first = await route53.listHostedZonesByName({ DNSName: "example.com", MaxItems: 2 });
  expect(first.HostedZones!.map(({ Name }) => Name)).toEqual(["example.com.", "a.example.com."]);
  expect(first).toMatchObject({ IsTruncated: true, NextDNSName: "example.net." });
  const next = await route53.listHostedZonesByName({
    DNSName: first.NextDNSName,
    HostedZoneId: first.NextHostedZoneId,
  });
  expect(next.HostedZones!.map(({ Name }) => Name)).toEqual(["example.net.", "zebra.org."]);
  expect(next.IsTruncated).toBe(false);
});

test("a zone is tagged after it was made", async () => {
  const { route53, zoneId } = await withZone();
  const ResourceId = zoneId.replace("/hostedzone/", "");
  await route53.changeTagsForResource({ ResourceType: "hostedzone", ResourceId, AddTags: tags });
  const { ResourceTagSet } = await route53.listTagsForResource({ ResourceType: "hostedzone", ResourceId });
  expect(ResourceTagSet!.Tags).toEqual(tags);
});

test("a change is in sync after a while", async () => {
  const { route53, clock, change } = await withZone();
  const { ChangeInfo } = await change(["UPSERT", www]);
  expect(ChangeInfo!.Status).toBe("PENDING");
  clock.advance(35);
  expect((await route53.getChange({ Id: ChangeInfo!.Id })).ChangeInfo!.Status).toBe("INSYNC");
  expect(await refusal(route53.getChange({ Id: "/change/C0" }))).toBe("NoSuchChange");
});

test("a batch is applied as a whole or not at all, and DELETE needs the exact values", async () => {
  const { change, records } = await withZone();
  await change(["CREATE", www]);
  const other = { ...www, Name: "api.example.com" };
  const wrong = { ...www, ResourceRecords: [{ Value: "203.0.113.9" }] };
  expect(await refusal(change(["CREATE", other], ["DELETE", wrong]))).toBe("InvalidChangeBatch");
  expect(await refusal(change(["CREATE", www]))).toBe("InvalidChangeBatch");
  expect(await refusal(change(["DELETE", other]))).toBe("InvalidChangeBatch");
  expect((await records()).map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
    "example.com. NS",
    "example.com. SOA",
    "www.example.com. A",
  ]);
  await change(["DELETE", www]);
  expect(await records()).toHaveLength(2);
});

test.each([
  ["a name outside the zone", { ...www, Name: "www.example.org" }],
  ["a CNAME at the apex", { ...www, Name: "example.com", Type: "CNAME" as const }],
  ["a CNAME beside another record", { ...www, Type: "CNAME" as const }],
  ["a text without quotation marks", { ...www, Type: "TXT" as const, ResourceRecords: [{ Value: "v=spf1" }] }],
])("%s is refused", async (_what, record) => {
  const { change } = await withZone();
  await change(["CREATE", www]);
  expect(await refusal(change(["UPSERT", record]))).toBe("InvalidChangeBatch");
});

test("a zone goes only when it holds nothing but its own NS and SOA", async () => {
  const { route53, change, zoneId } = await withZone();
  await change(["CREATE", www]);
  expect(await refusal(route53.deleteHostedZone({ Id: zoneId }))).toBe("HostedZoneNotEmpty");
  await change(["DELETE", www]);
  await route53.deleteHostedZone({ Id: zoneId });
  expect(await refusal(route53.getHostedZone({ Id: zoneId }))).toBe("NoSuchHostedZone");
});

test("the world sees a zone once it is delegated to: an alias as an A record, a wildcard by its own name", async () => {
  const services = openedServices();
  const { zoneId, delegate } = await zone(services, { delegated: false });
  const AliasTarget = { HostedZoneId: "ZWKZPGTI48KDX", DNSName: "shop.elb.amazonaws.com", EvaluateTargetHealth: false };
  const Changes = [
    { Action: "UPSERT" as const, ResourceRecordSet: { Name: "example.com", Type: "A" as const, AliasTarget } },
    { Action: "UPSERT" as const, ResourceRecordSet: { ...www, Name: "*.example.com" } },
  ];
  await services.route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } });
  const { dns } = services.sandbox;
  expect(await dns.records("example.com", "A")).toBeUndefined();
  delegate();
  expect(await dns.records("example.com", "A")).toMatchObject({ name: "example.com", type: "A" });
  expect((await dns.records("*.example.com", "A"))?.values).toEqual(["203.0.113.1"]);
});
