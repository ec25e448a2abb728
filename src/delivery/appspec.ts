import { parse } from "yaml";
import { z } from "zod";

/** Lifecycle events of a deployment to servers that can have scripts. */
const scriptable = [
  "ApplicationStop",
  "BeforeInstall",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
  "BeforeBlockTraffic",
  "AfterBlockTraffic",
  "BeforeAllowTraffic",
  "AfterAllowTraffic",
] as const;

/** The scripts of one event may take an hour together; a script without a time limit has that much. */
export const longestSeconds = 3600;

const hook = z.looseObject({
  location: z.string().min(1),
  timeout: z.coerce.number().int().positive().optional(),
  runas: z.string().optional(),
});

/**
 * What CodeDeploy reads of appspec.yml.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html
 */
const schema = z.looseObject({
  version: z.literal(0, "should be 0.0 without quotes, the only version that there is"),
  os: z.literal("linux", "should be linux"),
  files: z
    .array(z.looseObject({ source: z.string().min(1), destination: z.string().startsWith("/", "should be absolute") }))
    .nullish(),
  file_exists_behavior: z.enum(["DISALLOW", "OVERWRITE", "RETAIN"]).optional(),
  hooks: z.partialRecord(z.enum(scriptable), z.array(hook)).nullish(),
});

export type Appspec = z.infer<typeof schema>;
export type ScriptedEvent = (typeof scriptable)[number];

/** Reads appspec.yml; `problems` says in words why CodeDeploy would refuse it. */
export function readAppspec(text: string): { appspec: Appspec; problems: [] } | { problems: string[] } {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { problems: [`appspec.yml is no YAML: ${first}`] };
  }
  const { data, error } = schema.safeParse(value);
  if (data) {
    const slow = Object.entries(data.hooks ?? {}).filter(
      ([, scripts]) => scripts.reduce((sum, { timeout = 0 }) => sum + timeout, 0) > longestSeconds,
    );
    if (slow.length === 0) return { appspec: data, problems: [] };
    return {
      problems: slow.map(([event]) => `appspec.yml, hooks.${event}: more than ${longestSeconds} s in all`),
    };
  }
  return {
    problems: error!.issues.map(
      ({ path, message }) => `appspec.yml${path.length ? `, ${path.join(".")}` : ""}: ${message}`,
    ),
  };
}
