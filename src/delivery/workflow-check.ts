import { parse } from "yaml";
import { visibleLine } from "../layout/visible.ts";

/** A file may say anything at any length. */
const longest = 100;

interface Destination {
  region: string;
  bucket: string;
  application: string;
  group: string;
}

/** In what a workflow file differs from where this environment is deployed to, in words; empty when it says the same. */
export function workflowDifferences(text: string, { region, bucket, application, group }: Destination): string[] {
  const wanted = { AWS_REGION: region, BUCKET: bucket, APPLICATION: application, DEPLOYMENT_GROUP: group };
  let env: unknown;
  try {
    env = (parse(text) as { env?: unknown } | null)?.env;
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return [`it is no YAML (${visibleLine(first.slice(0, longest))})`];
  }
  // A workflow of the person's own may keep its values elsewhere, or have GitHub put them in.
  const given = typeof env === "object" && env !== null ? (env as Record<string, unknown>) : {};
  return Object.entries(wanted).flatMap(([name, value]) => {
    const here = given[name];
    // What is no text has no words of its own, and may refer to itself.
    const text = typeof here === "object" && here !== null ? "a list or mapping" : String(here);
    if (here === undefined || here === value || text.includes("${{")) return [];
    return [`${name}: ${visibleLine(text.slice(0, longest))} in place of ${value}`];
  });
}
