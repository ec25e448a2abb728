import type { AwsTools, AwsWaiting } from "../aws/tools.ts";
import { parseDomain } from "../config/domain.ts";
import type { Dns } from "../dns/dns.ts";
import { WizardError } from "../engine/errors.ts";
import type { Look, Wait } from "../engine/poll.ts";

export interface DelegationInput {
  domain: string;
  /** Empty when a zone above the domain serves it: then there is nothing to delegate. */
  nameServers: string[];
}

export interface DelegationOutput {
  delegated: true;
}

export interface DelegationState {
  delegated: boolean;
  /** The name servers that the zone above hands out now. */
  answered: string[];
}

/** How often the registry is asked while a person is at it. */
const everySeconds = 10;

/** Waits until the registry, or the DNS of the domain above, hands out our name servers. Only a person can do that. */
export const delegation: AwsWaiting<DelegationInput, DelegationOutput> = {
  kind: "delegation",
  title: ({ domain }) => `delegation of ${domain}`,

  async until(tools, { domain, nameServers }) {
    if (nameServers.length === 0) return { delegated: true };
    return untilPersonDid(
      tools,
      domain,
      nameServers,
      { what: `${domain} to be delegated to Route 53` },
      async (note) => {
        const { delegated, answered } = await delegationState(tools.dns, domain, nameServers);
        note(answeredInWords(domain, answered));
        return delegated && { delegated };
      },
    );
  },
};

/** Delegated means that every name server handed out is ours: with a mixture, half of the visitors go elsewhere. */
export async function delegationState(dns: Dns, domain: string, nameServers: string[]): Promise<DelegationState> {
  const ours = new Set(nameServers.map(plain));
  const answered = await dns.delegation(domain);
  return { delegated: answered.length > 0 && answered.every((server) => ours.has(plain(server))), answered };
}

/** The same, or undefined when DNS cannot be asked. */
export async function delegationIfKnown(...asked: Parameters<typeof delegationState>) {
  try {
    return await delegationState(...asked);
  } catch (error) {
    if (error instanceof WizardError && error.code === "no-answer") return undefined;
    throw error;
  }
}

/**
 * Looks once, or goes on looking for as long as the person has asked to stay (`--wait`). Throws `waiting`, naming the
 * reason that the last look noted and what to do, when it did not come about.
 */
export async function untilPersonDid<T>(
  { poll, waitForPersonSeconds }: Pick<AwsTools, "poll" | "waitForPersonSeconds">,
  domain: string,
  nameServers: string[],
  wait: Pick<Wait, "what">,
  look: Look<T>,
): Promise<T> {
  let reason = "";
  const waiting = (cause?: unknown) =>
    new WizardError("waiting", `Waiting for ${wait.what}: ${reason}.`, { hint: whatToDo(domain, nameServers), cause });
  const noted: Look<T> = (note) =>
    look((text) => {
      reason = text;
      note(text);
    });
  let ended = false;
  // A name server that does not answer this time is no reason to give up, neither an hour's wait nor the other steps.
  const lookPatiently: Look<T> = async (note) => {
    try {
      return await noted(note);
    } catch (error) {
      if (error instanceof WizardError && error.code === "no-answer") {
        reason = error.message.replace(/\.$/, "");
        note(reason);
        return undefined;
      }
      ended = true;
      throw error;
    }
  };
  if (waitForPersonSeconds === undefined) {
    const answer = await lookPatiently(() => {});
    if (answer !== undefined && answer !== false) return answer;
    throw waiting();
  }
  try {
    return await poll({ ...wait, everySeconds, timeoutSeconds: waitForPersonSeconds }, lookPatiently);
  } catch (error) {
    if (ended || !(error instanceof WizardError) || error.code !== "timeout") throw error;
    throw waiting(error);
  }
}

export const answeredInWords = (domain: string, answered: string[]) =>
  answered.length === 0
    ? `no name servers are registered for ${domain} now`
    : `it points at ${answered.join(", ")} now`;

function whatToDo(domain: string, nameServers: string[]): string {
  const { display, registrable, registrableDomain } = parseDomain(domain);
  const servers = nameServers.join(", ");
  return registrable
    ? `At the registrar of ${display}, replace its name servers by ${servers}; then \`deploy-wizard resume\`.`
    : `In the DNS of ${registrableDomain}, add NS records for ${display} with ${servers}; then \`deploy-wizard resume\`.`;
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
