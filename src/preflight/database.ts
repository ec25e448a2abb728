import { DescribeOrderableDBInstanceOptionsCommand, type OrderableDBInstanceOption } from "@aws-sdk/client-rds";
import type { Aws } from "../aws/clients.ts";
import { engines } from "../steps/engines.ts";
import type { Circumstances, Planned } from "./circumstances.ts";
import type { Finding } from "./finding.ts";
import type { Survey } from "./survey.ts";

/** Does RDS offer this class here, with the engine's version, gp3 storage and, if wished, a standby? */
export async function checkDatabase(
  { session: { aws, region } }: Circumstances,
  { context: { config } }: Planned,
  survey: Survey,
): Promise<Finding[]> {
  const { database } = config;
  if (!database) return [{ check: "database", status: "ok", message: "This config has no database." }];
  if (survey.outputs.has("rds.instance")) {
    return [{ check: "database", status: "ok", message: "The database is there already." }];
  }
  const { engine, multiAz } = database;
  const { version } = engines[engine];
  const offers = await offersOf(aws, engine, database.class);
  const ofVersion = offers.filter(({ EngineVersion }) => isOfMajor(EngineVersion, version));
  const withStorage = ofVersion.filter(({ StorageType }) => StorageType === "gp3");
  const lacks =
    offers.length === 0
      ? `for ${engine}`
      : ofVersion.length === 0
        ? `for ${engine} ${version}`
        : withStorage.length === 0
          ? `for ${engine} ${version} with gp3 storage`
          : multiAz && !withStorage.some(({ MultiAZCapable }) => MultiAZCapable)
            ? `for ${engine} ${version} with a standby in a second zone`
            : undefined;
  const what = `${database.class} for ${engine} ${version}`;
  if (!lacks) {
    const standby = multiAz ? " and with a standby" : "";
    return [
      { check: "database", status: "ok", message: `RDS offers ${what} with gp3 storage${standby} in ${region}.` },
    ];
  }
  const others = await usualOffers(aws, engine, database.class);
  if (offers.length === 0 && others.length === 0) {
    return [{ check: "database", status: "unknown", message: `RDS lists nothing that it offers for ${engine} here.` }];
  }
  return [
    {
      check: "database",
      status: "problem",
      message: `RDS does not offer ${database.class} ${lacks} in ${region}.`,
      hint: others.length > 0 ? `It offers ${others.join(", ")}: choose one with --database-class.` : anotherClass,
    },
  ];
}

const anotherClass = "Choose another --database-class, or another --region.";

/** Small classes that most Regions have. */
const usualClasses = ["db.t4g.micro", "db.t3.micro", "db.t4g.small", "db.t3.small"];

async function usualOffers(aws: Aws, engine: string, wished: string): Promise<string[]> {
  const others = usualClasses.filter((each) => each !== wished);
  const offered = await Promise.all(others.map(async (each) => (await offersOf(aws, engine, each)).length > 0));
  return others.filter((_, index) => offered[index]);
}

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html */
async function offersOf(aws: Aws, engine: string, instanceClass: string): Promise<OrderableDBInstanceOption[]> {
  const offers: OrderableDBInstanceOption[] = [];
  let Marker: string | undefined;
  do {
    const request = { Engine: engine, DBInstanceClass: instanceClass, Vpc: true, Marker };
    const answer = await aws.rds(new DescribeOrderableDBInstanceOptionsCommand(request));
    offers.push(...(answer.OrderableDBInstanceOptions ?? []));
    Marker = answer.Marker;
  } while (Marker);
  return offers;
}

/** `17.6` is of the major version 17, `8.4.6` of 8.4. */
const isOfMajor = (version: string | undefined, major: string) =>
  version === major || Boolean(version?.startsWith(`${major}.`));
