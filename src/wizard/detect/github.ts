import { repositoryPattern } from "../../config/github-names.ts";
import type { Saying } from "../../engine/saying.ts";
import { say } from "../../language/phrase.ts";
import type { Proposal, Proposals } from "../detected.ts";
import { type GitRepository, readGitRepository } from "./git-repository.ts";
import { propose } from "./propose.ts";

const longestUrl = 2000;

interface Remote {
  /** Lower case; undefined for a path on this machine. */
  host: string | undefined;
  path: string;
}

/** The repository and the branch that a push deploys from, or why there are none. */
export async function detectGithub(folder: string): Promise<{ proposals: Proposals; notes: Saying[] }> {
  const git = await readGitRepository(folder);
  const remote = git && (git.remotes.find(({ name }) => name === "origin") ?? onlyOne(git.remotes));
  if (!git || !remote)
    return { proposals: {}, notes: git && git.remotes.length > 1 ? [say("seenSeveralRemotes")] : [] };
  const place = placeOf(remote.url);
  if (!isGithub(place)) return { proposals: {}, notes: [elsewhere(place)] };
  const from = /^\w[\w.-]{0,39}$/.test(remote.name) ? say("seenRemote", remote.name) : say("seenOnlyRemote");
  const repository = propose("github.repository", repositoryOf(place.path), from);
  if (!repository) return { proposals: {}, notes: [say("seenUnusableRemote")] };
  return {
    proposals: { "github.repository": repository, "github.branch": await branchOf(git, remote.name) },
    notes: git.below === "" ? [] : [say("seenBelowRepositoryRoot")],
  };
}

/** The default branch of the remote, else main or master if either is checked out or there, else what is checked out. */
async function branchOf(git: GitRepository, remote: string): Promise<Proposal<string> | undefined> {
  const standard = await git.defaultBranch(remote);
  if (standard) return propose("github.branch", standard, say("seenDefaultBranch"));
  const usual = ["main", "master"];
  const current = git.currentBranch;
  if (!current || !usual.includes(current)) {
    for (const branch of usual) {
      if (await git.hasBranch(remote, branch)) return propose("github.branch", branch, say("seenKnownBranch"));
    }
  }
  return current === undefined ? undefined : propose("github.branch", current, say("seenCurrentBranch"));
}

const onlyOne = <T>(list: readonly T[]) => (list.length === 1 ? list[0] : undefined);

/**
 * Host and path of a remote: a URL, or `user@host:path` as scp has it.
 * @see https://git-scm.com/docs/git-clone#_git_urls
 */
function placeOf(remote: string): Remote {
  // A URL's reader would pass over a line break in the middle.
  if (remote.length > longestUrl || /[\0- \x7f]/.test(remote)) return { host: undefined, path: "" };
  if (/^[a-z+]+:\/\//i.test(remote)) {
    if (!URL.canParse(remote)) return { host: undefined, path: "" };
    const { hostname, pathname } = new URL(remote);
    return { host: hostname.toLowerCase() || undefined, path: pathname };
  }
  const [, host, path] = remote.match(/^(?:[^@\s/:]+@)?([^@:/\s]{2,}):(.*)$/s) ?? [];
  return host ? { host: host.toLowerCase(), path: path! } : { host: undefined, path: "" };
}

/** SSH configurations have names such as github.com-work for a second account. */
const isGithub = ({ host }: Remote) => host !== undefined && /^((www|ssh)\.)?github\.com(-[\w-]+)?$/.test(host);

function repositoryOf(path: string): string | undefined {
  const repository = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  return repositoryPattern.test(repository) ? repository : undefined;
}

/** Only the host is named: what is before it may be a password. */
function elsewhere({ host }: Remote): Saying {
  return host && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) && host.length <= 60
    ? say("seenOtherHost", host)
    : say("seenNoHost");
}
