import { join } from "node:path";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Aws } from "../aws/clients.ts";
import { type CallInFlight, connect } from "../aws/connect.ts";
import { checkEndpointVariables } from "../aws/endpoint.ts";
import { regionFromProfile } from "../aws/region.ts";
import type { Dns } from "../dns/dns.ts";
import { createResolverDns } from "../dns/resolver-dns.ts";
import { type Clock, systemClock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { readPowerCut } from "../sandbox/power-cut.ts";
import { rehearsedFailure } from "../sandbox/rehearsed-failure.ts";
import { openSandbox } from "../sandbox/sandbox.ts";
import { sandboxAccount } from "../state/deployment-state.ts";
import type { Io } from "./io.ts";
import type { CommandOptions } from "./options.ts";
import { pauseForSignIn } from "./sign-in.ts";

/** Whom a command talks to: AWS or the sandbox, DNS, and whose time it goes by. */
export interface Session {
  aws: Aws;
  dns: Dns;
  clock: Clock;
  region: string;
  account: string;
  partition: string;
  signal: AbortSignal;
}

export interface SessionRequest {
  options: CommandOptions;
  io: Io;
  signal: AbortSignal;
  inFlight?: Set<CallInFlight>;
  /** The region that config or state name, when no flag does. */
  region: string | undefined;
  /** Asks the person when nothing names one. */
  askRegion?(): Promise<string>;
}

/** Where the sandbox starts when nobody names a region. */
const sandboxRegion = "us-east-1";
/** With --wait the sandbox plays the person at the registrar, after as many seconds of its own time. */
const sandboxPersonSeconds = 60;

/** Finds region and credentials before anything else; throws `preflight` when either is missing. */
export async function openSession(request: SessionRequest): Promise<Session> {
  return request.options.sandbox ? openSandboxSession(request) : openAwsSession(request);
}

async function openAwsSession({
  options,
  io,
  signal,
  inFlight,
  region: known,
  askRegion,
}: SessionRequest): Promise<Session> {
  checkEndpointVariables(process.env);
  const region = options.region ?? known ?? (await regionFromProfile(options.profile)) ?? (await askRegion?.());
  if (!region) {
    throw new WizardError("preflight", "No AWS Region is set.", {
      hint: "Give --region (for example --region eu-central-1), or set AWS_REGION.",
    });
  }
  const { profile, endpointUrl } = options;
  const settings = {
    ...{ region, profile, endpointUrl, clock: systemClock, signal, inFlight },
    onCall: options.verbose ? traceTo(io) : undefined,
  };
  const renewedCredentials = async () =>
    (await import("../aws/credentials.ts")).credentialsReadAnew({ region, profile })();
  const anew = () => connect({ ...settings, credentials: renewedCredentials });
  const pause = pauseForSignIn(io, systemClock, () => accountOf(anew()));
  const { clock, signInAgain } = pause;
  const aws = connect({ ...settings, clock, signInAgain, renewedCredentials });
  const { Account, Arn } = await aws.sts(new GetCallerIdentityCommand({}));
  pause.isFor(Account!);
  const partition = Arn?.split(":")[1] ?? "aws";
  const dns = createResolverDns({ resolver: options.resolver });
  return { aws, dns, clock, region, account: Account!, partition, signal };
}

async function openSandboxSession({ options, io, signal, inFlight, region: known }: SessionRequest): Promise<Session> {
  if (options.state.startsWith("s3://")) {
    throw new WizardError("usage", "--state: an S3 address given; the sandbox keeps its world in a folder.");
  }
  const region = options.region ?? known ?? sandboxRegion;
  io.say(say("sandboxIntro"));
  const sandbox = openSandbox({
    file: join(options.state, "sandbox-world.json"),
    region,
    account: sandboxAccount,
    speed: sandboxSpeed(),
    deploymentFailure: rehearsedFailure(process.env.DEPLOY_WIZARD_SANDBOX_DEPLOYMENT),
    powerCut: readPowerCut(process.env.DEPLOY_WIZARD_SANDBOX_KILL),
    pastesAfterSeconds: options.waitSeconds === undefined ? undefined : sandboxPersonSeconds,
  });
  const settings = {
    region,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
    clock: sandbox.clock,
    signal,
    inFlight,
    middleware: () => sandbox.middleware,
    onCall: options.verbose ? traceTo(io) : undefined,
  };
  const pause = pauseForSignIn(io, sandbox.clock, () => accountOf(connect(settings)));
  pause.isFor(sandboxAccount);
  const { clock, signInAgain } = pause;
  const aws = connect({ ...settings, clock, signInAgain });
  const dns = options.resolver ? createResolverDns({ resolver: options.resolver }) : sandbox.dns;
  return { aws, dns, clock, region, account: sandboxAccount, partition: "aws", signal };
}

const accountOf = async (aws: Aws) => (await aws.sts(new GetCallerIdentityCommand({}))).Account!;

/** How many times faster than the machine's clock the sandbox's runs: `DEPLOY_WIZARD_SANDBOX_SPEED`. */
function sandboxSpeed(): number | undefined {
  const given = process.env.DEPLOY_WIZARD_SANDBOX_SPEED;
  if (!given) return undefined;
  const speed = Number(given);
  // Beyond that one slow write to the disk is longer than what AWS needs for things that take it a minute.
  if (speed > 0 && speed <= 1000) return speed;
  throw new WizardError(
    "usage",
    `DEPLOY_WIZARD_SANDBOX_SPEED: ${given} given; expected a number above 0, at most 1000.`,
  );
}

const traceTo =
  (io: Io) =>
  ({
    service,
    operation,
    milliseconds,
    failure,
  }: Parameters<NonNullable<Parameters<typeof connect>[0]["onCall"]>>[0]) =>
    io.say(`  ${service}:${operation} ${Math.round(milliseconds)} ms${failure ? ` (${failure})` : ""}`);
