import type { Inspected } from "../engine/inspect.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { type Condition, conditionOf } from "./condition.ts";
import type { HealthFacts } from "./facts.ts";

/** `coming`: nothing is broken, it is not through yet. `unknown`: it cannot be told from here. */
export type Verdict = "up" | "down" | "coming" | "unknown";

/** The one reason that matters most, as a stable word that scripts may rely on. */
export type ReasonCode =
  | "up"
  | "nothing-made"
  | "taken-down"
  | "resource-out"
  | "server-unhealthy"
  | "no-server"
  | "being-deployed"
  | "first-check"
  | "not-made-yet"
  | "no-https-yet"
  | "not-delegated"
  | "resource-coming"
  | "dns-silent"
  | "health-silent"
  | "not-shown"
  | "not-visible"
  | "no-answer"
  | "certificate-untrusted";

export interface Headline {
  verdict: Verdict;
  code: ReasonCode;
  /** Null when it is up. */
  reason: Saying | null;
}

/**
 * Whether visitors reach the app, and if not, why: the first question that has an answer decides. What is broken comes
 * before what is not through yet, and what stands at the root of a trouble before what follows from it.
 */
export function headline(facts: HealthFacts): Headline {
  for (const question of questions) {
    const answer = question(facts);
    if (answer) return answer;
  }
  return { verdict: "up", code: "up", reason: null };
}

type Question = (facts: HealthFacts) => Headline | undefined;

const down = (code: ReasonCode, reason: Saying): Headline => ({ verdict: "down", code, reason });
const coming = (code: ReasonCode, reason: Saying): Headline => ({ verdict: "coming", code, reason });
const unknown = (code: ReasonCode, reason: Saying): Headline => ({ verdict: "unknown", code, reason });

const nothingMade: Question = ({ resources }) =>
  resources.length === 0 ? down("nothing-made", say("statusNothingMade")) : undefined;

/** `destroy` leaves what holds data; with the server gone that is all there is to it. */
const takenDown: Question = ({ resources }) =>
  resources.some(({ state }) => state === "kept") && !resources.some(({ key }) => key === "ec2.instance")
    ? down("taken-down", say("statusTakenDown"))
    : undefined;

/** What a visitor's request depends on; a server that is stopped explains a target that is unhealthy, so it is first. */
const way = [
  "ec2.instance",
  "rds.instance",
  "network.https-in",
  "network.http-in",
  "network.alb-to-app",
  "network.app-from-alb",
  "network.app-to-db",
  "network.db-from-app",
  "alb.load-balancer",
  "alb.target-group",
  "alb.registration",
  "eip.address",
  "eip.association",
  "acm.certificate",
  "alb.listener-https",
  "alb.listener-http",
  "route53.zone",
  "alb.record",
];

/** With a domain http only redirects, and without one nobody comes by https. */
const beside = (domain: string | null) => (domain ? ["alb.listener-http", "network.http-in"] : ["network.https-in"]);

const onTheWay = ({ domain, resources }: HealthFacts, condition: Condition): Inspected | undefined =>
  way
    .filter((key) => !beside(domain).includes(key))
    .map((key) => resources.find((resource) => resource.key === key))
    .find((resource) => resource && conditionOf(resource) === condition);

const somethingIsOut: Question = (facts) => {
  const found = onTheWay(facts, "out");
  if (!found) return undefined;
  return down(
    "resource-out",
    found.state === "absent" ? say("statusGone", found.title) : say("statusIs", found.title, found.state),
  );
};

/** The servers' health says something only once a listener sends them visitors. */
const serversAnswer: Question = ({ entry, domain, resources, targets, deployment }) => {
  if (entry === "direct" || !targets || !isThere(resources, sendingListener(domain))) return undefined;
  if (targets.some(({ state }) => state === "healthy")) return undefined;
  const worst = targets.find(({ state }) => !["initial", "draining"].includes(state)) ?? targets[0];
  if (!worst) return down("no-server", say("healthNoneRegistered"));
  const reason = say("healthOf", worst.id, worst.reason ?? worst.state);
  if (worst.state === "initial") return coming("first-check", reason);
  if (worst.state === "draining" && deployment && isUnderWay(deployment.status)) {
    return coming("being-deployed", say("statusDeploying", deployment.id));
  }
  return down("server-unhealthy", reason);
};

const sendingListener = (domain: string | null) => (domain ? "alb.listener-https" : "alb.listener-http");

const isThere = (resources: readonly Inspected[], key: string): boolean =>
  resources.some((resource) => resource.key === key && ["fine", "hidden"].includes(conditionOf(resource)));

export const isUnderWay = (status: string): boolean => !["Succeeded", "Failed", "Stopped"].includes(status);

const notMadeYet: Question = ({ entry, domain, resources }) => {
  const wanted = ["ec2.instance", entry === "direct" ? "eip.association" : "alb.load-balancer"];
  if (domain) wanted.push("route53.zone");
  if (domain && entry === "alb") wanted.push("acm.certificate");
  const missing = wanted.find((key) => !resources.some((resource) => resource.key === key));
  return missing ? coming("not-made-yet", say("statusNotMade", missing)) : undefined;
};

/** The chain from the listener back to what only a person can do. */
const noHttpsYet: Question = (facts) => {
  const { entry, domain, resources } = facts;
  if (entry === "direct" || !domain || isThere(resources, "alb.listener-https")) return undefined;
  const issued = isThere(resources, "acm.certificate");
  const chain: Saying[] = [say("statusNoHttps")];
  if (issued) chain.push(say("statusListenerNext"));
  else chain.push(say("statusNotIssued"), whyNotIssued(facts, domain));
  return coming("no-https-yet", say("statusBecause", ...chain));
};

function whyNotIssued({ delegation }: HealthFacts, domain: string): Saying {
  if (delegation === "unknown") return say("statusDnsSilent", domain);
  if (delegation && !delegation.delegated) return say("statusNotDelegated", delegation.said);
  return say("statusAcmLooks");
}

const notDelegated: Question = ({ domain, delegation, completed }) => {
  if (!domain || !delegation || delegation === "unknown" || delegation.delegated) return undefined;
  const reason = say("statusNotDelegated", delegation.said);
  return completed ? down("not-delegated", reason) : coming("not-delegated", reason);
};

const recordNotMadeYet: Question = ({ domain, resources }) =>
  domain && !resources.some(({ key }) => key === "alb.record")
    ? coming("not-made-yet", say("statusNotMade", "alb.record"))
    : undefined;

const somethingIsComing: Question = (facts) => {
  const found = onTheWay(facts, "coming");
  if (!found) return undefined;
  const unfinished = found.state === "unfinished";
  return coming(
    "resource-coming",
    unfinished ? say("statusUnfinished", found.title) : say("statusIs", found.title, found.state),
  );
};

const dnsIsSilent: Question = ({ domain, delegation }) =>
  domain && delegation === "unknown" ? unknown("dns-silent", say("statusDnsSilent", domain)) : undefined;

const healthIsSilent: Question = ({ entry, targets }) =>
  entry === "alb" && !targets ? unknown("health-silent", say("healthUnknown")) : undefined;

/** What AWS did not show may be broken or not; a visitor who gets an answer needs no more proof. */
const somethingIsHidden: Question = (facts) => {
  if (facts.outside) return undefined;
  const found = onTheWay(facts, "hidden");
  return found && unknown("not-shown", say("statusNotShown", found.title));
};

/** Without a load balancer nothing in AWS looks whether the app answers: it is asked as a visitor would. */
const visitorFinds: Question = ({ entry, url, outside, completed }) => {
  if (entry !== "direct") return undefined;
  if (!outside) return unknown("not-visible", say("statusNotVisible", url ?? ""));
  const { answers, problem, certificate } = outside;
  if (answers === null) return down("no-answer", say("statusNoAnswer", url ?? "", problem ?? ""));
  if (certificate && !certificate.trusted) {
    const reason = say("statusNotTrusted", url ?? "", certificate.issuer);
    return completed ? down("certificate-untrusted", reason) : coming("certificate-untrusted", reason);
  }
  return answers >= 500 ? down("server-unhealthy", say("statusAnswersWith", url ?? "", answers)) : undefined;
};

const questions: readonly Question[] = [
  nothingMade,
  takenDown,
  somethingIsOut,
  serversAnswer,
  notMadeYet,
  noHttpsYet,
  notDelegated,
  recordNotMadeYet,
  somethingIsComing,
  dnsIsSilent,
  healthIsSilent,
  somethingIsHidden,
  visitorFinds,
];
