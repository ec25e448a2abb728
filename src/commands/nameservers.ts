import type { DelegationState } from "../dns/delegation-verdict.ts";
import { verdictInWords, whatToDo } from "../dns/delegation-words.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { delegationState, otherZonesOf, delegation as waiting } from "../resources/delegation.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import { type Command, createWorkshop, openDeployment, readConfig, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { notesOn, parentServes, tellHazards } from "./name-servers.ts";
import { outputsOf } from "./outputs.ts";
import { zoneOf } from "./provision.ts";
import type { Session } from "./session.ts";

/**
 * `nameservers`: the four again on stdout, one a line, and on stderr whether the registry hands them out; `--wait` stays
 * until it does. In a zone that the account already serves there are none to copy.
 */
export async function nameservers(command: Command): Promise<CommandResult> {
  const { io, options } = command;
  const deployment = await openDeployment(command, await readConfig(options));
  const state = requireState(deployment.state, deployment.store);
  const { session } = deployment;
  const zone = zoneOf(state);
  const { domain, entry } = state.fixed;
  if (!zone || !domain) {
    throw new WizardError("missing-step", "There is no hosted zone yet.", {
      hint: domain ? "Run `deploy-wizard route53` or `resume` first." : "Set a domain in the config, then `resume`.",
    });
  }
  if (zone.parent) io.say(parentServes(domain, zone));
  else if (options.json) io.nameServers(domain, zone.nameServers, []);
  else for (const server of zone.nameServers) io.print(server);

  const look = async () => {
    try {
      return await delegationState(session.dns, zone.zoneName, zone.nameServers, others(session, zone));
    } catch (error) {
      if (!(error instanceof WizardError) || error.code !== "no-answer") throw error;
      // Which server was silent, and how to ask another.
      const { message, hint } = error.said;
      io.emit({ type: "warning", step: "route53", message: hint ? say("sentences", message, hint) : message });
      return undefined;
    }
  };
  let delegation = await look();
  if (!zone.parent) await tellVerdict(command, session, zone, delegation);
  await tellHazards(command, session, domain, entry);
  if (!zone.parent && !delegation?.delegated && options.waitSeconds !== undefined) {
    const node = { key: "route53.delegation", step: "route53" };
    const workshop = createWorkshop(command, session, state, state);
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    await waiting.until(tools, { domain: zone.zoneName, nameServers: zone.nameServers });
    delegation = await look();
    await tellVerdict(command, session, zone, delegation);
  }
  return {
    status: "complete",
    exitCode: 0,
    outputs: outputsOf(state, delegation?.delegated ?? null),
    more: { delegation: delegation ?? null },
  };
}

const others = ({ aws }: Session, { zoneName, nameServers }: HostedZoneOutput) =>
  otherZonesOf(aws, zoneName, nameServers);

/** What the registry hands out now, and what is left to do. */
async function tellVerdict(
  { io, options }: Command,
  session: Session,
  zone: HostedZoneOutput,
  delegation: DelegationState | undefined,
): Promise<void> {
  const { zoneName, nameServers } = zone;
  io.say(delegation ? verdictInWords(zoneName, delegation) : say("nsNotAsked"));
  if (options.json || delegation?.delegated) return;
  // None of ours is there yet: where they go. Otherwise what is wrong with them.
  const begun = delegation && delegation.verdict !== "none" && delegation.verdict !== "unchanged";
  const todo = begun ? whatToDo(zoneName, nameServers, delegation) : undefined;
  for (const note of todo ? [todo] : await notesOn(options, session, zoneName, zone)) io.say(note);
}
