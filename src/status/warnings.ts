import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { HealthFacts } from "./facts.ts";
import type { Headline } from "./headline.ts";

/** ACM renews 60 days before the end; one that is not renewed by then has lost its validation records. */
const soonDays = 45;

/** What needs a person although it is not the one reason of the headline. */
export function warningsOf(facts: HealthFacts, { verdict, code }: Headline): Saying[] {
  const { deployment, targets, certificate, resources } = facts;
  const warnings: Saying[] = [];
  const failed = deployment?.status === "Failed" || deployment?.status === "Stopped";
  if (verdict === "up" && failed) warnings.push(say("statusOldStillRuns", deployment.id));
  const sick = targets?.filter(({ state }) => state !== "healthy").length ?? 0;
  if (verdict === "up" && targets && sick > 0) warnings.push(say("statusSomeServers", sick, targets.length));
  if (code === "server-unhealthy") warnings.push(say("statusFailsOpen"));
  if (certificate && certificate.daysLeft !== null && certificate.daysLeft < soonDays) {
    warnings.push(say("statusExpiresSoon", certificate.daysLeft));
  }
  const drifted = resources.filter(({ state, drift }) => state !== "unknown" && drift.length > 0).length;
  if (drifted > 0) warnings.push(say("statusDrift", drifted));
  return warnings;
}
