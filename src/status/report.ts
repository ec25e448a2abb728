import type { ConsolePlace } from "../aws/console-links.ts";
import type { Saying } from "../engine/saying.ts";
import type { Estimate } from "../prices/estimate.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { type Asked, knownOr } from "./asked.ts";
import type { HealthFacts } from "./facts.ts";
import { type Headline, headline } from "./headline.ts";
import { type Link, linksTo } from "./links.ts";
import type { Seen } from "./look.ts";
import { warningsOf } from "./warnings.ts";

/** What one look came to: all that `status` shows. */
export interface StatusReport extends Seen {
  url: string | null;
  domain: string | null;
  entry: "alb" | "direct";
  headline: Headline;
  warnings: Saying[];
  cost: Asked<Estimate>;
  links: Link[];
}

/** Judges what was seen. */
export function reportOf(
  seen: Seen,
  { fixed, applied }: Pick<DeploymentState, "fixed" | "applied">,
  { url, cost, place }: { url: string | null; cost: Asked<Estimate>; place: ConsolePlace },
): StatusReport {
  const { domain, entry } = fixed;
  const { resources, delegation } = seen;
  const facts: HealthFacts = {
    entry,
    domain,
    url,
    completed: applied !== undefined,
    resources,
    targets: seen.targets && knownOr(seen.targets, null),
    certificate: knownOr(seen.certificate, null),
    delegation:
      delegation === undefined
        ? "unknown"
        : delegation && { delegated: delegation.state.delegated, said: delegation.words },
    outside: seen.outside,
    deployment: knownOr(seen.deployment, null),
  };
  const decided = headline(facts);
  return {
    ...seen,
    url,
    domain,
    entry,
    headline: decided,
    warnings: warningsOf(facts, decided),
    cost,
    links: linksTo(place, resources),
  };
}

const isUp = { up: true, down: false, coming: false, unknown: null } as const;

/** The fields of `status --json`; texts are English. */
export function statusJson({ headline, warnings, ...report }: StatusReport): object {
  const { verdict, code, reason } = headline;
  const certificate = report.resources.find(({ key }) => key === "acm.certificate");
  const { known: details } = { known: undefined, ...report.certificate };
  return {
    health: { up: isUp[verdict], verdict, code, reason: reason && String(reason), warnings: warnings.map(String) },
    resources: report.resources.map(({ key, id, state, drift, foreign }) => ({ key, id, state, drift, foreign })),
    delegation: report.delegation?.state ?? null,
    certificate: certificate ? { ...details, arn: certificate.id, state: certificate.state } : null,
    targets: report.targets ? knownOr(report.targets, []) : [],
    lastDeployment: knownOr(report.deployment, null),
    monthlyCost: "known" in report.cost ? costJson(report.cost.known) : null,
    links: report.links,
    outside: report.outside,
    notAsked: notAsked(report),
  };
}

/** A line without a known price says so: null. */
const costJson = ({ lines, ...cost }: Estimate) => ({
  ...cost,
  lines: lines.map(({ monthly = null, upTo = null, ...line }) => ({ ...line, monthly, upTo })),
});

/** What could not be asked, with the reason. */
function notAsked({ targets, certificate, deployment, cost, delegation }: Omit<StatusReport, "headline" | "warnings">) {
  const answers = { targets: targets ?? { known: null }, certificate, lastDeployment: deployment, monthlyCost: cost };
  const silent = Object.entries(answers).flatMap(([what, answer]) =>
    "unknown" in answer ? [{ what, why: answer.unknown }] : [],
  );
  return delegation === undefined ? [...silent, { what: "delegation", why: "DNS gave no answer" }] : silent;
}
