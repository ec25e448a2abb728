import { afterAll, beforeAll, expect, test } from "vitest";
import type { World } from "../../src/sandbox/world.ts";
import { census, tollOf } from "./account.ts";
import { Victim } from "./victim.ts";

let victim: Victim;
beforeAll(() => {
  victim = new Victim();
});
afterAll(() => victim.end());

const harm: [what: string, (world: World) => void][] = [
  ["a record gone", ({ route53 }) => route53.zones[0]!.records.pop()],
  ["a record's values changed", ({ route53 }) => Object.assign(route53.zones[0]!.records.at(-1)!, { TTL: 1 })],
  ["a zone gone", ({ route53 }) => route53.zones.pop()],
  [
    "a rule gone",
    ({ ec2 }) =>
      ec2.rules.splice(
        ec2.rules.findIndex(({ cidr }) => cidr?.startsWith("203.")),
        1,
      ),
  ],
  [
    "a group gone",
    ({ ec2 }) =>
      ec2.groups.splice(
        ec2.groups.findIndex(({ tags }) => tags.length > 0),
        1,
      ),
  ],
  ["a policy gone", ({ iam }) => Object.assign(iam.roles[0]!, { inline: {} })],
  ["a role gone", ({ iam }) => iam.roles.splice(0)],
  ["an object gone", ({ s3 }) => s3.buckets[0]!.versions.pop()],
  ["a bucket gone", ({ s3 }) => s3.buckets.pop()],
  ["an address released", ({ ec2 }) => ec2.addresses.pop()],
  ["GitHub's provider gone", ({ iam }) => iam.oidcProviders.pop()],
];

test.each(harm)("of what belongs to others the count sees %s", (_, harmed) => {
  const before = census(victim.world());
  const world = victim.world();
  expect(tollOf(world, before, before)).toEqual({ orphans: [], duplicates: [], missing: [], foreignDeleted: [] });
  harmed(world);
  expect(tollOf(world, before, before).foreignDeleted).not.toEqual([]);
});
