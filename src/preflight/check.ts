import { checkAgent } from "./agent.ts";
import { asked } from "./asked.ts";
import { whoCalls } from "./caller.ts";
import type { Circumstances, Planned } from "./circumstances.ts";
import { checkCredentials } from "./credentials.ts";
import { checkDatabase } from "./database.ts";
import { checkDns } from "./dns.ts";
import type { Check, Finding } from "./finding.ts";
import { checkNames } from "./names.ts";
import { checkNetwork } from "./network.ts";
import { checkPermissions } from "./permissions.ts";
import { checkQuotas } from "./quotas.ts";
import { checkRegion } from "./region.ts";
import { survey } from "./survey.ts";

/**
 * Whether a run can finish, as far as that can be known beforehand. All checks go side by side, each for some seconds
 * at most; only looking calls are sent. Findings come in a fixed order, at least one of each check that applies.
 */
export async function checkEverything(circumstances: Circumstances): Promise<Finding[]> {
  const { session, planned } = circumstances;
  const { signal } = session;
  const ask = (check: Check, about: string, look: () => Promise<Finding[]>) => asked({ check, about, signal }, look);
  const caller = whoCalls(session.aws);
  const general = [
    ask("credentials", "Who calls", async () => checkCredentials(circumstances, await caller)),
    ask("region", `The Region ${session.region}`, () => checkRegion(circumstances)),
  ];
  const ofPlan = planned ? checkPlan(circumstances, planned) : [];
  const agent = ask("agent", "The server's agent", () => checkAgent(circumstances));
  return (await Promise.all([...general, ...ofPlan, agent])).flat();

  function checkPlan(circumstances: Circumstances, planned: Planned): Promise<Finding[]>[] {
    const found = survey(planned);
    return [
      ask("network", "The network", async () => checkNetwork(planned, await found)),
      ask("permissions", "The permissions", async () => checkPermissions(circumstances, planned, await caller)),
      ask("quotas", "The quotas", async () => checkQuotas(circumstances, planned, await found)),
      ask("database", "What RDS offers", async () => checkDatabase(circumstances, planned, await found)),
      ask("dns", "The domain's DNS", () => checkDns(circumstances, planned)),
      ask("names", "Who has the names", async () => checkNames(await found)),
    ];
  }
}
