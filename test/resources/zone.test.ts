import { ChangeResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { hostedZone } from "../../src/resources/hosted-zone.ts";
import { recordSet } from "../../src/resources/record-set.ts";
import { builder } from "../sandbox/builder.ts";
import { opened } from "../sandbox/open.ts";

const domain = "example.com";
const prod = { app: "shop", environment: "prod", id: "d1" };

test("another environment may not take the domain of the first", async () => {
  const world = opened();
  await builder(prod, world).make("route53.zone", hostedZone, { domain });
  const staging = builder({ ...prod, environment: "staging", id: "d2" }, world).toolsFor("route53.zone");
  await expect(hostedZone.find(staging, { domain }, {})).rejects.toMatchObject({
    code: "not-ours",
    message: expect.stringContaining("is served by shop/prod"),
    hint: expect.stringContaining("--domain staging.example.com"),
  });
});

test("a deployment whose state was lost finds its former zone as one that was there before", async () => {
  const world = opened();
  await builder(prod, world).make("route53.zone", hostedZone, { domain });
  const anew = builder({ ...prod, id: "d2" }, world).toolsFor("route53.zone");
  expect(await hostedZone.find(anew, { domain }, {})).toMatchObject({ foreign: true });
});

test("a zone with records of others stays at destroy --all, and they are named", async () => {
  const { make, toolsFor, sandbox } = builder();
  const zone = await make("route53.zone", hostedZone, { domain });
  const tools = toolsFor("route53.zone");
  const theirs = { Name: "blog.example.com", Type: "A" as const, TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] };
  await tools.aws.route53(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zone.zoneId,
      ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: theirs }] },
    }),
  );
  await expect(hostedZone.remove(tools, { domain }, zone, { keepData: false })).rejects.toMatchObject({
    code: "not-ours",
    message: expect.stringContaining("blog.example.com A"),
  });
  expect(sandbox.world.route53.zones).toHaveLength(1);
});

test("a plan names the record whose place is taken", async () => {
  const { make, toolsFor } = builder();
  const { zoneId } = await make("route53.zone", hostedZone, { domain });
  const tools = toolsFor("alb.record");
  const old = { zoneId, name: domain, type: "A" as const, values: ["192.0.2.1"] };
  await recordSet.create(tools, { ...old, replaced: [] }, "token");
  const wanted = { ...old, values: ["192.0.2.2"] };
  expect(await recordSet.displaces?.(tools, wanted)).toEqual([expect.stringContaining("192.0.2.1")]);
});
