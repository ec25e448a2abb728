import { tagKeys } from "../../src/aws/owner.ts";
import type { World } from "../../src/sandbox/world.ts";

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Differs from run to run, and means nothing: when it was, which try it was, and how time went on. */
const passing = [
  "now",
  "lastId",
  "firstLooks",
  "changes",
  "faults",
  "clientToken",
  "token",
  "callerReference",
  "request",
];

/**
 * What a world holds, so that two of them can be compared: ids are replaced by the key of the resource that has them,
 * moments and tokens are left out, and the order in which things were made is forgotten.
 */
export function shapeOf(world: World, deployment: string): Json {
  let text = JSON.stringify(world).replaceAll(deployment, "DEPLOYMENT");
  const names = labels(JSON.parse(text) as Json);
  // The longest first: a listener's ARN begins with that of its load balancer.
  for (const [id, key] of [...names].sort(([one], [other]) => other.length - one.length)) {
    text = text.replaceAll(id, `<${key}>`);
  }
  text = text
    .replace(/\b([a-z]+-(?:[a-z]+-)?)0[0-9a-f]{16}\b/g, "$1ID")
    .replace(/\b[0-9a-f]{16}\b/g, "ID")
    .replace(/\b(AROA|AIPA)[0-9A-F]{17}\b/g, "$1ID")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UUID")
    .replace(/\bns-\d+\.awsdns-\d+\.(com|net|org|co\.uk)/g, "ns.$1")
    .replace(/-\d{6,}\.([a-z0-9-]+)\.elb\.amazonaws/g, "-ID.$1.elb.amazonaws")
    .replace(/\b(192\.0\.2|198\.51\.100)\.\d+\b/g, "$1.N")
    .replace(/_[0-9a-f]{32}\./g, "_PROOF.");
  return sorted(JSON.parse(text) as Json);
}

/** The lines in which two shapes differ, the first few of them. */
export function difference(wanted: Json, got: Json): string[] {
  const linesOf = (shape: Json) =>
    JSON.stringify(shape, undefined, 1)
      .split("\n")
      .map((line) => line.replace(/,$/, ""));
  const missing = without(linesOf(wanted), linesOf(got)).map((line) => `- ${line.trim()}`);
  const extra = without(linesOf(got), linesOf(wanted)).map((line) => `+ ${line.trim()}`);
  return [...missing, ...extra].slice(0, 12);
}

/** `lines` less those of `others`, each as often as it is there. */
function without(lines: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** The ids of everything that carries our tags, with the keys of the resources. */
function labels(value: Json, found = new Map<string, string>()): Map<string, string> {
  if (value === null || typeof value !== "object") return found;
  if (!Array.isArray(value)) {
    const tags = (Array.isArray(value.tags) ? value.tags : []) as { Key: string; Value: string }[];
    const key = tags.find(({ Key }) => Key === tagKeys.resource)?.Value;
    for (const name of ["arn", "id"]) {
      const id = value[name];
      if (key && typeof id === "string") found.set(id, key);
    }
  }
  for (const inner of Object.values(value)) labels(inner, found);
  return found;
}

function sorted(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  const kept = Object.entries(value).filter(
    ([name, inner]) => !passing.includes(name) && !(typeof inner === "number" && inner > 1e12),
  );
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}
