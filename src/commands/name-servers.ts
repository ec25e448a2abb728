import { parseDomain } from "../config/domain.ts";
import type { Config } from "../config/schema.ts";
import { isDelegated } from "../dns/delegation-verdict.ts";
import { whereTheyGo } from "../dns/delegation-words.ts";
import { dnsHazards } from "../dns/hazards.ts";
import { providerOf } from "../dns/providers.ts";
import { registrarOf, whereInItsPages } from "../dns/registrar.ts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import type { Command } from "./deployment.ts";
import type { CommandOptions } from "./options.ts";
import type { Session } from "./session.ts";

/** The name servers wait no longer than this for what is said under them. */
const notesMilliseconds = 2000;

/**
 * Shows the four name servers, where they go, and what could go wrong; in a zone that the account already serves nothing
 * has to be done.
 */
export async function tellNameServers(
  command: Command,
  session: Session,
  { domain, entry }: Pick<Config, "domain" | "entry">,
  zone: HostedZoneOutput | undefined,
): Promise<void> {
  const { io, options } = command;
  if (!domain || !zone) return;
  if (zone.parent) io.say(parentServes(domain, zone));
  else io.nameServers(domain, zone.nameServers, options.json ? [] : await notesOn(options, session, domain, zone));
  await tellHazards(command, session, domain, entry);
}

/** Nobody has to do anything with name servers, and why. */
export const parentServes = (domain: string, { zoneName }: HostedZoneOutput): Saying =>
  say("nsParentServes", parseDomain(domain).display, zoneName);

/** What the person does with the name servers, and, as far as it is found out in time, where exactly. */
export async function notesOn(
  options: CommandOptions,
  session: Session,
  domain: string,
  { nameServers }: Pick<HostedZoneOutput, "nameServers">,
): Promise<Saying[]> {
  const found = await inTime(notesMilliseconds, session.signal, lookAtRegistrar(options, session, domain));
  if (found && isDelegated(found.answered, nameServers)) {
    return [say("nsDelegated", parseDomain(domain).display)];
  }
  const first = found?.signed ? [say("nsFirstUnsign", parseDomain(domain).display)] : [];
  return [...first, whereTheyGo(domain), ...(found?.line ? [found.line] : [])];
}

/** Where a domain's DNS is kept now, in a few words; undefined when nobody keeps it, or it is not found out in time. */
export async function whoKeepsDns({ dns, signal }: Session, domain: string): Promise<string | undefined> {
  const asked = unlessSilent(dns.delegation(parseDomain(domain).registrableDomain));
  const servers = (await inTime(notesMilliseconds, signal, asked)) ?? [];
  const keeper = providerOf(servers)?.name;
  if (servers.length === 0) return undefined;
  return keeper ? `${keeper} (${servers.join(", ")})` : servers.join(", ");
}

/** What the zone above hands out, and a line about who the registrar is; undefined when DNS cannot be asked. */
async function lookAtRegistrar(options: CommandOptions, { dns }: Session, domain: string) {
  const { registrable, registrableDomain } = parseDomain(domain);
  const ask = registryFetch(options);
  const [answered, kept, registrar, signers] = await Promise.all([
    unlessSilent(dns.delegation(domain)),
    registrable ? undefined : unlessSilent(dns.delegation(registrableDomain)),
    registrable && ask ? registrarOf(domain, ask) : undefined,
    unlessSilent(dns.ds(domain)),
  ]);
  const signed = signers !== undefined;
  return (
    answered && { answered, signed, line: whereInItsPages(domain, { registrar, keeper: providerOf(kept ?? answered) }) }
  );
}

/** The answer, or undefined when DNS cannot be asked. */
async function unlessSilent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WizardError && error.code === "no-answer") return undefined;
    throw error;
  }
}

/** A rehearsal, a local AWS and a person who names the one DNS server to ask have no business with the registry. */
function registryFetch({ sandbox, resolver, endpointUrl }: CommandOptions): typeof fetch | undefined {
  return sandbox || resolver || endpointUrl || process.env.AWS_ENDPOINT_URL ? undefined : fetch;
}

/** What stands in the way of the domain, each as a warning of the step. */
export async function tellHazards(
  { io }: Command,
  session: Session,
  domain: string,
  entry: Config["entry"],
): Promise<void> {
  try {
    for (const { code, message, hint } of await dnsHazards(session, domain, { entry })) {
      // Where DNS is silent the wait for the name servers says so.
      if (code !== "no-answer") warn(say("dnsHazard", message, hint));
    }
  } catch (error) {
    if (!(error instanceof WizardError)) throw error;
    if (!session.signal.aborted) warn(say("dnsHazardsNotAsked", error.said.message));
  }

  function warn(message: Saying): void {
    io.emit({ type: "warning", step: "route53", message });
  }
}

/** The answer; undefined when it takes longer, or the person interrupts. */
function inTime<T>(milliseconds: number, signal: AbortSignal, answer: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const late = () => resolve(undefined);
    const timer = setTimeout(late, milliseconds);
    signal.addEventListener("abort", late, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", late);
    });
  });
}
