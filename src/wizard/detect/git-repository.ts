import { dirname, join, relative, resolve } from "node:path";
import { branchProblem } from "../../config/github-names.ts";
import { type GitVariable, parseGitConfig } from "./git-config.ts";
import { type ProjectTree, projectTree } from "./project-tree.ts";

/** Old repositories have long lists of branches. */
const mostBytes = 4 * 1024 * 1024;

/** A git repository, as its own files tell. */
export interface GitRepository {
  /** Where the project lies below the root of the working tree, "" for the root itself. */
  below: string;
  /** URL of each remote, in the order of the config. */
  remotes: { name: string; url: string }[];
  /** The branch that is checked out, undefined when none is. */
  currentBranch: string | undefined;
  /** The branch that a clone of the remote begins with, as far as it was recorded. */
  defaultBranch(remote: string): Promise<string | undefined>;
  hasBranch(remote: string, branch: string): Promise<boolean>;
}

/**
 * The repository that `folder` belongs to, or undefined when it is in none. Reads files alone, git is not needed.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function readGitRepository(folder: string): Promise<GitRepository | undefined> {
  const start = resolve(folder);
  let root = start;
  let found = await gitFolder(root);
  while (!found && dirname(root) !== root) {
    root = dirname(root);
    found = await gitFolder(root);
  }
  if (!found) return undefined;
  const own = projectTree(found);
  // A further working tree has its own HEAD, and shares everything else.
  const common = (await own.text("commondir"))?.trim();
  const shared = common ? projectTree(resolve(found, common)) : own;
  return {
    below: relative(root, start).replaceAll("\\", "/"),
    remotes: remotesOf(parseGitConfig((await shared.text("config", mostBytes)) ?? "")),
    currentBranch: branchIn((await own.text("HEAD")) ?? "", "refs/heads/"),

    async defaultBranch(remote) {
      if (!isFolderName(remote)) return undefined;
      return branchIn((await shared.text(`refs/remotes/${remote}/HEAD`)) ?? "", `refs/remotes/${remote}/`);
    },

    async hasBranch(remote, branch) {
      const refs = [`refs/heads/${branch}`, ...(isFolderName(remote) ? [`refs/remotes/${remote}/${branch}`] : [])];
      return (await packed(shared, refs)) || (await shared.first(refs)) !== undefined;
    },
  };
}

/** Where git keeps its files for a working tree at `root`: the folder `.git`, or the one that the file `.git` names. */
async function gitFolder(root: string): Promise<string | undefined> {
  const [, link] = (await projectTree(root).text(".git"))?.match(/^gitdir: ([^\n]+)/) ?? [];
  const folder = link ? resolve(root, link.trim()) : join(root, ".git");
  return (await projectTree(folder).text("HEAD")) === undefined ? undefined : folder;
}

function remotesOf(variables: GitVariable[]): GitRepository["remotes"] {
  const remotes = new Map<string, string>();
  for (const { section, subsection, name, value } of variables) {
    // Of several, git fetches from the first.
    if (section === "remote" && subsection && name === "url" && !remotes.has(subsection))
      remotes.set(subsection, value);
  }
  return [...remotes].map(([name, url]) => ({ name, url }));
}

function branchIn(text: string, prefix: string): string | undefined {
  const [, ref] = text.match(/^ref: ([^\n]+)/) ?? [];
  const branch = ref?.startsWith(prefix) ? ref.slice(prefix.length).trim() : undefined;
  return branch && !branchProblem(branch) ? branch : undefined;
}

const isFolderName = (remote: string) => /^\w[\w.-]{0,99}$/.test(remote);

async function packed(tree: ProjectTree, refs: string[]): Promise<boolean> {
  const lines = ((await tree.text("packed-refs", mostBytes)) ?? "").split("\n");
  return lines.some((line) => refs.includes(line.replace(/^[0-9a-f]+ /, "")));
}
