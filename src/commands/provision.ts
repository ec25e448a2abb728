import type { AwsTools } from "../aws/tools.ts";
import type { Config } from "../config/schema.ts";
import type { Blueprint } from "../engine/blueprint.ts";
import { vanished } from "../engine/ensure.ts";
import { WizardError } from "../engine/errors.ts";
import { type PlannedChange, plan } from "../engine/plan.ts";
import { provision } from "../engine/provision.ts";
import { takeDown } from "../engine/teardown.ts";
import type { Workshop } from "../engine/toolbox.ts";
import { say } from "../language/phrase.ts";
import type { HostedZoneOutput } from "../resources/hosted-zone.ts";
import type { DeploymentState } from "../state/deployment-state.ts";
import { createBlueprint } from "../steps/blueprint.ts";
import { registry } from "../steps/registry.ts";
import { whySkipped } from "../steps/skipped.ts";
import { type StepName, stepNames } from "../steps/step-names.ts";
import { type Command, createStepContext, createWorkshop, fingerprint } from "./deployment.ts";
import type { CommandResult, Io } from "./io.ts";
import { tellNameServers } from "./name-servers.ts";
import { outputsOf } from "./outputs.ts";
import type { Session } from "./session.ts";

export interface ProvisionResult extends CommandResult {
  outputs: ReturnType<typeof outputsOf>;
  /** A zone above the domain serves it: its name servers are not for anybody to copy. */
  servedAbove: boolean;
}

/** Brings the deployment to what the config says: all of it, or one step. The lock is held by the caller. */
export async function provisionDeployment(
  command: Command,
  session: Session,
  config: Config,
  state: DeploymentState,
  step?: StepName,
): Promise<ProvisionResult> {
  command.remember?.(() => outputsOf(state, null));
  await requireFixed(state, config);
  const context = await createStepContext(command, session, config, state);
  const blueprint = createBlueprint(context);
  const telling: Promise<Error | undefined>[] = [];
  const workshop = createWorkshop(command, session, state, state, (event) => {
    if (event.type !== "resource" || event.key !== "route53.zone" || telling.length > 0) return;
    // Told while the rest is being made; what goes wrong with it is looked at after that.
    telling.push(tellNameServers(command, session, config, zoneOf(state)).then(() => undefined, asError));
  });

  const whole = step === undefined;
  sayWhatIsSkipped(blueprint, workshop, config, step);
  const changed = state.applied !== fingerprint(config);
  if (whole && changed && state.entries().length > 0) refuseImpossible(await plan(blueprint, workshop));
  const { outputs, parked } = await provision(blueprint, workshop, {
    steps: step && new Set([step]),
    without: without(step, command),
  });
  const [untold] = await Promise.all(telling);
  if (untold) throw untold;
  if (whole) {
    await removeOrphans(blueprint, workshop);
    if (parked.size === 0 && changed) await state.apply(fingerprint(config));
  }

  const delegated = outputs.has("route53.delegation") ? true : parked.has("route53.delegation") ? false : null;
  const waitsFor = [...parked.values()][0];
  if (waitsFor) command.io.emit({ type: "error", code: "waiting", ...waitsFor.said });
  return {
    status: waitsFor ? "waiting" : "complete",
    exitCode: waitsFor ? waitsFor.exitCode : 0,
    outputs: outputsOf(state, delegated ?? (parked.has("acm.issuance") ? false : null)),
    servedAbove: zoneOf(state)?.parent ?? false,
  };
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** A step that this config has no use for is named with the reason. */
function sayWhatIsSkipped(
  { nodes }: Blueprint<AwsTools>,
  { reporter }: Workshop<AwsTools>,
  config: Config,
  only: StepName | undefined,
): void {
  for (const step of only ? [only] : stepNames) {
    if (nodes.some((node) => node.step === step)) continue;
    reporter.emit({ type: "step", step, status: "skipped", seconds: 0, message: whySkipped(step, config) });
  }
}

/** The step route53 alone makes the zone and leaves the registrar to the person, unless it is told to wait. */
function without(step: StepName | undefined, { options }: Command): ReadonlySet<string> {
  return new Set(step === "route53" && options.waitSeconds === undefined ? ["route53.delegation"] : []);
}

export function zoneOf(state: DeploymentState): HostedZoneOutput | undefined {
  const entry = state.get("route53.zone");
  return entry?.status === "created" ? (entry.output as HostedZoneOutput) : undefined;
}

/** Records what cannot be changed once something was made. */
async function requireFixed(state: DeploymentState, config: Config): Promise<void> {
  refuseOther(state, config);
  const { entry, domain } = state.fixed;
  if (entry === config.entry && domain === config.domain) return;
  await state.fix({ ...state.fixed, entry: config.entry, domain: config.domain });
}

/** Throws `cannot-change` for another entry or domain once something was made; a domain may be added later. */
export function refuseOther(state: DeploymentState, config: Config): void {
  const { entry, domain } = state.fixed;
  if (state.entries().length === 0) return;
  if (entry === config.entry && (domain === config.domain || domain === null)) return;
  const [what, was, is] = entry === config.entry ? ["domain", domain, config.domain] : ["entry", entry, config.entry];
  throw new WizardError("cannot-change", `${what}: ${is ?? "none"} given; ${state.app} was made with ${was}.`, {
    hint: `Put ${was} back, or deploy a second environment (--env) with ${is ?? "none"} and destroy this one.`,
  });
}

/**
 * A changed config is looked through once before anything is asked or changed, so that a refusal does not come half-way.
 * Throws `cannot-change`.
 */
export function refuseImpossible(changes: readonly PlannedChange[]): void {
  for (const { title, detail, instead, action, key, kind, gone } of changes) {
    if (gone !== undefined) throw vanished(title, gone);
    if (instead) {
      throw new WizardError("cannot-change", `The ${title} cannot be changed in place (${detail.join("; ")}).`, {
        hint: instead,
      });
    }
    if (action === "delete" && registry.get(kind)?.precious) {
      throw new WizardError("cannot-change", `The config has no place for ${key} any more, and it holds data.`, {
        hint: "Put it back into the config. To remove it with a final snapshot, `deploy-wizard destroy` takes all down.",
      });
    }
  }
}

/** What the config no longer asks for goes, after everything it asks for is there. */
async function removeOrphans(blueprint: Blueprint<AwsTools>, workshop: Workshop<AwsTools>): Promise<void> {
  const orphans = workshop.journal.entries().filter(([key, entry]) => !blueprint.node(key) && !isKept(entry));
  const { leftovers } = await takeDown(
    orphans.map(([key]) => key),
    registry,
    workshop,
    { keepData: true },
  );
  for (const { title, reason } of leftovers) {
    workshop.reporter.emit({
      type: "warning",
      message: `The ${title} is no longer needed but could not go: ${reason}`,
    });
  }
}

const isKept = (entry: ReturnType<DeploymentState["get"]>) => entry?.status === "created" && entry.kept !== undefined;

/** What comes next, and the last lines on stdout, for people. */
export function printEnd(io: Io, { outputs, servedAbove, status }: ProvisionResult, { github }: Config): void {
  if (status === "complete") {
    io.say(say("allDone"));
    if (github) io.say(say("pushDeploys", github.branch));
  }
  for (const server of servedAbove ? [] : (outputs.nameServers ?? [])) io.print(server);
  if (outputs.url) io.print(outputs.url);
}
