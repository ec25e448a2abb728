/** What the tests see of the account: read by boto3, never by our own code. Fields have AWS's names. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Moto } from "../support/moto.ts";
import { program } from "../support/moto-install.ts";

const run = promisify(execFile);
const reader = join(dirname(fileURLToPath(import.meta.url)), "read_world.py");

export interface Tagged {
  Tags: Record<string, string>;
}

export interface Instance extends Tagged {
  InstanceId: string;
  State: { Name: string };
  InstanceType: string;
  MetadataOptions: { HttpTokens: string; HttpPutResponseHopLimit: number; HttpEndpoint: string };
  IamInstanceProfile?: { Arn: string };
  KeyName?: string;
  SecurityGroups: { GroupId: string; GroupName: string }[];
  UserData: string;
  PublicIpAddress?: string;
}

export interface Rule extends Tagged {
  SecurityGroupRuleId: string;
  GroupId: string;
  IsEgress: boolean;
  IpProtocol: string;
  FromPort: number;
  ToPort: number;
  CidrIpv4?: string;
  CidrIpv6?: string;
  ReferencedGroupInfo?: { GroupId: string };
  Description?: string;
}

export interface Database extends Tagged {
  DBInstanceIdentifier: string;
  DBInstanceClass: string;
  Engine: string;
  Endpoint: { Address: string; Port: number };
  AllocatedStorage: number;
  StorageEncrypted: boolean;
  PubliclyAccessible: boolean;
  AutoMinorVersionUpgrade: boolean;
  BackupRetentionPeriod: number;
  CopyTagsToSnapshot: boolean;
  DeletionProtection: boolean;
  MasterUsername: string;
  MasterUserSecret?: { SecretArn: string };
  StorageType: string;
  VpcSecurityGroups: { VpcSecurityGroupId: string }[];
  DBParameterGroups: { DBParameterGroupName: string }[];
  DBSubnetGroup: { DBSubnetGroupName: string };
}

export interface DnsRecord {
  Name: string;
  Type: string;
  TTL?: number;
  ResourceRecords?: { Value: string }[];
  AliasTarget?: { DNSName: string; HostedZoneId: string };
}

export interface Zone extends Tagged {
  Id: string;
  Name: string;
  NameServers: string[];
  Records: DnsRecord[];
}

export interface Listener extends Tagged {
  ListenerArn: string;
  Port: number;
  Protocol: string;
  SslPolicy?: string;
  Certificates?: { CertificateArn: string }[];
  DefaultActions: {
    Type: string;
    TargetGroupArn?: string;
    RedirectConfig?: { Protocol: string; Port: string; StatusCode: string };
  }[];
}

export interface Balancer extends Tagged {
  LoadBalancerArn: string;
  LoadBalancerName: string;
  DNSName: string;
  Scheme: string;
  State: { Code: string };
  AvailabilityZones: { ZoneName: string }[];
  SecurityGroups: string[];
  Attributes: Record<string, string>;
  Listeners: Listener[];
}

export interface TargetGroup extends Tagged {
  TargetGroupArn: string;
  TargetGroupName: string;
  Port: number;
  HealthCheckPath: string;
  HealthCheckTimeoutSeconds: number;
  HealthCheckIntervalSeconds: number;
  Attributes: Record<string, string>;
  Targets: { Id: string; Port: number }[];
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Principal?: string | Record<string, string>;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Document {
  Statement: Statement[];
}

export interface Bucket extends Tagged {
  Name: string;
  Policy: Document | null;
  Block: Record<string, boolean> | null;
  Encryption: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: string } }[] | null;
  Ownership: { ObjectOwnership: string }[] | null;
  Versioning: string | null;
  Lifecycle: { Status: string; AbortIncompleteMultipartUpload?: { DaysAfterInitiation: number } }[] | null;
  Keys: string[];
}

export interface Role extends Tagged {
  RoleName: string;
  Arn: string;
  Trust: Document;
  Attached: unknown[];
  Policies: Record<string, Document>;
}

export interface DeploymentGroup extends Tagged {
  deploymentGroupName: string;
  serviceRoleArn: string;
  loadBalancerInfo: { targetGroupInfoList?: { name: string }[] };
  deploymentStyle: { deploymentOption: string };
  ec2TagSet: { ec2TagSetList: { Key: string; Value: string }[][] };
}

export interface World {
  account: string;
  ec2: {
    instances: Instance[];
    volumes: (Tagged & { VolumeId: string; Encrypted: boolean; Size: number; VolumeType: string })[];
    groups: (Tagged & { GroupId: string; GroupName: string; Description: string })[];
    rules: Rule[];
    addresses: (Tagged & { PublicIp: string; InstanceId?: string })[];
    interfaces: (Tagged & { NetworkInterfaceId: string })[];
  };
  rds: {
    instances: Database[];
    subnetGroups: (Tagged & { DBSubnetGroupName: string; Subnets: { SubnetAvailabilityZone: { Name: string } }[] })[];
    parameterGroups: (Tagged & { DBParameterGroupName: string; Parameters: Record<string, string | null> })[];
    snapshots: (Tagged & { DBSnapshotIdentifier: string })[];
  };
  route53: { zones: Zone[] };
  acm: {
    certificates: (Tagged & {
      CertificateArn: string;
      DomainName: string;
      Status: string;
      SubjectAlternativeNames: string[];
      DomainValidationOptions: { ResourceRecord: { Name: string; Type: string; Value: string } }[];
    })[];
  };
  elb: { balancers: Balancer[]; targetGroups: TargetGroup[] };
  s3: { buckets: Bucket[] };
  iam: {
    roles: Role[];
    profiles: (Tagged & { InstanceProfileName: string; Roles: { RoleName: string }[] })[];
    providers: (Tagged & { Arn: string; ClientIDList: string[] })[];
  };
  ssm: { parameters: (Tagged & { Name: string; Value: string })[] };
  codedeploy: { applications: (Tagged & { applicationName: string; Groups: DeploymentGroup[] })[] };
  /** ARNs that the tagging API shows with our id. */
  tagged: string[];
}

/** Everything in the account, in one look. */
export async function readWorld(moto: Moto, region: string): Promise<World> {
  const env = { ...process.env, ...moto.env };
  const { stdout } = await run(python(), [reader, region], { env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as World;
}

/** The interpreter that has moto, and with it boto3. */
function python(): string {
  const server = program("moto_server");
  if (!server) throw new Error("moto_server is not on the PATH");
  const beside = join(dirname(server), "python3");
  if (existsSync(beside)) return beside;
  return /^#!(\S+)/.exec(readFileSync(server, "utf8"))?.[1] ?? "python3";
}
