/** What turns a flag's text into the value of its field; the schema checks it afterwards. */
type Read = (given: string) => unknown;

export interface AnswerFlag {
  /** As commander wants it: `--disk <GiB>`, `--elastic-ip`. Left out when there is only `no`. */
  option?: string;
  description: string;
  /** Its field in deploy-wizard.json. */
  path: string;
  read?: Read;
  /** The flag that says there is none, and what that means in the config. */
  no?: { option: string; description: string; means: null | false };
  /** A value that, instead of setting the field, says that there is none of its whole section. */
  none?: { value: string; path: string };
  /** An option of every command, not of `init` alone. */
  everywhere?: true;
}

/** The number, or the text as it is when it is none: the schema then says what is expected. */
const number: Read = (given) => (/^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given);

/** Every answer that is also a flag, in the order of the config file, under the name that commander gives it. */
export const answerFlags = {
  app: { option: "--app <name>", path: "app", description: "name of the app" },
  region: { option: "--region <region>", path: "region", description: "AWS Region", everywhere: true },
  domain: {
    option: "--domain <name>",
    path: "domain",
    description: "domain that the app is served under",
    no: { option: "--no-domain", description: "no domain", means: null },
  },
  entry: { option: "--entry <alb|direct>", path: "entry", description: "load balancer, or nginx on the server" },
  runtime: { option: "--runtime <spring-boot|node|docker>", path: "runtime", description: "what runs the app" },
  port: { option: "--port <n>", path: "port", description: "port that the app listens on", read: number },
  healthCheck: { option: "--health-check <path>", path: "healthCheck", description: "path that answers 200" },
  instanceType: { option: "--instance-type <type>", path: "server.instanceType", description: "EC2 instance type" },
  disk: { option: "--disk <GiB>", path: "server.disk", description: "size of the root volume", read: number },
  servers: { option: "--servers <n or min-max>", path: "server.servers", description: "number of servers" },
  elasticIp: { option: "--elastic-ip", path: "server.elasticIp", description: "give the server a fixed address" },
  database: {
    option: "--database <postgres|mysql|mariadb|none>",
    path: "database.engine",
    description: "database engine",
    none: { value: "none", path: "database" },
  },
  databaseClass: { option: "--database-class <class>", path: "database.class", description: "RDS instance class" },
  databaseStorage: {
    option: "--database-storage <GiB>",
    path: "database.storage",
    description: "size of the database's storage",
    read: number,
  },
  backupDays: {
    option: "--backup-days <n>",
    path: "database.backupDays",
    description: "days that backups are kept",
    read: number,
  },
  multiAz: { option: "--multi-az", path: "database.multiAz", description: "standby database in a second zone" },
  vpc: { option: "--vpc <default|vpc-...>", path: "vpc", description: "VPC to use" },
  assets: {
    path: "assets",
    description: "a private bucket for the app's files",
    no: { option: "--no-assets", description: "no bucket for the app's files", means: false },
  },
  github: { option: "--github <owner/repo>", path: "github.repository", description: "repository that deploys" },
  branch: { option: "--branch <name>", path: "github.branch", description: "branch whose pushes deploy" },
  githubIds: {
    option: "--github-ids <owner id/repository id>",
    path: "github.ids",
    description: "GitHub's ids of owner and repository",
  },
} as const satisfies Record<string, AnswerFlag>;

export type FlagName = keyof typeof answerFlags;

/** What the person gave on the command line: text, true for a switch, false for a `--no-` flag. */
export type Flags = Partial<Record<FlagName, string | boolean>>;

/** The flag itself, as the person types it: `--disk`. */
export function flagOf({ option, no }: AnswerFlag): string {
  return (option ?? no?.option ?? "").split(" ")[0]!;
}

/** The flag that answers a config path, or undefined when there is none. */
export function flagFor(path: string): string | undefined {
  const found = Object.values<AnswerFlag>(answerFlags).find((flag) => flag.path === path);
  return found && flagOf(found);
}
