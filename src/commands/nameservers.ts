import { WizardError } from "../engine/errors.ts";
import { delegationIfKnown, delegation as waiting } from "../resources/delegation.ts";
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
  const look = () => delegationIfKnown(deployment.session.dns, zone.zoneName, zone.nameServers);
  let delegation = await look();
  const todo = !zone.parent && !delegation?.delegated;
  io.nameServers(domain, zone.nameServers, todo ? whereTheyGo(domain) : "");
  for (const server of zone.nameServers) io.print(server);

  if (!delegation?.delegated && options.waitSeconds !== undefined) {
    const node = { key: "route53.delegation", step: "route53" };
    const workshop = createWorkshop(command, deployment.session, state, state);
    const tools = workshop.tools(node, workshop.poll(node, workshop.signal));
    await waiting.until(tools, { domain: zone.zoneName, nameServers: zone.nameServers });
    delegation = await look();
  }
  if (!delegation) io.say("DNS could not be asked whether the registry hands them out.");
  else if (delegation.delegated) io.say(`The registry hands these out for ${zone.zoneName}.`);
  else io.say(`The registry answers ${delegation.answered.join(", ") || "no name servers"} as yet.`);
  return {
    status: "complete",
    exitCode: 0,
    outputs: outputsOf(state, delegation?.delegated ?? null),
    more: { delegation: delegation ?? null },
  };
}
