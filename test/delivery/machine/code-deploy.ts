/** CodeDeploy's agent: lays a bundle out and runs its hooks, as its documentation says, with what it keeps of their words. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { longestSeconds, readAppspec } from "../../../src/delivery/appspec.ts";
import { type BundleEntry, deliveryFiles, writeBundle } from "../../../src/delivery/bundle.ts";
import { bundleProblems } from "../../../src/delivery/bundle-check.ts";
import { repositoryFiles } from "../../../src/delivery/repository-files.ts";
import { handIn, type Machine } from "./machine.ts";

export interface Deployed {
  /** The lifecycle event that failed; undefined when all went well. */
  failed: string | undefined;
  /** The end of what the last script said, as much as the agent keeps. */
  logTail: string;
  /** Everything that the scripts said. */
  log: string;
}

const order = ["AfterInstall", "ApplicationStart", "ValidateService"] as const;

/** The files that the wizard writes, in a folder. */
export function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  for (const { path, content, mode } of repositoryFiles({ github: null })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode });
  }
  return folder;
}

/**
 * Deploys to one server, again and again. The previous revision that stops the app is the last one that went well.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function codeDeploy(machine: Machine, folder = project()) {
  let number = 0;
  let previous: string | undefined;

  /** `artifact` undefined: the bundle lacks it. `hurry`: how many of the health check's seconds are over already. */
  return async function deploy(artifact: BundleEntry | undefined, { hurry = 0 } = {}): Promise<Deployed> {
    number += 1;
    const entries = [...(await deliveryFiles(folder)), ...(artifact ? [artifact] : [])];
    const problems = bundleProblems(entries);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    await writeBundle(entries, join(machine.outside, `${number}.zip`));
    const read = readAppspec(readFileSync(join(folder, "appspec.yml"), "utf8"));
    if (!("appspec" in read)) throw new Error(read.problems.join("\n"));
    const files = read.appspec.files ?? [];
    const hooks = read.appspec.hooks ?? {};

    const archive = `/opt/codedeploy-agent/deployment-root/group/d-${number}/deployment-archive`;
    // Bash reads this file before a script: the script is as it is, and only its clock has run for a while.
    handIn(machine, "late", `[[ $0 != */healthy.sh || $1 != app.service || $2 != 240 ]] || SECONDS=${hurry}\n`);
    const late = { BASH_ENV: "/outside/late" };
    const outcome: Deployed = { failed: undefined, logTail: "", log: "" };
    const hook = async (event: keyof typeof hooks, at: string) => {
      for (const { location, timeout } of hooks[event] ?? []) {
        const env = { LIFECYCLE_EVENT: event, DEPLOYMENT_ID: `d-${number}` };
        const said = await machine.run(`timeout --kill-after=5 ${timeout ?? longestSeconds} ${at}/${location}`, {
          ...env,
          ...late,
        });
        outcome.log += `[${event}]\n${said.output}`;
        outcome.logTail = said.output.slice(-2048);
        if (said.status !== 0) outcome.failed = event;
      }
      return outcome.failed === undefined;
    };
    if (previous && !(await hook("ApplicationStop", previous))) return outcome;
    const copy = files.map(
      ({ source, destination }) =>
        `rm -rf ${destination}; mkdir -p ${destination}; cp -r ${archive}/${source}/. ${destination}`,
    );
    const laid = await machine.run(
      `set -e; mkdir -p ${archive}; unzip -q /outside/${number}.zip -d ${archive}; ${copy.join("; ")}`,
    );
    if (laid.status !== 0) throw new Error(laid.output);
    for (const event of order) if (!(await hook(event, archive))) return outcome;
    previous = archive;
    return outcome;
  };
}

export const artifact = (path: "app.jar" | "app.tar.gz" | "image.tar.gz", source: string): BundleEntry => ({
  path,
  source,
  executable: false,
});
