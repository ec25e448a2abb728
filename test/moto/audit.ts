/** What an auditor looks for in the account after a run: named checks over what boto3 shows. */
import { gunzipSync } from "node:zlib";
import { checkAccess } from "./audit-access.ts";
import { checkNames } from "./audit-names.ts";
import { checkNetwork } from "./audit-network.ts";
import type { World } from "./world.ts";

export interface Expected {
  entry: "alb" | "direct";
  app: string;
  environment: string;
  /** Of the deployment. */
  id: string;
  /** The app's port. */
  port: number;
  domain: string | null;
  /** Null where there is no database. */
  databasePort: number | null;
  disk: number;
}

/** One line of a checklist, and whether it holds. */
export type Check = [name: string, holds: boolean];

/** The checks that fail, by name; empty when the account is as it should be. */
export function audit(world: World, expected: Expected): string[] {
  const checks = [
    ...checkServer(world, expected),
    ...checkNetwork(world, expected),
    ...checkDatabase(world, expected),
    ...checkEntry(world, expected),
    ...checkBuckets(world, expected),
    ...checkAccess(world),
    ...checkNames(world, expected),
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

function checkServer({ ec2 }: World, { id, app, environment, disk, entry }: Expected): Check[] {
  const servers = ec2.instances.filter(({ State }) => State.Name !== "terminated");
  const [server] = servers;
  if (!server || servers.length > 1) return [[`one server, not ${servers.length}`, false]];
  const packed = Buffer.from(server.UserData, "base64");
  const userData = gunzipSync(packed).toString();
  return [
    ["the server runs", server.State.Name === "running"],
    ["IMDSv2 is required", server.MetadataOptions.HttpTokens === "required"],
    ["the metadata hop limit is 1", server.MetadataOptions.HttpPutResponseHopLimit === 1],
    ["volumes are encrypted", ec2.volumes.length === 1 && ec2.volumes.every(({ Encrypted }) => Encrypted)],
    [
      "the volume is gp3 and as big as asked for",
      ec2.volumes.every((one) => one.Size === disk && one.VolumeType === "gp3"),
    ],
    ["volumes carry our tags", ec2.volumes.every(({ Tags }) => Tags["deploy-wizard:id"] === id)],
    ["the server has its profile", server.IamInstanceProfile?.Arn.endsWith(`/${app}-${environment}-server`) ?? false],
    ["no SSH key", server.KeyName === undefined],
    [
      "the server is in the app group alone",
      same(
        server.SecurityGroups.map((one) => one.GroupName),
        [`${app}-${environment}-app`],
      ),
    ],
    ["no secret in user data", !/AKIA|ASIA|:secret:rds!|password=["']?[a-z0-9]/i.test(userData)],
    ["user data is at most 16 KiB", userData.startsWith("#!") && packed.length <= 16_384],
    ["an address only where it is needed", ec2.addresses.length === (entry === "direct" ? 1 : 0)],
    ["the address is on the server", ec2.addresses.every(({ InstanceId }) => InstanceId === server.InstanceId)],
  ];
}

function checkDatabase({ rds, ec2 }: World, { databasePort, app, environment }: Expected): Check[] {
  if (databasePort === null) return [["no database", Object.values(rds).every((all) => all.length === 0)]];
  const [database] = rds.instances;
  const [parameters] = rds.parameterGroups;
  const [subnets] = rds.subnetGroups;
  if (!database || !parameters || !subnets || rds.instances.length > 1)
    return [["one database with its groups", false]];
  const group = ec2.groups.find(({ GroupName }) => GroupName === `${app}-${environment}-db`)?.GroupId;
  return [
    ["the database listens where it should", database.Endpoint.Port === databasePort],
    ["storage is encrypted", database.StorageEncrypted],
    ["the database is not public", !database.PubliclyAccessible],
    ["minor upgrades are on", database.AutoMinorVersionUpgrade],
    ["backups are kept 7 days or more", database.BackupRetentionPeriod >= 7],
    ["tags go to snapshots", database.CopyTagsToSnapshot],
    ["deletion protection is on", database.DeletionProtection],
    ["the admin has a name of its own", !["admin", "postgres", "root", "user"].includes(database.MasterUsername)],
    ["Secrets Manager keeps the password", /:secret:rds!/.test(database.MasterUserSecret?.SecretArn ?? "")],
    ["storage is gp3", database.StorageType === "gp3"],
    [
      "the database is in its group alone",
      same(
        database.VpcSecurityGroups.map((one) => one.VpcSecurityGroupId),
        [group],
      ),
    ],
    [
      "it uses our parameter group",
      database.DBParameterGroups[0]?.DBParameterGroupName === parameters.DBParameterGroupName,
    ],
    [
      "TLS is forced",
      (parameters.Parameters["rds.force_ssl"] ?? parameters.Parameters.require_secure_transport) === "1",
    ],
    ["it uses our subnet group", database.DBSubnetGroup.DBSubnetGroupName === subnets.DBSubnetGroupName],
    ["its subnets span two zones", new Set(subnets.Subnets.map((one) => one.SubnetAvailabilityZone.Name)).size >= 2],
  ];
}

function checkEntry({ elb, acm, route53 }: World, { entry, domain, port }: Expected): Check[] {
  if (entry === "direct")
    return [
      ["no load balancer", elb.balancers.length + elb.targetGroups.length === 0],
      ["no certificate", acm.certificates.length === 0],
    ];
  const [balancer] = elb.balancers;
  const [group] = elb.targetGroups;
  const [certificate] = acm.certificates;
  if (!balancer || !group || elb.balancers.length > 1 || elb.targetGroups.length > 1)
    return [["one load balancer and one target group", false]];
  const http = balancer.Listeners.find(({ Port }) => Port === 80);
  const https = balancer.Listeners.find(({ Port }) => Port === 443);
  const redirect = http?.DefaultActions[0]?.RedirectConfig;
  const checks: Check[] = [
    [
      "the load balancer is active and faces the internet",
      balancer.State.Code === "active" && balancer.Scheme === "internet-facing",
    ],
    ["it spans two zones", balancer.AvailabilityZones.length >= 2],
    ["invalid headers are dropped", balancer.Attributes["routing.http.drop_invalid_header_fields.enabled"] === "true"],
    ["desync mitigation is defensive", balancer.Attributes["routing.http.desync_mitigation_mode"] === "defensive"],
    ["the load balancer is protected", balancer.Attributes["deletion_protection.enabled"] === "true"],
    [
      "targets get the app port",
      group.Port === port && group.Targets.length === 1 && group.Targets.every((one) => one.Port === port),
    ],
    ["health check timeout is below its interval", group.HealthCheckTimeoutSeconds < group.HealthCheckIntervalSeconds],
    [
      "draining is no longer than half a minute",
      Number(group.Attributes["deregistration_delay.timeout_seconds"]) <= 30,
    ],
  ];
  if (domain === null)
    return [
      ...checks,
      ["http forwards to the app", http?.DefaultActions[0]?.TargetGroupArn === group.TargetGroupArn],
      ["80 is the only listener", balancer.Listeners.length === 1],
      ["no certificate", !certificate],
    ];
  return [
    ...checks,
    [
      "http redirects to https",
      redirect?.Protocol === "HTTPS" && redirect.Port === "443" && redirect.StatusCode === "HTTP_301",
    ],
    ["80 and 443 are the listeners", balancer.Listeners.length === 2],
    ["the TLS policy is the newest", https?.SslPolicy === "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"],
    ["https has the certificate", https?.Certificates?.[0]?.CertificateArn === certificate?.CertificateArn],
    ["https forwards to the app", https?.DefaultActions[0]?.TargetGroupArn === group.TargetGroupArn],
    [
      "one certificate, issued, for the domain",
      acm.certificates.length === 1 && certificate?.Status === "ISSUED" && certificate.DomainName === domain,
    ],
    [
      "its validation records are in a zone",
      (certificate?.DomainValidationOptions ?? []).every(({ ResourceRecord }) =>
        route53.zones.some(({ Records }) =>
          Records.some((one) => one.Name === ResourceRecord.Name && one.Type === "CNAME"),
        ),
      ),
    ],
  ];
}

function checkBuckets({ s3 }: World, { app, environment, id }: Expected): Check[] {
  const names = ["assets", "build"].map((what) => `${app}-${environment}-${what}-${id}`);
  return [
    ["a build and an assets bucket", same(s3.buckets.map(({ Name }) => Name).sort(), names)],
    ...s3.buckets.flatMap(({ Name, Block, Encryption, Ownership, Versioning, Lifecycle, Policy }): Check[] => [
      [`${Name} blocks public access`, Object.values(Block ?? {}).filter((one) => one).length === 4],
      [
        `${Name} takes TLS only`,
        Policy?.Statement.some(
          (one) => one.Effect === "Deny" && one.Condition?.Bool?.["aws:SecureTransport"] === "false",
        ) ?? false,
      ],
      [`${Name} is encrypted`, Encryption?.[0]?.ApplyServerSideEncryptionByDefault.SSEAlgorithm === "AES256"],
      [`${Name} belongs to its owner`, Ownership?.[0]?.ObjectOwnership === "BucketOwnerEnforced"],
      [`${Name} keeps versions`, Versioning === "Enabled"],
      [
        `${Name} aborts uploads`,
        Lifecycle?.some((one) => one.Status === "Enabled" && one.AbortIncompleteMultipartUpload) ?? false,
      ],
    ]),
  ];
}

const same = (left: readonly unknown[], right: readonly unknown[]) => JSON.stringify(left) === JSON.stringify(right);
