import { WizardError } from "../engine/errors.ts";
import { estimate } from "../prices/estimate.ts";
import { standingNow } from "../prices/standing.ts";
import { type DeploymentState, readDeploymentState } from "../state/deployment-state.ts";
import type { StateStore } from "../state/store.ts";
import { asked } from "../status/asked.ts";
import { look } from "../status/look.ts";
import { reportOf, type StatusReport, statusJson } from "../status/report.ts";
import { statusLines } from "../status/screen.ts";
import { pricesFor } from "./cost.ts";
import { type Command, createWorkshop, openDeployment, readConfig, requireState } from "./deployment.ts";
import type { CommandResult } from "./io.ts";
import { outputsOf } from "./outputs.ts";
import type { Session } from "./session.ts";
import { watch } from "./status-watch.ts";

/** `status`: whether it is up, and if not, why; then every resource as AWS has it now. Changes nothing. */
export async function status(command: Command): Promise<CommandResult> {
  const { options } = command;
  const { watchSeconds: seconds } = options;
  if (seconds !== undefined && options.json) {
    throw new WizardError("usage", "--watch: not with --json, which has one result, at the end.", {
      hint: "Run `deploy-wizard status --json` as often as you need it.",
    });
  }
  const { session, store, state } = await openDeployment(command, await readConfig(options));
  return showStatus(command, session, requireState(state, store), store);
}

/** Shows what AWS has of a deployment now; with `--watch`, again and again. */
export async function showStatus(
  command: Command,
  session: Session,
  opened: DeploymentState,
  store: StateStore,
): Promise<CommandResult> {
  const { io, signal } = command;
  const { watchSeconds: seconds } = command.options;
  let state = opened;
  let report = await lookAt(command, session, state);
  if (seconds === undefined) {
    const page = { columns: io.columns, text: io.text, now: session.clock.wall(), short: false };
    for (const line of statusLines(report, page)) io.print(line);
  } else {
    // Another run may be at work: the state is read anew each time.
    const lookAgain = async () => {
      const now = await readDeploymentState(store);
      state = now ?? state;
      return now && lookAt(command, session, now);
    };
    report = await watch(report, { io, clock: session.clock, signal, seconds, lookAgain });
  }
  const outputs = outputsOf(state, report.delegation?.state.delegated ?? null);
  return { status: "complete", exitCode: 0, outputs, more: statusJson(report) };
}

/** One look at everything. */
async function lookAt(command: Command, session: Session, state: DeploymentState): Promise<StatusReport> {
  const seen = await look(session, state, createWorkshop(command, session, state, state), {
    outside: isOnAws(command),
  });
  // What does not exist any more costs nothing, whatever is recorded.
  const gone = new Set(seen.resources.filter(({ state }) => isGone(state)).map(({ key }) => key));
  const standing = standingNow(state.entries().filter(([key]) => !gone.has(key)));
  const prices = await asked(pricesFor(command, session, [standing]));
  const cost = "known" in prices ? { known: estimate(standing, prices.known) } : prices;
  return reportOf(seen, state, { url: outputsOf(state, null).url, cost, place: session });
}

const isGone = (state: string) => state === "absent" || state === "terminated";

/** A rehearsal has no address that could be asked. */
const isOnAws = ({ options }: Command) => !options.sandbox && !options.endpointUrl && !process.env.AWS_ENDPOINT_URL;
