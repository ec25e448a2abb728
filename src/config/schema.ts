import { z } from "zod";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { appPattern, appProblem } from "./app-name.ts";
import { domainProblem, parseDomain } from "./domain.ts";
import { branchProblem, repositoryIdsPattern, repositoryPattern } from "./github-names.ts";
import { describeProblem, type OriginOf } from "./problem.ts";

export const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** Port and health check of an app that says nothing about them. */
const runtimeDefaults = {
  "spring-boot": { port: 8080, healthCheck: "/actuator/health" },
  node: { port: 3000, healthCheck: "/" },
  docker: { port: 8080, healthCheck: "/" },
};

/** Ports of nginx on a server without a load balancer. */
const nginxPorts = [80, 443];

/** What the messages of this schema say in other languages, by their English text. */
const sayings = new Map<string, Saying>();

/** The English text of a message that can be told in other languages, too. */
function told(saying: Saying): string {
  sayings.set(String(saying), saying);
  return String(saying);
}

/** What an issue of this schema says, for any language. */
export const sayingOf = ({ message }: { message: string }): Saying => sayings.get(message) ?? message;

const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape, expected: string) =>
  z.strictObject(shape, { error: ({ code }) => (code === "invalid_type" ? expected : undefined) });
const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `expected one of ${values.join(", ")}`);
const text = (pattern: RegExp, expected: Saying) => z.string(told(expected)).regex(pattern);
const whole = (least: number, most: number, expected = say("wrongNumber", least, most)) =>
  z.int(told(expected)).min(least).max(most);
const gibibytes = (least: number, most: number) => whole(least, most, say("wrongGiB", least, most));
const yesNo = () => z.boolean("expected true or false");

/** A string that has to stand up to a rule of its own, which gives the reason. */
const ruled = (expected: string, problem: (value: string) => Saying | undefined, schema = z.string(expected)) =>
  schema.check((context) => {
    const wrong = problem(context.value);
    if (wrong) context.issues.push({ code: "custom", input: context.value, message: told(wrong) });
  });

const server = section(
  {
    instanceType: text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, say("wrongInstanceType"))
      .default("t4g.small")
      .describe("EC2 instance type."),
    disk: gibibytes(8, 16384).default(20).describe("Root volume in GiB."),
    servers: z
      .union([z.int("expected 1").min(1), text(/^[1-9]\d*(-[1-9]\d*)?$/, "expected 1")], "expected 1")
      .transform(String)
      .refine((servers) => servers === "1", "several servers are not supported yet; 1 is")
      .default("1")
      .describe("How many servers: 1."),
    elasticIp: yesNo().default(false).describe("A fixed address, for another party that only admits one."),
  },
  "expected an object with instanceType, disk, servers, elasticIp",
);

const database = section(
  {
    engine: choice(["postgres", "mysql", "mariadb"]).default("postgres").describe("Database engine."),
    class: text(/^db\.[a-z0-9-]+\.[a-z0-9-]+$/, say("wrongDatabaseClass"))
      .default("db.t4g.micro")
      .describe("RDS instance class."),
    storage: gibibytes(20, 65536).default(20).describe("Storage in GiB (gp3)."),
    backupDays: z
      .int({
        error: ({ input }) => told(input === 0 ? say("wrongBackupDays") : say("wrongNumber", 1, 35)),
      })
      .min(1)
      .max(35)
      .default(7)
      .describe("Days that automatic backups are kept; auditors expect at least 7."),
    multiAz: yesNo().default(false).describe("A standby in a second Availability Zone; doubles the price."),
  },
  "expected an object, or null for none",
);

const github = section(
  {
    repository: text(repositoryPattern, say("wrongRepository")).describe("The app's repository, owner/name."),
    branch: ruled("expected the name of a branch", branchProblem).default("main").describe("A push to it deploys."),
    ids: text(repositoryIdsPattern, "expected <owner id>/<repository id>, two numbers")
      .optional()
      .describe("GitHub's ids of owner and repository, ownerId/repositoryId; otherwise GitHub is asked."),
  },
  "expected an object with repository and branch, or null for none",
);

/** What may stand in deploy-wizard.json; gives the type, the messages, the defaults and schema.json. */
export const fileSchema = section(
  {
    $schema: z.string("expected the address of this schema").optional(),
    app: ruled(
      "expected a name of 2 to 20 characters",
      appProblem,
      z
        .string("expected a name of 2 to 20 characters")
        .meta({ pattern: appPattern.source, minLength: 2, maxLength: 20 }),
    ).describe("Name of the app; every AWS name begins with it."),
    region: text(regionPattern, "expected a region such as eu-central-1")
      .optional()
      .describe("AWS Region; otherwise --region, AWS_REGION or the profile's."),
    domain: ruled("expected a domain such as example.com, or null for none", domainProblem)
      .transform((typed) => parseDomain(typed).ascii)
      .nullable()
      .default(null)
      .describe("The domain that the app is served under; null for none."),
    entry: choice(["alb", "direct"])
      .default("alb")
      .describe("alb: a load balancer ends TLS. direct: nginx on the server does, with a Let's Encrypt certificate."),
    runtime: choice(["spring-boot", "node", "docker"]).default("spring-boot").describe("What runs the app."),
    port: whole(1, 65535)
      .refine((port) => port !== 22, told(say("wrongPortSsh")))
      .optional()
      .describe("The port that the app listens on: 8080, or 3000 for node."),
    healthCheck: text(/^\/(?!.*\{\{)[!-~]{0,1023}$/, say("wrongHealthCheck"))
      .optional()
      .describe("The path that answers 200 when the app is well: /actuator/health for spring-boot, otherwise /."),
    server: server.prefault({}).describe("The server that the app runs on."),
    database: database.nullable().prefault({}).describe("The database; null for none."),
    vpc: text(/^(default|dedicated|vpc-[0-9a-f]{8,17})$/, say("wrongVpc"))
      .refine((vpc) => vpc !== "dedicated", told(say("wrongVpcDedicated")))
      .default("default")
      .describe("The VPC to use: default, or an id."),
    assets: yesNo().default(true).describe("A private bucket for the app's files."),
    github: github.nullable().default(null).describe("Deploys from GitHub Actions; null for none."),
  },
  "expected an object in braces",
).check((context) => {
  const { entry, port } = context.value;
  if (entry !== "direct" || port === undefined || !nginxPorts.includes(port)) return;
  const message = told(say("wrongPortNginx", port));
  context.issues.push({ code: "custom", input: port, path: ["port"], message });
});

/** Complete, and in the order in which people read it. */
const configSchema = fileSchema.transform(
  ({ $schema, app, region, domain, entry, runtime, port, healthCheck, ...rest }) => ({
    $schema,
    app,
    region,
    domain,
    entry,
    runtime,
    port: port ?? runtimeDefaults[runtime].port,
    healthCheck: healthCheck ?? runtimeDefaults[runtime].healthCheck,
    ...rest,
  }),
);

/** Every answer, checked and complete; `domain` is in its ASCII form. */
export type Config = z.output<typeof configSchema>;

/**
 * Checks answers, wherever they came from, and fills in the defaults. Throws `config`, one line a problem, each naming
 * the field (and the flag, if `originOf` knows one), what was given and what is expected.
 */
export function parseConfig(value: unknown, sourceName: string, originOf: OriginOf = () => undefined): Config {
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describeProblem(issue, value, originOf));
  const shown = problems.slice(0, 4).map((describe) => describe());
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  const fromFlags = parsed.error.issues.every(({ path }) => originOf(path.join(".")));
  throw new WizardError("config", shown.join("\n"), {
    hint: fromFlags ? undefined : `Correct ${sourceName}.`,
  });
}

/** Paths of required fields that have no value (`app`, `github.repository`). */
export function missingFields(value: unknown): string[] {
  const issues = fileSchema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  return issues
    .filter(({ code, input }) => code === "invalid_type" && input === undefined)
    .map(({ path }) => path.join("."));
}
