/** What our records took the place of is given back at destroy, whatever somebody has done to ours meanwhile. */
import { expect, test } from "vitest";
import { open } from "./opened.ts";

const theirs = [
  { Name: "example.com.", Type: "A" as const, TTL: 60, ResourceRecords: [{ Value: "192.0.2.80" }] },
  { Name: "example.com.", Type: "AAAA" as const, TTL: 60, ResourceRecords: [{ Value: "2001:db8::80" }] },
];

test.each(["alb", "direct"])(
  "with the entry %s: ours deleted by hand, made again, and then taken down",
  async (entry) => {
    const one = open({ domain: "example.com", entry, database: null });
    one.sandbox.answer("route53", "CreateHostedZone", { Name: "example.com", CallerReference: "theirs" });
    const zone = one.sandbox.world.route53.zones[0]!;
    zone.records.push(...structuredClone(theirs).map((record) => ({ ...record, since: 0 })));
    expect(await one.provision()).toMatchObject({ exitCode: 0 });
    const atApex = () =>
      zone.records.flatMap(({ since: _, ...record }) =>
        record.Name === "example.com." && ["A", "AAAA"].includes(record.Type!) ? [record] : [],
      );
    const [ours, ...others] = atApex();
    expect([ours?.Type, others]).toEqual(["A", []]);
    expect(ours).not.toEqual(theirs[0]);

    zone.records = zone.records.filter(({ Name, Type }) => Name !== "example.com." || Type !== "A");
    expect(await one.resume()).toMatchObject({ exitCode: 0 });
    expect(atApex()).toEqual([ours]);
    expect(await one.destroyAll()).toMatchObject({ exitCode: 0 });
    expect(atApex()).toEqual(theirs);
  },
);
