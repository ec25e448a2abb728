import { dnsHazards } from "../dns/hazards.ts";
import type { Circumstances, Planned } from "./circumstances.ts";
import type { Finding } from "./finding.ts";

/** Does anything in the domain's DNS stand in the way of the new name servers or the certificate? */
export async function checkDns({ session }: Circumstances, { context }: Planned): Promise<Finding[]> {
  const { domain, entry } = context.config;
  if (!domain) return [{ check: "dns", status: "ok", message: "This config has no domain." }];
  const hazards = await dnsHazards(session, domain, { entry });
  // Warnings only: everything else is made all the same, and the person mends them at the registrar.
  const findings = hazards.map(({ message, hint }): Finding => ({ check: "dns", status: "warning", message, hint }));
  if (findings.length > 0) return findings;
  return [{ check: "dns", status: "ok", message: `Nothing in the DNS of ${domain} stands in the way.` }];
}
