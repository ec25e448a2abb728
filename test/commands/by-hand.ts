import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Tag, tagKeys } from "../../src/aws/owner.ts";
import type { CreatedEntry } from "../../src/engine/journal.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Somebody at the console: what of the deployment they touch, by its key and what the state has of it. */
export interface ByHand {
  one: Rehearsal;
  key: string;
  entry: CreatedEntry;
}

type Deed = (hand: ByHand) => void;
type Row = { tags: Tag[] };

/** Rows of the sandbox's world that carry the key in their tags, with the list that each is in. */
function rowsOf(value: unknown, key: string, found: { row: Row; list: unknown[] }[] = []) {
  if (typeof value !== "object" || value === null) return found;
  for (const inner of Object.values(value)) {
    if (Array.isArray(value) && typeof inner === "object" && inner !== null && "tags" in inner) {
      const row = inner as Row;
      const isIt = row.tags.some((tag) => tag.Key === tagKeys.resource && tag.Value === key);
      if (isIt) found.push({ row, list: value });
    }
    rowsOf(inner, key, found);
  }
  return found;
}

function rowOf<T>({ one, key }: ByHand): T {
  const [found] = rowsOf(one.sandbox.world, key);
  if (!found) throw new Error(`the sandbox has nothing with the key ${key}`);
  return found.row as T;
}

const removeRow: Deed = ({ one, key }) => {
  for (const { row, list } of rowsOf(one.sandbox.world, key)) list.splice(list.indexOf(row), 1);
};

const records = ({ one }: ByHand) => one.sandbox.world.route53.zones[0]!.records;
const recordOf = (hand: ByHand) => {
  const { name, type } = hand.entry.output as { name: string; type: string };
  return records(hand).find((record) => record.Name === `${name}.` && record.Type === type)!;
};
const copiesOf = (hand: ByHand) => {
  const { records: copied } = hand.entry.output as { records: { name: string; type: string }[] };
  return copied.map(({ name, type }) => records(hand).find(({ Name, Type }) => Name === `${name}.` && Type === type)!);
};
const roleOf = ({ one, entry }: ByHand) => {
  const { roleName } = entry.input as { roleName: string };
  return one.sandbox.world.iam.roles.find(({ name }) => name === roleName)!;
};
const targetsOf = ({ one }: ByHand) => one.sandbox.world.elb.targetGroups[0]!.targets;

/** How each kind of resource is deleted; what is not here is a row with our tags. */
export const deletions: Record<string, Deed> = {
  instance: ({ one, entry }) => {
    const { instanceId } = entry.output as { instanceId: string };
    one.sandbox.answer("ec2", "TerminateInstances", { InstanceIds: [instanceId] });
  },
  "security-group": (hand) => {
    const { groupId } = hand.entry.output as { groupId: string };
    const { ec2 } = hand.one.sandbox.world;
    ec2.rules = ec2.rules.filter((rule) => rule.groupId !== groupId && rule.peerGroupId !== groupId);
    removeRow(hand);
  },
  "role-policy": (hand) => {
    delete roleOf(hand).inline[(hand.entry.input as { name: string }).name];
  },
  "record-set": (hand) => {
    records(hand).splice(records(hand).indexOf(recordOf(hand)), 1);
  },
  "carried-records": (hand) => {
    for (const copied of copiesOf(hand)) records(hand).splice(records(hand).indexOf(copied), 1);
  },
  "target-registration": (hand) => targetsOf(hand).splice(0),
  "address-association": ({ one }) => {
    delete one.sandbox.world.ec2.addresses[0]!.association;
  },
  "load-balancer": (hand) => {
    const { arn } = hand.entry.output as { arn: string };
    const { elb } = hand.one.sandbox.world;
    elb.listeners = elb.listeners.filter(({ loadBalancerArn }) => loadBalancerArn !== arn);
    removeRow(hand);
  },
  "repository-files": ({ one }) => rmSync(join(one.folder, "appspec.yml")),
};

export const removed: Deed = (hand) => (deletions[hand.entry.kind] ?? removeRow)(hand);

/** One setting of each kind that somebody changes; the kinds that have none are not here. */
export const changes: Record<string, Deed> = {
  instance: ({ one, entry }) => {
    const { instanceId } = entry.output as { instanceId: string };
    one.sandbox.answer("ec2", "StopInstances", { InstanceIds: [instanceId] });
  },
  "security-group": ({ one, entry }) => {
    const { groupId } = entry.output as { groupId: string };
    one.sandbox.answer("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId: groupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "203.0.113.0/24" }] }],
    });
  },
  "security-group-rule": (hand) => {
    Object.assign(rowOf<object>(hand), { from: 1, to: 65535 });
  },
  role: (hand) => {
    rowOf<{ trust: string }>(hand).trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  },
  "role-policy": (hand) => {
    roleOf(hand).inline[(hand.entry.input as { name: string }).name] = JSON.stringify({ Statement: [] });
  },
  "instance-profile": (hand) => {
    rowOf<{ roleNames: string[] }>(hand).roleNames = [];
  },
  parameter: (hand) => {
    rowOf<{ value: string }>(hand).value = "something else";
  },
  "db-subnet-group": (hand) => {
    rowOf<{ subnetIds: string[] }>(hand).subnetIds.pop();
  },
  "db-parameter-group": (hand) => {
    const group = rowOf<{ parameters: Record<string, { value: string; method: "immediate" }> }>(hand);
    group.parameters["rds.force_ssl"] = { value: "0", method: "immediate" };
  },
  "db-instance": (hand) => {
    rowOf<{ settings: { protected: boolean } }>(hand).settings.protected = false;
  },
  /** One of them, so that the others still say that they were made. */
  "carried-records": (hand) => {
    const [copied] = copiesOf(hand);
    records(hand).splice(records(hand).indexOf(copied!), 1);
  },
  "record-set": (hand) => {
    const record = recordOf(hand);
    if (record.AliasTarget) record.AliasTarget.DNSName = "elsewhere.ap-northeast-2.elb.amazonaws.com.";
    else record.ResourceRecords = [{ Value: record.Type === "A" ? "203.0.113.9" : "elsewhere.example.org." }];
  },
  "target-group": (hand) => {
    rowOf<{ attributes: Record<string, string> }>(hand).attributes["deregistration_delay.timeout_seconds"] = "300";
  },
  "target-registration": (hand) => {
    const [target] = targetsOf(hand);
    targetsOf(hand).push({ ...target!, port: 1 });
  },
  "load-balancer": (hand) => {
    rowOf<{ attributes: Record<string, string> }>(hand).attributes["deletion_protection.enabled"] = "false";
  },
  listener: (hand) => {
    const listener = rowOf<{ protocol: string; sslPolicy?: string; actions: object[] }>(hand);
    if (listener.protocol === "HTTPS") listener.sslPolicy = "ELBSecurityPolicy-2016-08";
    else listener.actions = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } }];
  },
  bucket: (hand) => {
    Object.assign(rowOf<object>(hand), { publicAccess: { BlockPublicAcls: false } });
  },
  "deployment-group": (hand) => {
    const group = rowOf<Record<string, unknown>>(hand);
    Object.assign((group.settings as object | undefined) ?? group, {
      autoRollbackConfiguration: { enabled: false, events: [] },
    });
  },
  "oidc-provider": (hand) => {
    rowOf<{ audiences: string[] }>(hand).audiences = ["somebody"];
  },
  "address-association": ({ one }) => {
    one.sandbox.world.ec2.addresses[0]!.association!.instanceId = "i-0another";
  },
};

type Database = { settings: Record<string, unknown>; phase?: string; phaseAt?: number };
type Server = { profile?: { arn: string } | undefined; metadata: { HttpTokens?: string }; groupIds: string[] };

/** More of what has many settings, and of what decides who can do what. */
export const furtherChanges: [key: string, what: string, Deed][] = [
  ["ec2.instance", "its profile taken away", (hand) => Object.assign(rowOf<Server>(hand), { profile: undefined })],
  [
    "ec2.instance",
    "another profile",
    (hand) => {
      const { profile } = rowOf<Server>(hand);
      profile!.arn = profile!.arn.replace(/[^/]+$/, "somebodys");
    },
  ],
  ["ec2.instance", "IMDSv1 let in", (hand) => Object.assign(rowOf<Server>(hand).metadata, { HttpTokens: "optional" })],
  [
    "rds.instance",
    "stopped",
    (hand) => {
      const { now } = hand.one.sandbox.world;
      Object.assign(rowOf<Database>(hand), { phase: "stopped", phaseAt: now - 3_600_000 });
    },
  ],
  ["rds.instance", "made public", (hand) => Object.assign(rowOf<Database>(hand).settings, { public: true })],
  ["rds.instance", "no backups", (hand) => Object.assign(rowOf<Database>(hand).settings, { backupDays: 0 })],
  ["s3.assets-bucket", "no versions", (hand) => Object.assign(rowOf<object>(hand), { versioning: "Suspended" })],
  ["s3.build-bucket", "no policy", (hand) => Object.assign(rowOf<object>(hand), { policy: undefined })],
  ["alb.load-balancer", "no groups", (hand) => Object.assign(rowOf<object>(hand), { securityGroupIds: [] })],
  [
    "alb.target-group",
    "another health check",
    (hand) => Object.assign(rowOf<{ settings: object }>(hand).settings, { HealthCheckPath: "/elsewhere" }),
  ],
];

/** Tags of one resource, changed: a value of `undefined` takes the tag away. */
export function retagged(hand: ByHand, tags: Record<string, string | undefined>): void {
  const row = rowOf<Row>(hand);
  for (const [key, value] of Object.entries(tags)) {
    const tag = row.tags.find(({ Key }) => Key === key);
    if (value === undefined) row.tags.splice(row.tags.indexOf(tag!), 1);
    else tag!.Value = value;
  }
}

export const isTagged = ({ one, key }: Pick<ByHand, "one" | "key">) => rowsOf(one.sandbox.world, key).length > 0;
