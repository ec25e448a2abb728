// Set before the SDK loads: on Node 20 it would print a warning about its own future on every run.
import "./quiet-sdk.ts";
import { ACMClient } from "@aws-sdk/client-acm";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentity, Pluggable } from "@smithy/types";
import type { Clock } from "../engine/clock.ts";
import type { Aws, Clients, ServiceName } from "./clients.ts";
import { explain, readFailure } from "./failure.ts";

export interface ConnectionSettings {
  region: string;
  profile?: string;
  endpointUrl?: string;
  credentials?: AwsCredentialIdentity;
  clock: Clock;
  /** No call is sent once this has fired; one in flight is finished. */
  signal: AbortSignal;
  /** Answers in the process instead of AWS. */
  middleware?: (service: ServiceName) => Pluggable<object, object>;
  /** Told of every call, for `--verbose`. */
  onCall?(call: { service: string; operation: string; milliseconds: number; failure?: string }): void;
}

const makers: { [Service in ServiceName]: new (settings: object) => Clients[Service] } = {
  acm: ACMClient,
  codedeploy: CodeDeployClient,
  ec2: EC2Client,
  elb: ElasticLoadBalancingV2Client,
  iam: IAMClient,
  rds: RDSClient,
  route53: Route53Client,
  s3: S3Client,
  ssm: SSMClient,
  sts: STSClient,
};

/** The names that IAM policies use for a service's actions, for messages about permissions. */
const actionPrefixes: Partial<Record<ServiceName, string>> = { elb: "elasticloadbalancing" };

/** Calls that make something: after an unclear answer they are never repeated blindly; the engine looks first. */
const makesSomething = /^(Allocate|Create|Request|Run)/;

const triesWhenThrottled = 8;
const triesWhenUnanswered = 4;

/**
 * One function per service that sends a command. The SDK's own retries are off, because they would repeat calls that
 * may have acted; its timeouts are set, because by default it has none.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function connect(settings: ConnectionSettings): Aws {
  const clients = new Map<ServiceName, Clients[ServiceName]>();
  const clientOf = (service: ServiceName) => {
    const existing = clients.get(service);
    if (existing) return existing;
    const client = new makers[service]({
      region: settings.region,
      profile: settings.profile,
      endpoint: settings.endpointUrl,
      credentials: settings.credentials,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
      ...(service === "s3" && { forcePathStyle: hasOwnEndpoint(settings) }),
    });
    const middleware = settings.middleware?.(service);
    if (middleware) client.middlewareStack.use(middleware as never);
    clients.set(service, client);
    return client;
  };
  const call = (service: ServiceName) => (command: object) =>
    send(service, clientOf(service) as unknown as Sender, command, settings);
  // What ties each service to its own commands is the type `Aws`; here they are all alike.
  return Object.fromEntries(
    Object.keys(makers).map((service) => [service, call(service as ServiceName)]),
  ) as unknown as Aws;
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
  { clock, signal, onCall }: ConnectionSettings,
): Promise<unknown> {
  // A bundler may number classes of the same name.
  const operation = command.constructor.name.replace(/Command\d*$/, "");
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const started = performance.now();
    const tell = (failure?: string) =>
      onCall?.({ service, operation, milliseconds: performance.now() - started, failure });
    try {
      const answer = await client.send(command);
      tell();
      return answer;
    } catch (error) {
      const failure = readFailure(error);
      tell(failure);
      const tries =
        failure === "throttled"
          ? triesWhenThrottled
          : failure === "unanswered" && !makesSomething.test(operation)
            ? triesWhenUnanswered
            : 1;
      if (attempt >= tries) throw explain(failure, actionPrefixes[service] ?? service, operation, error);
      // Full jitter: everybody who was turned away at once does not come back at once.
      await clock.sleep(Math.random() * Math.min(20_000, 500 * 2 ** attempt), signal);
    }
  }
}
