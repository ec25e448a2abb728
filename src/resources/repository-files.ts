import { createHash } from "node:crypto";
import type { AwsResource, AwsTools } from "../aws/tools.ts";
import { unifiedDiff } from "../delivery/diff.ts";
import { readProjectFile, writeProjectFile } from "../delivery/project-file.ts";
import type { RepositoryFile } from "../delivery/repository-files.ts";
import type { Change } from "../engine/resource.ts";
import { say } from "../language/phrase.ts";

export interface RepositoryFilesInput {
  files: RepositoryFile[];
  /** Overwrites files that somebody has changed. */
  force: boolean;
}

export interface RepositoryFilesOutput {
  paths: string[];
  /** By path, the SHA-256 of what we wrote; a file that was left alone has none. */
  hashes: Record<string, string>;
}

/**
 * The files in the person's repository that make a push a deployment. One that differs and that we did not write is
 * shown as a diff and left alone, unless `force`. `destroy` leaves them: they belong to the repository.
 */
export const repositoryFiles: AwsResource<RepositoryFilesInput, RepositoryFilesOutput> = {
  kind: "repository-files",
  untagged: true,
  title: ({ files }) => say("titleRepositoryFiles", files.map(({ path }) => path).join(", ")),
  id: ({ paths }) => paths.join(", "),

  async find(tools, input, { recorded }) {
    return recorded && { output: await look(tools, input, recorded.hashes) };
  },

  async recover(tools, input) {
    const output = await look(tools, input, {});
    return Object.keys(output.hashes).length > 0 ? { output } : undefined;
  },

  async create(tools, input) {
    for (const change of await changes(tools, input, {})) await change.apply?.();
    return await look(tools, input, {});
  },

  sync: (tools, input, { hashes }) => changes(tools, input, hashes),

  ready: (tools, input, { hashes }) => look(tools, input, hashes),

  async remove() {
    return { kept: say("keptFiles"), handedOver: true };
  },
};

async function changes(
  { projectFolder, warn }: AwsTools,
  { files, force }: RepositoryFilesInput,
  hashes: Record<string, string>,
): Promise<Change[]> {
  const found: Change[] = [];
  for (const file of files) {
    const { path, content } = file;
    const now = await readProjectFile(projectFolder, path);
    if (now === content) continue;
    const apply = () => writeProjectFile(projectFolder, file);
    if (now === undefined) found.push({ detail: `${path}: missing -> written`, apply });
    else if (hashes[path] === sha256(now))
      found.push({ detail: `${path}: as an earlier version wrote it -> new`, apply });
    else if (force) found.push({ detail: `${path}: changed by somebody -> overwritten`, apply });
    else {
      warn(say("warnFileLeftAlone", path, unifiedDiff(now, content)));
    }
  }
  return found;
}

/** What is ours now: files that read as wanted, and the earlier record of the others. */
async function look(
  { projectFolder }: AwsTools,
  { files }: RepositoryFilesInput,
  earlier: Record<string, string>,
): Promise<RepositoryFilesOutput> {
  const hashes: Record<string, string> = {};
  for (const { path, content } of files) {
    const hash = (await readProjectFile(projectFolder, path)) === content ? sha256(content) : earlier[path];
    if (hash) hashes[path] = hash;
  }
  return { paths: files.map(({ path }) => path), hashes };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
