import { firstStored, readPast } from "../deployments/good-revision.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { ago } from "../status/ago.ts";
import { checkPlace } from "./deploy-check.ts";
import { deploySite, runDeployment } from "./deploy-run.ts";
import { type Command, openDeployment, readConfig, requireConfig } from "./deployment.ts";
import type { CommandResult } from "./io.ts";

/**
 * `rollback`: deploys the last good revision again when what came after it failed, and otherwise the good one before it.
 * A second rollback goes further back.
 */
export async function rollback(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const config = requireConfig(await readConfig(options), options.config);
  const deployment = await openDeployment(command, config);
  const site = deploySite(command, deployment, config);
  const { aws } = site.tools;
  const { current, former, failed } = await readPast(aws, site.place);
  if (!current) {
    throw new WizardError("usage", "No deployment has succeeded yet: there is nothing to go back to.", {
      hint: "Push, or `deploy-wizard deploy`.",
    });
  }
  const candidates = failed ? [current, ...former] : former;
  const target = await firstStored(aws, candidates);
  if (!target) {
    const none = candidates.length === 0;
    throw new WizardError(
      "usage",
      none
        ? "There is one good revision, the one that runs: there is none before it."
        : `The bundles before ${current.deploymentId} are not in ${site.place.bucket} any more: it keeps old ones for a limited time.`,
      { hint: "Check out the commit that you want back, build it, and `deploy-wizard deploy`." },
    );
  }
  io.say(
    say(
      "rollbackTo",
      target.deploymentId,
      ago(target.deployedAt.toISOString(), deployment.session.clock.wall()),
      target.key,
    ),
  );
  await checkPlace(io, site.tools, site.state, site.place);
  return runDeployment(command, site, target, `deploy-wizard rollback to ${target.deploymentId}`);
}
