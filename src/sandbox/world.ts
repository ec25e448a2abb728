import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { DelegationSigners, RecordSet } from "../dns/dns.ts";
import { WizardError } from "../engine/errors.ts";
import { readPlainFile } from "../state/plain-file.ts";
import { type AcmWorld, emptyAcm } from "./acm.ts";
import { type CodeDeployWorld, emptyCodeDeploy } from "./codedeploy.ts";
import { type Ec2World, emptyEc2 } from "./ec2.ts";
import { type ElbWorld, emptyElb } from "./elb.ts";
import { emptyIam, type IamWorld } from "./iam.ts";
import type { Access } from "./iam-simulation.ts";
import { emptyRds, type RdsWorld } from "./rds.ts";
import { emptyRoute53, type Route53World } from "./route53.ts";
import { emptyS3, type S3World } from "./s3.ts";
import { emptySsm, type SsmWorld } from "./ssm.ts";
import type { Pace } from "./times.ts";

/** An answer that goes wrong on demand. */
export interface PlannedFault {
  /** `RunInstances`, or `*` for whatever comes next. */
  command: string;
  /** AWS's code: `Throttling`, `AccessDenied`; or, with status 0, that of a broken connection: `ECONNRESET`. */
  code: string;
  /** Of HTTP; 0 when there was no answer at all. */
  status: number;
  times: number;
  /** True: AWS acts, and then the answer is lost. */
  acts?: boolean;
}

/** Everything the sandbox knows, as plain JSON. Times are milliseconds since 1970 in the sandbox's time. */
export interface World {
  version: 1;
  region: string;
  now: number;
  lastId: number;
  pace: Pace;
  /** What the registry hands out, by domain. */
  delegations: Record<string, { nameServers: string[]; since: number }>;
  /** When somebody first asked the registry about a domain that has a hosted zone here. */
  firstLooks: Record<string, number>;
  /** Domains that nobody has registered. All others are, at a registrar that has no name servers for them yet. */
  unregistered?: string[];
  /** What the resolvers around here remember of name servers, by domain, and until when. */
  caches?: Record<string, { nameServers: string[]; until: number }>;
  /** DS records at the parent, by domain. */
  signers?: Record<string, DelegationSigners>;
  /** The records of names that are not delegated to a zone of the sandbox. */
  publicRecords: RecordSet[];
  faults: PlannedFault[];
  /** What the caller may not do; without it everything is allowed. */
  access?: Access;
  /** Quotas that differ from those of a new account, by their codes: `{"L-0263D0A3": 0}`. */
  quotas?: Record<string, number>;
  acm: AcmWorld;
  codedeploy: CodeDeployWorld;
  ec2: Ec2World;
  elb: ElbWorld;
  iam: IamWorld;
  rds: RdsWorld;
  route53: Route53World;
  s3: S3World;
  ssm: SsmWorld;
}

/** An account in which nobody has done anything yet: all it has is what AWS gives, the default VPC. */
export function newWorld(region: string, now: number): World {
  return {
    version: 1,
    region,
    now,
    lastId: 0,
    pace: "typical",
    delegations: {},
    firstLooks: {},
    publicRecords: [],
    faults: [],
    acm: emptyAcm(),
    codedeploy: emptyCodeDeploy(),
    ec2: emptyEc2(region),
    elb: emptyElb(),
    iam: emptyIam(),
    rds: emptyRds(),
    route53: emptyRoute53(),
    s3: emptyS3(),
    ssm: emptySsm(),
  };
}

/** The world in `file`, or undefined when there is none yet. */
export function readWorld(file: string): World | undefined {
  let text: string;
  try {
    text = readPlainFile(file, 64).toString("utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw broken(file, "cannot be read", cause);
  }
  let world: Partial<World>;
  try {
    world = JSON.parse(text) as Partial<World>;
  } catch (cause) {
    throw broken(file, "is not whole", cause);
  }
  if (world?.version !== 1 || typeof world.now !== "number") throw broken(file, "is not of this version");
  return world as World;
}

/**
 * Writes beside and renames, so that `file` is the old world or the new one at any instant. `wanted` is asked once more
 * when all is ready for the rename: the disk takes its time, and another process may have written meanwhile.
 */
export function writeWorld(file: string, world: World, wanted = () => true): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    replace(file, `${JSON.stringify(world, undefined, 1)}\n`, wanted);
  } catch (cause) {
    throw new WizardError("state", `The sandbox's world cannot be written to ${file}.`, {
      hint: `Make ${dirname(file)} a folder that you can write to.`,
      cause,
    });
  }
}

function replace(file: string, text: string, wanted: () => boolean): void {
  const beside = `${file}.${process.pid}.tmp`;
  const handle = openSync(beside, "w", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (wanted()) renameSync(beside, file);
  else rmSync(beside);
}

function broken(file: string, how: string, cause?: unknown) {
  return new WizardError("state", `The sandbox's world in ${file} ${how}.`, {
    hint: `Remove ${file} to start a new sandbox.`,
    cause,
  });
}
