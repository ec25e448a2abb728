// Set before the SDK loads: on Node 20 it would print a warning about its own future on every run.
import "./quiet-sdk.ts";
import { ACMClient } from "@aws-sdk/client-acm";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { PricingClient } from "@aws-sdk/client-pricing";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, Pluggable } from "@smithy/types";
import type { Clock } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import type { Aws, Clients, ServiceName } from "./clients.ts";
import { explain, type Failure, readFailure } from "./failure.ts";

/** A call that was sent and not answered yet; `name` is `ec2:RunInstances`. */
export interface CallInFlight {
  readonly name: string;
}

export interface ConnectionSettings {
  region: string;
  profile?: string;
  endpointUrl?: string;
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** Those after a new sign-in; without them `credentials` are read again. */
  renewedCredentials?: AwsCredentialIdentityProvider;
  clock: Clock;
  /** No call is sent once this has fired; one in flight is finished. */
  signal: AbortSignal;
  /** Asked once however many calls find the session expired; when it resolves they are sent again, with new credentials. */
  signInAgain?: ((expired: WizardError) => Promise<void>) | undefined;
  /** Answers in the process instead of AWS. */
  middleware?: (service: ServiceName) => Pluggable<object, object>;
  /** Calls that are under way: what has to be finished when the person interrupts. */
  inFlight?: Set<CallInFlight>;
  /** After how many milliseconds without a connection, or without a sign of life, a call counts as unanswered. */
  timeouts?: { connect: number; silence: number };
  /** Told of every call, for `--verbose`. */
  onCall?(call: { service: string; operation: string; milliseconds: number; failure?: string }): void;
}

const makers: { [Service in ServiceName]: new (settings: object) => Clients[Service] } = {
  acm: ACMClient,
  codedeploy: CodeDeployClient,
  ec2: EC2Client,
  elb: ElasticLoadBalancingV2Client,
  iam: IAMClient,
  pricing: PricingClient,
  quotas: ServiceQuotasClient,
  rds: RDSClient,
  route53: Route53Client,
  s3: S3Client,
  ssm: SSMClient,
  sts: STSClient,
};

/** The names that IAM policies use for a service's actions, for messages about permissions. */
const actionPrefixes: Partial<Record<ServiceName, string>> = { elb: "elasticloadbalancing", quotas: "servicequotas" };

/** Calls that make something: after an unclear answer they are never repeated blindly; the engine looks first. */
const makesSomething = /^(Allocate|Create|Request|Run)/;

/** Of a call that may be sent again: with a third of all answers lost, one in fifteen thousand fails all the same. */
const mostTries = 8;
/** Whoever waits longer than that (milliseconds) for one answer is told so. */
const mostPatience = 240_000;

/**
 * One function per service that sends a command. The SDK's own retries are off, because they would repeat calls that
 * may have acted; its timeouts are set, because by default it has none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function connect(settings: ConnectionSettings): Aws {
  const { timeouts = { connect: 5_000, silence: 60_000 } } = settings;
  const clients = new Map<ServiceName, Clients[ServiceName]>();
  let renewals = 0;
  const clientOf = (service: ServiceName) => {
    const existing = clients.get(service);
    if (existing) return existing;
    const client = new makers[service]({
      region: service === "pricing" ? pricingRegion(settings.region) : settings.region,
      profile: settings.profile,
      endpoint: settings.endpointUrl,
      credentials: (renewals > 0 && settings.renewedCredentials) || settings.credentials,
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: timeouts.connect,
        // Without live prices there is a table: nobody waits long for a price.
        requestTimeout: service === "pricing" ? 5_000 : timeouts.silence,
        // The one before ends with the first byte of an answer.
        socketTimeout: timeouts.silence,
        // Otherwise the SDK only warns when a request takes longer.
        throwOnRequestTimeout: true,
      },
      ...(service === "s3" && { forcePathStyle: hasOwnEndpoint(settings) }),
    });
    const middleware = settings.middleware?.(service);
    if (middleware) client.middlewareStack.use(middleware as never);
    clients.set(service, client);
    return client;
  };
  let renewing: Promise<void> | undefined;
  /** Resolves when there is a session again; `since` is which one the call was sent with. */
  const renew = async (since: number, expired: WizardError) => {
    if (!settings.signInAgain) throw expired;
    if (since < renewals) return;
    renewing ??= settings.signInAgain(expired).then(() => {
      renewals += 1;
      // Clients keep the credentials that they were given.
      clients.clear();
    });
    try {
      await renewing;
    } finally {
      renewing = undefined;
    }
  };
  const call = (service: ServiceName) => async (command: object) => {
    for (;;) {
      const since = renewals;
      try {
        return await send(service, clientOf(service) as unknown as Sender, command, settings);
      } catch (error) {
        // AWS has turned the call away before it acted.
        if (!(error instanceof WizardError) || error.code !== "session-expired") throw error;
        await renew(since, error);
        settings.signal.throwIfAborted();
      }
    }
  };
  // What ties each service to its own commands is the type `Aws`; here they are all alike.
  return Object.fromEntries(
    Object.keys(makers).map((service) => [service, call(service as ServiceName)]),
  ) as unknown as Aws;
}

/**
 * The Price List of all Regions is answered in three of them.
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html
 */
function pricingRegion(region: string): string {
  if (region.startsWith("eu-")) return "eu-central-1";
  return region.startsWith("ap-") ? "ap-south-1" : "us-east-1";
}

/** Somewhere else than AWS no bucket has a host name of its own. */
const hasOwnEndpoint = ({ endpointUrl }: ConnectionSettings) =>
  Boolean(endpointUrl || process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_S3);

interface Sender {
  send(command: object): Promise<unknown>;
}

async function send(
  service: ServiceName,
  client: Sender,
  command: object,
  { clock, signal, inFlight, onCall }: ConnectionSettings,
): Promise<unknown> {
  // A bundler may number classes of the same name.
  const operation = command.constructor.name.replace(/Command\d*$/, "");
  const begun = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const started = performance.now();
    const tell = (failure?: string) =>
      onCall?.({ service, operation, milliseconds: performance.now() - started, failure });
    const call = { name: `${actionPrefixes[service] ?? service}:${operation}` };
    try {
      inFlight?.add(call);
      const answer = await client.send(command);
      tell();
      inFlight?.delete(call);
      return answer;
    } catch (error) {
      const failure = readFailure(error);
      tell(failure);
      inFlight?.delete(call);
      const isOver = attempt >= triesOf(failure, service, operation) || clock.now() - begun > mostPatience;
      if (isOver) throw explain(failure, actionPrefixes[service] ?? service, operation, error);
      // Full jitter: everybody who was turned away at once does not come back at once.
      await clock.sleep(Math.random() * Math.min(20_000, 500 * 2 ** attempt), signal);
    }
  }
}

/** How often a call is sent at most; what may have been carried out and makes something, once. */
function triesOf(failure: Failure, service: ServiceName, operation: string): number {
  // Nobody waits for a price.
  if (service === "pricing") return 1;
  if (failure === "throttled" || failure === "skewed") return mostTries;
  if (failure !== "unanswered" || makesSomething.test(operation)) return 1;
  // The first call of a run: without a network one wants to know soon.
  return service === "sts" ? 4 : mostTries;
}
