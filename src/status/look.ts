import type { AwsTools } from "../aws/tools.ts";
import type { Session } from "../commands/session.ts";
import type { DelegationState } from "../dns/delegation-verdict.ts";
import { verdictInWords, whatToDo } from "../dns/delegation-words.ts";
import type { Clock } from "../engine/clock.ts";
import { type Inspected, inspect } from "../engine/inspect.ts";
import type { CreatedEntry } from "../engine/journal.ts";
import type { Saying } from "../engine/saying.ts";
import type { Workshop } from "../engine/toolbox.ts";
import type { AddressOutput } from "../resources/address.ts";
import { type CertificateOutput, describeCertificate } from "../resources/certificate.ts";
import type { CodeDeployApplicationOutput } from "../resources/codedeploy-application.ts";
import { delegationIfKnown, otherZonesOf } from "../resources/delegation.ts";
import type { DeploymentGroupOutput } from "../resources/deployment-group.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import { type LastDeployment, lastDeployment } from "../resources/last-deployment.ts";
import type { TargetGroupInput, TargetGroupOutput } from "../resources/target-group.ts";
import { describeTargets } from "../resources/target-health.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { registry } from "../steps/registry.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import { daysUntil } from "./ago.ts";
import { type Asked, asked } from "./asked.ts";
import type { CertificateFacts, TargetFacts } from "./facts.ts";
import { askFromOutside, type Outside } from "./outside.ts";

/** How far the name servers have got, the same in words, and what is left to do. */
export interface DelegationSeen {
  state: DelegationState;
  words: Saying;
  todo: Saying | undefined;
}

/** Everything that one look at a deployment sees. */
export interface Seen {
  /** In the order of the steps. */
  resources: Inspected[];
  /** Null without a target group. */
  targets: Asked<TargetFacts[]> | null;
  certificate: Asked<CertificateFacts | null>;
  /** Null without a hosted zone; undefined when DNS could not be asked. */
  delegation: DelegationSeen | null | undefined;
  deployment: Asked<LastDeployment | null>;
  /** Null where nobody asked. */
  outside: Outside | null;
}

/**
 * Looks at everything the state names, side by side; changes nothing. With `outside` a server that has no load balancer
 * is asked as a visitor would.
 */
export async function look(
  { aws, dns, clock, signal }: Pick<Session, "aws" | "dns" | "clock" | "signal">,
  state: DeploymentState,
  workshop: Workshop<AwsTools>,
  { outside }: { outside: boolean },
): Promise<Seen> {
  const zone = outputOf<HostedZoneOutput>(state, "route53.zone");
  const group = state.get("alb.target-group");
  const certificate = outputOf<CertificateOutput>(state, "acm.certificate");
  const application = outputOf<CodeDeployApplicationOutput>(state, "codedeploy.application");
  const deployments = outputOf<DeploymentGroupOutput>(state, "codedeploy.deployment-group");

  const { domain, entry } = state.fixed;
  const address = outputOf<AddressOutput>(state, "eip.address")?.publicIp;

  const [resources, targets, issued, delegation, deployment, found] = await Promise.all([
    inspect(registry, workshop),
    group?.status === "created" ? asked(targetsOf(aws, group)) : null,
    asked(certificate ? certificateFacts(aws, certificate.arn, clock) : nothing),
    zone ? delegationSeen({ aws, dns }, zone) : null,
    asked(
      application && deployments
        ? lastDeployment(aws, { application: application.name, group: deployments.name }).then((last) => last ?? null)
        : nothing,
    ),
    outside && entry === "direct" && address ? askFromOutside({ address, domain, signal }) : null,
  ]);
  const order = ({ step }: Inspected) => stepNames.indexOf(step as StepName);
  resources.sort((one, other) => order(one) - order(other));
  return { resources, targets, certificate: issued, delegation, deployment, outside: found };
}

const targetsOf = (aws: Session["aws"], { input, output }: CreatedEntry): Promise<TargetFacts[]> =>
  describeTargets(aws, (output as TargetGroupOutput).arn, (input as TargetGroupInput).healthCheckPath);

async function delegationSeen(
  { aws, dns }: Pick<Session, "aws" | "dns">,
  { zoneName, nameServers }: HostedZoneOutput,
): Promise<DelegationSeen | undefined> {
  const state = await delegationIfKnown(dns, zoneName, nameServers, otherZonesOf(aws, zoneName, nameServers));
  return state && { state, words: verdictInWords(zoneName, state), todo: whatToDo(zoneName, nameServers, state) };
}

const nothing = Promise.resolve(null);

function outputOf<T>(state: DeploymentState, key: string): T | undefined {
  const entry = state.get(key);
  return entry?.status === "created" ? (entry.output as T) : undefined;
}

async function certificateFacts(aws: Session["aws"], arn: string, clock: Clock): Promise<CertificateFacts | null> {
  const found = await describeCertificate(aws, arn);
  if (!found) return null;
  const { Status = "unknown", DomainName, SubjectAlternativeNames = [], NotAfter, RenewalEligibility } = found;
  const notAfter = NotAfter?.toISOString() ?? null;
  return {
    arn,
    state: Status,
    names: [...new Set([...(DomainName ? [DomainName] : []), ...SubjectAlternativeNames])],
    notAfter,
    daysLeft: notAfter === null ? null : daysUntil(notAfter, clock.wall()),
    renewal: RenewalEligibility ?? null,
  };
}
