import { parse } from "yaml";

interface Destination {
  region: string;
  bucket: string;
  application: string;
  group: string;
}

/** In what a workflow file differs from where this environment is deployed to, in words; empty when it says the same. */
export function workflowDifferences(text: string, { region, bucket, application, group }: Destination): string[] {
  const wanted = { AWS_REGION: region, BUCKET: bucket, APPLICATION: application, DEPLOYMENT_GROUP: group };
  let env: Record<string, unknown> | undefined;
  try {
    env = (parse(text) as { env?: Record<string, unknown> } | null)?.env;
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return [`it is no YAML (${first})`];
  }
  // Another workflow of the person's own keeps its values elsewhere.
  if (!env || !Object.keys(wanted).some((name) => name in env)) return [];
  return Object.entries(wanted).flatMap(([name, value]) =>
    env[name] === value ? [] : [`${name}: ${String(env[name] ?? "none")} in place of ${value}`],
  );
}
