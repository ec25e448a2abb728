import { WizardError } from "../engine/errors.ts";
import { delegation, delegationState } from "../resources/delegation.ts";
import { type Command, createWorkshop, openDeployment, readConfig, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { whereTheyGo } from "./name-servers.ts";
import { outputsOf } from "./outputs.ts";
import { zoneOf } from "./provision.ts";

/** `nameservers`: the four again, one a line, and whether the registry hands them out; `--wait` stays until it does. */
export async function nameservers(command: Command): Promise<CommandResult> {
  const { io, options } = command;
  const deployment = await openDeployment(command, await readConfig(options));
  const state = requireState(deployment.state, deployment.store);
  const zone = zoneOf(state);
  const { domain } = state.fixed;
  if (!zone || !domain) {
    throw new WizardError("missing-step", "There is no hosted zone yet.", {
      hint: domain ? "Run `deploy-wizard route53` or `resume` first." : "Set a domain in the config, then `resume`.",
    });
  }
  io.nameServers(domain, zone.nameServers, zone.parent ? "" : whereTheyGo(domain));
  for (const server of zone.nameServers) io.print(server);

  const { dns } = deployment.session;
  let { delegated, answered } = await delegationState(dns, zone.zoneName, zone.nameServers);
  if (!delegated && options.waitSeconds !== undefined) {
    const node = { key: "route53.delegation", step: "route53" };
    const workshop = createWorkshop(command, deployment.session, state, state);
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    await delegation.until(tools, { domain: zone.zoneName, nameServers: zone.nameServers });
    ({ delegated, answered } = await delegationState(dns, zone.zoneName, zone.nameServers));
  }
  const now = answered.join(", ") || "no name servers";
  io.say(delegated ? `The registry hands these out for ${zone.zoneName}.` : `The registry answers ${now} as yet.`);
  return {
    status: "complete",
    exitCode: 0,
    outputs: outputsOf(state, delegated),
    more: { delegation: { delegated, answered } },
  };
}
