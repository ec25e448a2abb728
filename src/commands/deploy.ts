import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { architectureOf } from "../config/architecture.ts";
import type { Config } from "../config/schema.ts";
import { findArtifact } from "../delivery/artifact.ts";
import { artifactEntry, type Bundle, deliveryFiles, writeBundle } from "../delivery/bundle.ts";
import { bundleProblems } from "../delivery/bundle-check.ts";
import { isStored, revisionOf, uploadRevision } from "../deployments/revision.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { visibleLine } from "../layout/visible.ts";
import { checkPlace } from "./deploy-check.ts";
import { deploySite, runDeployment } from "./deploy-run.ts";
import { type Command, openDeployment, projectFolder, readConfig, requireConfig } from "./deployment.ts";
import type { CommandResult } from "./io.ts";

/**
 * `deploy`: what a push does, from here. Bundles the artifact and checks everything that can be checked before the first
 * byte is sent, then uploads, creates the deployment and follows it to the end.
 */
export async function deploy(command: Command): Promise<CommandResult> {
  const { options, io } = command;
  const config = requireConfig(await readConfig(options), options.config);
  const workFolder = await mkdtemp(join(tmpdir(), "deploy-wizard-"));
  try {
    const bundle = await makeBundle(command, config, workFolder).catch(requireReadable);
    const deployment = await openDeployment(command, config);
    const { session } = deployment;
    const site = deploySite(command, deployment, config);
    const { place } = site;
    await checkPlace(io, site.tools, site.state, place);

    const revision = revisionOf(place.bucket, bundle);
    io.emit({ type: "step", step: "codedeploy", status: "started", seconds: 0, message: "" });
    if (await isStored(session.aws, revision, bundle.bytes)) io.say(say("deployStored", revision.key));
    else {
      const started = session.clock.now();
      await uploadRevision(session.aws, revision, bundle, (sent) =>
        io.emit({
          type: "progress",
          step: "codedeploy",
          key: "codedeploy.upload",
          what: say("waitUpload", sized(sent), sized(bundle.bytes), place.bucket),
          elapsedSeconds: (session.clock.now() - started) / 1000,
        }),
      );
      io.say(say("deployUploaded", sized(bundle.bytes), revision.bucket));
    }
    return await runDeployment(command, site, revision, "deploy-wizard deploy");
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** Finds the artifact and zips it; whatever is wrong with it, or with the files beside it, ends here with exit 2. */
async function makeBundle({ options, io }: Command, config: Config, workFolder: string): Promise<Bundle> {
  const folder = projectFolder(options);
  const artifact = await findArtifact({
    folder,
    runtime: config.runtime,
    given: options.path,
    architecture: architectureOf(config.server.instanceType),
  });
  const files = await deliveryFiles(folder);
  const { entry, leftOut } = await artifactEntry(artifact, workFolder);
  const entries = [...files, entry];
  refuse(bundleProblems(entries));
  io.say(say("deployArtifact", visibleLine(artifact.path)));
  if (leftOut.length > 0) io.say(say("deployLeftOut", leftOut.map(visibleLine).join(", ")));
  // Artifacts are stored as they are: one that is too large need not fill this disk, too.
  requireFit((await stat(entry.source)).size, config);
  const bundle = await writeBundle(entries, join(workFolder, "bundle.zip"));
  requireFit(bundle.bytes, config);
  return bundle;
}

/** A file of the project that cannot be read is the person's to mend; every other error goes on as it is. */
function requireReadable(error: unknown): never {
  const { code, path } = error as NodeJS.ErrnoException;
  if ((code !== "EACCES" && code !== "EPERM") || !path) throw error;
  throw new WizardError("usage", `${visibleLine(path)} belongs into the bundle and cannot be read (${code}).`, {
    hint: "Give yourself the permission to read it, or move it out of the app's folder; then deploy.",
    cause: error,
  });
}

function requireFit(bytes: number, { server }: Config): void {
  const limit = bundleLimit(server.disk);
  if (bytes <= limit) return;
  throw new WizardError("usage", `The bundle has ${sized(bytes)}, and the server takes at most ${sized(limit)}.`, {
    hint: "Make the artifact smaller, or the disk larger (server.disk in the config, then `deploy-wizard resume`).",
  });
}

function refuse(problems: readonly string[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  // The first few are enough to begin with, and appspec.yml may name any number of scripts.
  const more = others.length > 4 ? [...others.slice(0, 4), `${others.length - 4} more`] : others;
  throw new WizardError("usage", others.length === 0 ? `${first}.` : `${first}; and ${more.join("; ")}.`, {
    hint: "`deploy-wizard codedeploy --force` writes the wizard's own files again.",
  });
}

const gibibyte = 1024 ** 3;

/**
 * A server holds the zip, what is unpacked of it, the installed app and the two revisions before it: a sixth of what its
 * disk has beside the system. At 4 GiB the workflow's zip ends, and what can be deployed from here is to go by a push, too.
 */
const bundleLimit = (diskGiB: number) => Math.min(4 * gibibyte, Math.max(gibibyte / 4, ((diskGiB - 4) * gibibyte) / 6));

/** Bytes for people: `412 kB`, `38.2 MB`. */
const sized = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
