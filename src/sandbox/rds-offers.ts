import type { RDS } from "@aws-sdk/client-rds";
import { rdsFault } from "./query-fault.ts";
import { quotaOf } from "./quotas.ts";
import { databases } from "./rds-states.ts";
import type { Handlers } from "./scene.ts";

/** The newest minor version of each major version that can be created. */
const versions: Record<string, Record<string, string>> = {
  postgres: { 14: "14.19", 15: "15.14", 16: "16.10", 17: "17.6", 18: "18.1" },
  mysql: { "8.0": "8.0.43", "8.4": "8.4.6" },
  mariadb: { "10.6": "10.6.23", "10.11": "10.11.14", "11.4": "11.4.8", "11.8": "11.8.3" },
};

const offered = (engine?: string) =>
  Object.entries(versions)
    .filter(([name]) => !engine || name === engine)
    .flatMap(([name, majors]) =>
      Object.entries(majors).map(([major, version]) => ({ engine: name, major, version, family: name + major })),
    );

/** The offer behind `17` or `17.6`; AWS completes a major version by itself. */
export function offer(engine: string, version: string | undefined) {
  const all = offered(engine);
  if (all.length === 0) throw rdsFault("InvalidParameterValue", `Invalid DB engine: ${engine}`);
  const found = version === undefined ? all.at(-1) : all.find((each) => [each.major, each.version].includes(version));
  if (!found) throw rdsFault("InvalidParameterCombination", `Cannot find version ${version} for ${engine}`);
  return found;
}

export const rdsOfferHandlers = {
  DescribeDBEngineVersions: (_scene, { Engine, EngineVersion, DBParameterGroupFamily }) => ({
    DBEngineVersions: offered(Engine)
      .filter(({ major, version }) => !EngineVersion || [major, version].includes(EngineVersion))
      .filter(({ family }) => !DBParameterGroupFamily || family === DBParameterGroupFamily)
      .map(({ engine, major, version, family }) => ({
        Engine: engine,
        EngineVersion: version,
        MajorEngineVersion: major,
        DBParameterGroupFamily: family,
        Status: "available",
      })),
  }),

  DescribeOrderableDBInstanceOptions: (scene, { Engine, EngineVersion, DBInstanceClass }) => ({
    OrderableDBInstanceOptions: offered(Engine)
      .filter(({ major, version }) => !EngineVersion || [major, version].includes(EngineVersion))
      .flatMap(({ engine, version }) =>
        ["db.t4g.micro", "db.t4g.small", "db.t4g.medium", "db.t3.micro", "db.m7g.large", "db.r7g.large"]
          .filter((name) => !DBInstanceClass || name === DBInstanceClass)
          .map((name) => ({
            Engine: engine,
            EngineVersion: version,
            DBInstanceClass: name,
            StorageType: "gp3",
            MinStorageSize: 20,
            MaxStorageSize: 65_536,
            MultiAZCapable: true,
            SupportsStorageEncryption: true,
            Vpc: true,
            AvailabilityZones: scene.world.ec2.subnets.map(({ AvailabilityZone }) => ({ Name: AvailabilityZone })),
          })),
      ),
  }),

  DescribeAccountAttributes: (scene) => ({
    AccountQuotas: [
      { AccountQuotaName: "DBInstances", Used: databases(scene).length, Max: quotaOf(scene, "L-7B6409FD") ?? 0 },
      { AccountQuotaName: "AllocatedStorage", Used: 0, Max: 100_000 },
    ],
  }),
} satisfies Handlers<RDS>;
