import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

export interface GithubRepository {
  /** As GitHub spells it; subjects are compared letter by letter. */
  fullName: string;
  id: number;
  ownerId: number;
  createdAt: string | undefined;
}

export interface SubjectQuestion {
  /** `owner/name`. */
  repository: string;
  branch: string;
  /** `<owner id>/<repository id>`, when the person has given them. */
  ids?: string | null;
  /** Throws when GitHub does not answer, or not with a repository. */
  fetchRepository?: (repository: string) => Promise<GithubRepository>;
}

export interface SubjectAnswer {
  /** For `StringEquals` on `token.actions.githubusercontent.com:sub`. */
  subjects: string[];
  /** Something to tell the person. */
  note?: Saying;
}

/** Repositories made, renamed or transferred from this day on carry ids in their subject. */
const idsSince = Date.UTC(2026, 6, 15);

/**
 * Whom the deploy role trusts: the workflow runs of one branch of one repository. An older repository gets both forms,
 * because a rename or transfer since then would have switched it.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export async function githubSubject(question: SubjectQuestion): Promise<SubjectAnswer> {
  const { repository, branch, ids, fetchRepository = askGithub } = question;
  const subject = (name: string) => `repo:${name}:ref:refs/heads/${branch}`;
  const withIds = (fullName: string, ownerId: number | string, id: number | string) => {
    const [owner, name] = fullName.split("/");
    return subject(`${owner}@${ownerId}/${name}@${id}`);
  };
  if (ids) {
    const [, ownerId, id] = /^(\d+)\/(\d+)$/.exec(ids) ?? [];
    if (!ownerId || !id) throw new WizardError("config", `--github-ids ${ids}: should be <owner id>/<repository id>.`);
    return { subjects: [withIds(repository, ownerId, id)] };
  }
  try {
    const { fullName, ownerId, id, createdAt } = await fetchRepository(repository);
    const modern = withIds(fullName, ownerId, id);
    const created = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
    return { subjects: created < idsSince ? [subject(fullName), modern] : [modern] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      subjects: [subject(repository)],
      note: say("githubNotAsked", repository, reason, `gh api repos/${repository} --jq '"\\(.owner.id)/\\(.id)"'`),
    };
  }
}

interface Answer {
  full_name?: string;
  id?: number;
  owner?: { id?: number };
  created_at?: string;
}

/** Asks GitHub's public API, or the one at `GITHUB_API_URL`, for at most 3 s. */
export async function askGithub(repository: string): Promise<GithubRepository> {
  const base = process.env.GITHUB_API_URL || "https://api.github.com";
  const token = process.env.GH_TOKEN || process.env.GITHUB_TOKEN;
  const response = await fetch(`${base.replace(/\/+$/, "")}/repos/${repository}`, {
    headers: {
      accept: "application/vnd.github+json",
      "user-agent": "deploy-wizard",
      ...(token && { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.timeout(3000),
  });
  if (response.status === 404) throw new Error("it is private, and GH_TOKEN is not set, or there is none of that name");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { full_name: fullName, id, owner, created_at: createdAt } = (await response.json()) as Answer;
  if (!fullName || id === undefined || owner?.id === undefined) throw new Error("the answer has no ids");
  return { fullName, id, ownerId: owner.id, createdAt };
}
