import { WizardError } from "../engine/errors.ts";
import { whatStays } from "../engine/leaving.ts";
import { say } from "../language/phrase.ts";
import { estimate, together } from "../prices/estimate.ts";
import { nothingStands, type Standing, standingNow } from "../prices/standing.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { createPage } from "../status/page.ts";
import { registry } from "../steps/registry.ts";
import { back } from "./asks.ts";
import { pricesFor } from "./cost.ts";
import { type Command, createWorkshop } from "./deployment.ts";
import { amountInWords } from "./remains.ts";
import type { Session } from "./session.ts";

/**
 * Shows what would stay for the data's sake, each with its monthly cost, and asks whether it may. True: keep it, which
 * is also the answer when there is nothing to keep. Undefined when the person takes the way back.
 */
export async function askToKeepData(
  command: Command,
  session: Session,
  state: DeploymentState,
): Promise<boolean | undefined> {
  const { io } = command;
  const staying = await whatStays(registry, createWorkshop(command, session, state, state));
  if (staying.length === 0) return true;
  const standings = staying.map(({ key, leaving }) => standingOf(state, key, leaving !== undefined));
  const prices = await pricesFor(command, session, standings);
  const costs = standings.map((standing) => estimate(standing, prices));
  const page = createPage(io);
  staying.forEach(({ title, reason, leaving }, index) => {
    const why = leaving ? say("dataSnapshotReason") : (reason ?? "");
    page.put(2, say("dataStays", title, why, amountInWords(costs[index])));
  });
  for (const line of page.lines) io.say(line);
  const answer = await io.ask.choose<boolean>({
    message: say("askData"),
    why: say("whyData"),
    choices: [
      { value: true, name: say("dataKeep", amountInWords(together(costs, prices))) },
      { value: false, name: say("dataRemove") },
    ],
    default: true,
  });
  return answer === back ? undefined : answer;
}

/** What goes on being billed: of a database only the snapshot that it leaves, which is at most as large. */
function standingOf(state: DeploymentState, key: string, leavesSnapshot: boolean): Standing {
  const entry = state.get(key);
  if (!entry) throw new WizardError("unexpected", `${key} is not in the state any more.`);
  const now = standingNow([[key, entry]]);
  return leavesSnapshot ? { ...nothingStands, snapshotGiB: now.database?.storageGiB } : now;
}
