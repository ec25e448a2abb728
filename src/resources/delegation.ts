import type { Aws } from "../aws/clients.ts";
import type { AwsTools, AwsWaiting } from "../aws/tools.ts";
import {
  type DelegationState,
  foreignAmong,
  isDelegated,
  isOfRoute53,
  judgeDelegation,
  type OtherZone,
} from "../dns/delegation-verdict.ts";
import { verdictInWords, whatToDo } from "../dns/delegation-words.ts";
import type { Dns } from "../dns/dns.ts";
import { WizardError } from "../engine/errors.ts";
import type { Look } from "../engine/poll.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import { zonesNamed } from "./zone-lookup.ts";

export interface DelegationInput {
  domain: string;
  /** Empty when a zone above the domain serves it: then there is nothing to delegate. */
  nameServers: string[];
}

export interface DelegationOutput {
  delegated: true;
}

/** How often the registry is asked while a person is at it. */
const everySeconds = 10;

/** Waits until the registry, or the DNS of the domain above, hands out our name servers. Only a person can do that. */
export const delegation: AwsWaiting<DelegationInput, DelegationOutput> = {
  kind: "delegation",
  title: ({ domain }) => say("nsTitleDelegation", domain),

  async until(tools, input) {
    if (input.nameServers.length === 0) return { delegated: true };
    let told = "";
    const tellOnce = (saying: Saying) => {
      if (told !== String(saying)) tools.warn(saying);
      told = String(saying);
    };
    await untilDelegated(tools, input, {
      seen(state, words) {
        // Whoever is at the registrar this moment wants to hear of a mistake now, and not when the wait is over.
        if (needsTelling.has(state.verdict)) tellOnce(words);
      },
    });
    return { delegated: true };
  },
};

const needsTelling = new Set<DelegationState["verdict"]>(["cached", "fewer", "other-zone", "partly", "typo"]);

/**
 * What the zone above hands out for `domain`, and what to think of it. `otherZones` are asked for only when the answer
 * may be one of theirs. Throws `no-answer` when DNS cannot be asked.
 */
export async function delegationState(
  dns: Dns,
  domain: string,
  nameServers: readonly string[],
  otherZones: () => Promise<readonly OtherZone[]> = async () => [],
): Promise<DelegationState> {
  const { nameServers: answered, exists, undecided, secondHand } = await dns.referral(domain);
  if (undecided) throw new WizardError("no-answer", say("nsNotAsked"));
  const ofRoute53 = foreignAmong(answered, nameServers).some(isOfRoute53);
  const state = judgeDelegation({
    domain,
    nameServers,
    answered,
    exists,
    otherZones: ofRoute53 ? await otherZones() : [],
    cached: isDelegated(answered, nameServers) ? await dns.cached(domain) : [],
  });
  return secondHand ? { ...state, secondHand } : state;
}

/** The same, or undefined when DNS cannot be asked. */
export async function delegationIfKnown(
  ...asked: Parameters<typeof delegationState>
): Promise<DelegationState | undefined> {
  try {
    return await delegationState(...asked);
  } catch (error) {
    if (error instanceof WizardError && error.code === "no-answer") return undefined;
    throw error;
  }
}

/** The hosted zones of this account that have the same name, for `delegationState`. */
export const otherZonesOf = (aws: Aws, domain: string, nameServers: readonly string[]) => async () =>
  (await zonesNamed(aws, domain)).filter((zone) => foreignAmong(zone.nameServers, nameServers).length > 0);

interface WhileWaiting {
  /** What makes the wait needless. */
  unless?(): Promise<boolean>;
  /** Told of every look. */
  seen?(state: DelegationState, words: Saying): void;
}

/**
 * Looks once, or goes on looking for as long as the person has asked to stay (`--wait`). Throws `waiting`, with the
 * verdict of the last look and what to do, when it did not come about.
 */
export async function untilDelegated(
  { aws, dns, poll, waitForPersonSeconds }: Pick<AwsTools, "aws" | "dns" | "poll" | "waitForPersonSeconds">,
  { domain, nameServers }: DelegationInput,
  { unless, seen }: WhileWaiting = {},
): Promise<void> {
  let last: { state?: DelegationState; words: Saying } = { words: say("nsNotAsked") };
  const waiting = async (cause?: unknown) => {
    const todo = whatToDo(domain, nameServers, last.state);
    return new WizardError("waiting", say("nsWaiting", last.words), {
      hint: todo && (await isSigned(dns, domain)) ? say("nsHintSigned", domain, todo) : todo,
      cause,
    });
  };
  let ended = false;
  const look: Look<true> = async (note) => {
    try {
      if (await unless?.()) return true;
      const state = await delegationState(dns, domain, nameServers, otherZonesOf(aws, domain, nameServers));
      last = { state, words: verdictInWords(domain, state) };
      note(last.words);
      seen?.(state, last.words);
      return state.delegated || undefined;
    } catch (error) {
      // A name server that does not answer this time is no reason to give up, neither the wait nor the other steps.
      if (error instanceof WizardError && error.code === "no-answer") {
        last = { words: error.said.message };
        note(last.words);
        return undefined;
      }
      ended = true;
      throw error;
    }
  };
  if (waitForPersonSeconds === undefined) {
    if (await look(() => {})) return;
    throw await waiting();
  }
  const wait = { what: say("nsWaitDelegation", domain), everySeconds, timeoutSeconds: waitForPersonSeconds };
  try {
    await poll(wait, look);
  } catch (error) {
    if (ended || !(error instanceof WizardError) || error.code !== "timeout") throw error;
    throw await waiting(error);
  }
}

/** Whether the registry vouches for the former DNS's keys: then new name servers would take the domain off the net. */
async function isSigned(dns: Dns, domain: string): Promise<boolean> {
  try {
    return (await dns.ds(domain)) !== undefined;
  } catch (error) {
    // Where DNS is silent the verdict says so already.
    if (error instanceof WizardError && error.code === "no-answer") return false;
    throw error;
  }
}
