/** What a run tells that is no error. */
export const warnings = {
  githubNotAsked: (repository: string, reason: string, command: string) =>
    `GitHub could not be asked about ${repository} (${reason}), so the deploy role trusts the classic subject. ` +
    "If the repository was created, renamed or transferred after 2026-07-14, give its ids with --github-ids: " +
    `${command} prints them.`,
  checkFound: (check: string, what: string) => `${check}: ${what}`,
  sentences: (...all: string[]) => all.join(" "),
  warnDiskGrown: (instanceName: string, gib: number) =>
    `The disk of ${instanceName} is ${gib} GiB now; its file system grows when the server restarts.`,
  warnNoCopy: (title: string) =>
    `The ${title} was removed by somebody else, and no final copy of its data was made. AWS may still have older backups.`,
  warnRolePolicies: (roleName: string, policies: string) =>
    `Role ${roleName} may do more than it was made for: somebody put ${policies} on it. That is left as it is.`,
  warnRecordLost: (name: string, lost: string) =>
    `${name}: the record from before could not be put back (${lost}), as Route 53 refuses it now.`,
  warnSpreadUnseen: (what: string, why: string) =>
    `${what}: removed, but whether all name servers know of it could not be asked (${why}).`,
  warnProviderAudience: (arn: string, audience: string, command: string) =>
    `${arn} was there before and does not know ${audience}: pushes cannot deploy. Its owner runs \`${command}\`.`,
  warnFileLeftAlone: (path: string, diff: string) =>
    `${path} differs and was left alone; --force overwrites it (- yours, + ours):\n${diff}`,

  askSignIn: "The AWS session has expired. Sign in again (`aws sso login`), then press Enter:",
  whySignIn: "Nothing is lost: the run goes on here. Escape leaves; `deploy-wizard resume` goes on later.",
  deployMayHaveBegun: "A deployment may have begun: `deploy-wizard status` shows it, and CodeDeploy goes on with it.",
};
