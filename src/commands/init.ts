import { parseDomain } from "../config/domain.ts";
import { writeConfigFile } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import type { Finding } from "../preflight/finding.ts";
import { createDeploymentState, type DeploymentState } from "../state/deployment-state.ts";
import { type Answered, takeAnswers } from "./answers.ts";
import { back } from "./asks.ts";
import { askToCarry } from "./carry.ts";
import { type Cost, costLines, costOf, monthlyInWords } from "./cost.ts";
import { type Command, type Deployment, fingerprint, locked, projectFolder } from "./deployment.ts";
import { ignoreState } from "./git-ignore.ts";
import type { CommandResult, Io } from "./io.ts";
import type { CommandOptions } from "./options.ts";
import { type Planned, planDeployment } from "./plan.ts";
import { planLines, planTotals } from "./plan-view.ts";
import { preflight, tellFindings } from "./preflight.ts";
import { printEnd, provisionDeployment, refuseImpossible, refuseOther } from "./provision.ts";

/** `init`: takes the answers, writes the config, shows plan and price, and provisions. Over a state it goes on. */
export async function init(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const answered = await takeAnswers(command);
  const agreed = await agree(command, answered);
  if (!agreed.make) {
    io.say(say("nothingMade", options.config));
    return { status: "complete", exitCode: 0, more: agreed.shown };
  }

  const { config, deployment, carryRecords } = agreed;
  const result = await locked(deployment, async (locked) => {
    const state = locked ?? (await newState(deployment, config, options.environment));
    await state.fix({
      ...state.fixed,
      ...(carryRecords !== undefined && { carryRecords }),
      agreed: fingerprint(config),
    });
    return provisionDeployment(command, deployment.session, config, state);
  });
  printEnd(io, result, config);
  return result;
}

type Agreed =
  | { make: true; config: Config; deployment: Deployment; carryRecords: boolean | undefined }
  | { make: false; shown: { changes: Planned["changes"]; monthlyCost: Cost["planned"] } };

/** Writes the config, shows the plan and its price, and asks; goes back to the answers as often as the person likes. */
async function agree(command: Command, answered: Answered): Promise<Agreed> {
  const { options, io } = command;
  const { again, settled } = answered;
  let { config, deployment } = answered;
  for (;;) {
    if (deployment.state) refuseOther(deployment.state, config);
    await writeConfigFile(options.config, config);
    if (!options.state.startsWith("s3://")) await ignoreState(projectFolder(options), options.state);
    settled();
    const domain = config.domain && parseDomain(config.domain);
    if (domain && domain.display !== domain.ascii) io.say(`${domain.display}`);

    const findings = await preflight(command, deployment, config);
    heed(io, findings, options);
    const planned = await planDeployment(command, deployment, config);
    const cost = await costOf(command, deployment, config, planned);
    io.say("");
    for (const line of planLines(planned.changes, io)) io.say(line);
    io.say(planTotals(planned.changes));
    io.say("");
    for (const line of costLines(io, cost)) io.say(line);
    io.say("");
    if (!options.provision) {
      return { make: false, shown: { changes: planned.changes, monthlyCost: cost.planned } };
    }
    if (!io.interactive || !again) return { make: true, config, deployment, carryRecords: undefined };

    refuseImpossible(planned.changes);
    const carryRecords = await askToCarry(command, deployment, config);
    if (carryRecords === back) {
      ({ config, deployment } = await again());
      continue;
    }
    const warnings = findings.filter(({ status }) => status === "warning");
    const [first] = warnings;
    const totals = planTotals(planned.changes);
    const monthly = monthlyInWords(cost.planned);
    const answer = await io.ask.choose<"make" | "change" | "stop">({
      message: options.sandbox ? say("askMakeSandbox") : say("askMake"),
      // Said here too, because --quiet shows nothing above.
      why: first
        ? say("whyMakeWarned", totals, monthly, warnings.length, first.message)
        : say("whyMake", totals, monthly),
      choices: [
        { value: "make", name: say("makeYes") },
        { value: "change", name: say("makeChange") },
        { value: "stop", name: say("makeNo") },
      ],
      default: "make",
    });
    if (answer === "make") return { make: true, config, deployment, carryRecords };
    if (answer === "stop") {
      return { make: false, shown: { changes: planned.changes, monthlyCost: cost.planned } };
    }
    ({ config, deployment } = await again());
  }
}

/** Says what `doctor` would; before something is made a problem ends the run. */
function heed(io: Io, findings: readonly Finding[], { provision, quiet }: CommandOptions): void {
  for (const { status, check, message, hint } of findings) {
    if (status !== "warning") continue;
    io.emit({ type: "warning", message: say("checkFound", check, hint ? say("sentences", message, hint) : message) });
  }
  const problems = findings.filter(({ status }) => status === "problem");
  const [first] = problems;
  if (!first) return;
  // With what the hint is about: the policy to attach, the names that are taken.
  // Not even --quiet keeps back what an error is about.
  tellFindings(io, (line) => (quiet ? io.print(line) : io.say(line)), problems);
  if (!provision) return;
  const many = problems.length > 1 ? `${problems.length} problems stand in the way. The first: ` : "";
  throw new WizardError("preflight", `${many}${first.message}`, {
    hint: `${first.hint ?? "Mend it."} \`deploy-wizard doctor\` checks again.`,
    more: { findings },
  });
}

export function newState(
  { session, store }: Deployment,
  config: Config,
  environment: string,
): Promise<DeploymentState> {
  return createDeploymentState(store, {
    app: config.app,
    environment,
    account: session.account,
    region: session.region,
    fixed: { entry: config.entry, domain: config.domain },
  });
}
