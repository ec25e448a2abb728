/** What somebody else has in the account, and a count of what is there. */
import type { ServiceName } from "../../src/aws/clients.ts";
import { type Tag, tagKeys } from "../../src/aws/owner.ts";
import { openSandbox } from "../../src/sandbox/sandbox.ts";
import type { World } from "../../src/sandbox/world.ts";
import { sandboxAccount } from "../../src/state/deployment-state.ts";

export const region = "ap-northeast-2";

/** Things of another team, some of them with names or tags much like ours, and GitHub's provider, which is shared. */
export function furnish(file: string): void {
  const { answer, save, world } = openSandbox({ file, region, account: sandboxAccount });
  const ask = (service: ServiceName, command: string, input: object) => answer(service, command, input);
  const { Vpcs } = ask("ec2", "DescribeVpcs", {}) as { Vpcs: { VpcId: string }[] };
  const theirs = [
    { Key: tagKeys.app, Value: "shop" },
    { Key: tagKeys.environment, Value: "staging" },
    { Key: tagKeys.id, Value: "theirsabcd" },
    { Key: tagKeys.resource, Value: "network.app-security-group" },
  ];
  const { GroupId } = ask("ec2", "CreateSecurityGroup", {
    GroupName: "shop-staging-app",
    Description: "another environment",
    VpcId: Vpcs[0]!.VpcId,
    TagSpecifications: [{ ResourceType: "security-group", Tags: theirs }],
  }) as { GroupId: string };
  // Not by a call, which would not know so fresh a group.
  const rule = { egress: false, protocol: "tcp", from: 8080, to: 8080, cidr: "203.0.113.0/24" };
  world.ec2.rules.push({ ...rule, id: "sgr-0theirs", groupId: GroupId, tags: [] });
  const { HostedZone } = ask("route53", "CreateHostedZone", { Name: "other.example", CallerReference: "theirs" }) as {
    HostedZone: { Id: string };
  };
  const mail = { Name: "other.example", Type: "MX", TTL: 300, ResourceRecords: [{ Value: "10 mx.other.example." }] };
  ask("route53", "ChangeResourceRecordSets", {
    HostedZoneId: HostedZone.Id,
    ChangeBatch: { Changes: [{ Action: "CREATE", ResourceRecordSet: mail }] },
  });
  ask("s3", "CreateBucket", {
    Bucket: "shop-prod-build-of-others",
    CreateBucketConfiguration: { LocationConstraint: region },
  });
  ask("s3", "PutObject", { Bucket: "shop-prod-build-of-others", Key: "theirs.zip", Body: "theirs" });
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  ask("iam", "CreateRole", { RoleName: "shop-prod-other", AssumeRolePolicyDocument: PolicyDocument });
  ask("iam", "PutRolePolicy", { RoleName: "shop-prod-other", PolicyName: "theirs", PolicyDocument });
  ask("iam", "CreateOpenIDConnectProvider", {
    Url: "https://token.actions.githubusercontent.com",
    ClientIDList: ["sts.amazonaws.com"],
  });
  ask("ec2", "AllocateAddress", { Domain: "vpc" });
  save();
}

/** How many of each thing are there: ours by their keys, all others by what they are. */
export interface Census {
  ours: Map<string, number>;
  others: Map<string, number>;
}

const count = (names: string[]) => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** Everything that stands at `now` (milliseconds, of the sandbox): what AWS shows for a while after its end (a terminated instance) does not. */
export function census(world: World, now = world.now): Census {
  const ours: string[] = [];
  const others: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { tags, phase, goneAt, name } = value as { tags?: unknown; phase?: string; goneAt?: number; name?: unknown };
    if (phase === "terminated" || (goneAt !== undefined && goneAt <= now)) return;
    if (Array.isArray(tags)) {
      const of = (key: string) => (tags as Tag[]).find(({ Key }) => Key === key)?.Value;
      const mine = of(tagKeys.app) === "shop" && of(tagKeys.environment) === "prod";
      if (mine) ours.push(`${path} ${of(tagKeys.resource)}`);
      else others.push(`${path} ${typeof name === "string" ? name : ""}`);
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, Array.isArray(value) ? path : `${path}.${key}`);
  };
  visit(world, "");
  others.push(...partsOfOthers(world));
  return { ours: count(ours), others: count(others) };
}

/** What has no tags of its own and belongs to what is not ours: it may not change either. */
function partsOfOthers({ ec2, iam, route53, s3 }: World): string[] {
  type Row = { tags?: { Key?: string | undefined; Value?: string | undefined }[] };
  const isOurs = ({ tags }: Row) =>
    tags?.some(({ Key, Value }) => Key === tagKeys.environment && Value === "prod") ?? false;
  const of = <T extends Row>(all: readonly T[], parts: (one: T) => unknown[]) =>
    all.filter((one) => !isOurs(one)).flatMap((one) => parts(one).map((part) => JSON.stringify(part)));
  return [
    ...of(ec2.groups, ({ id }) =>
      ec2.rules.flatMap(({ groupId, protocol, from, to, cidr }) =>
        groupId === id ? [{ groupId, protocol, from, to, cidr }] : [],
      ),
    ),
    ...of(iam.roles, ({ name, trust, inline, attached }) => [{ name, trust, inline, attached }]),
    ...of(route53.zones, ({ id, records }) => records.map(({ since: _, ...record }) => ({ id, ...record }))),
    ...of(s3.buckets, ({ name, policy, versions }) => versions.map(({ key, body }) => ({ name, policy, key, body }))),
  ];
}

/** What one world has that it should not have, and lacks that it should have. */
export interface Toll {
  orphans: string[];
  duplicates: string[];
  missing: string[];
  foreignDeleted: string[];
}

export const noToll = (): Toll => ({ orphans: [], duplicates: [], missing: [], foreignDeleted: [] });

/** Held against the world of a run that nothing interrupted, and against what was there before. */
export function tollOf(world: World, wanted: Census, before: Census): Toll {
  const found = census(world);
  const toll = noToll();
  for (const [name, number] of found.ours) {
    const expected = wanted.ours.get(name) ?? 0;
    if (number > expected) (expected === 0 ? toll.orphans : toll.duplicates).push(name);
  }
  for (const [name, number] of wanted.ours) if ((found.ours.get(name) ?? 0) < number) toll.missing.push(name);
  for (const [name, number] of before.others) {
    if ((found.others.get(name) ?? 0) < number) toll.foreignDeleted.push(name);
  }
  // Something without our tags that was not there before: made by us, and never to be found by its tags.
  for (const [name, number] of found.others) {
    if (number > (wanted.others.get(name) ?? 0)) toll.orphans.push(name);
  }
  return toll;
}
