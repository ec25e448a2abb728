/** What `recover` says of what it finds. */
export const recover = {
  recoverByTags: "by its tags",
  recoverByContent: "by its name and content",
  recoverBefore: "was there before us",
  recoverMissing: "not there",
  recoverUnclear: "not clear",
  recoverReplacedUnknown: "what was there before cannot be known: destroy removes it and puts nothing back",
  recoverProofShared: "another certificate may need it, so destroy leaves it",
  recoverCopiesUnknown: "which of the zone's other records were copied cannot be known: destroy leaves them all",
  recoverZoneUntagged: "made for this app by its comment, and not tagged yet",
  recoverFormer: "the config does not ask for it: `resume` and `destroy` remove it",
  recoverUnplaced: "Carries our tags, but has no place:",
  recoverUnplacedOne: (what: string, key: string) =>
    `${what} (made as ${key || "unknown"}): it is not in the state; remove it in the AWS console if nobody needs it`,
  recoverCounts: (found: number, missing: number, id: string) =>
    `Found ${found} of deployment ${id}, ${missing} not there.`,
  recoverSetAside: (from: string, to: string) => `${from} could not be read; it is kept as ${to}.`,
  recoverWritten: (where: string) =>
    `Written: ${where}. \`deploy-wizard plan\` shows what differs, \`resume\` goes on.`,
  recoverConfig: (path: string) => `There is no ${path}. What the account still says of the answers:`,
  recoverWhichApp: "Several apps are here: which is it?",
  askRecover: (where: string) => `Write this as ${where}?`,
  recoverWhich: (app: string, environment: string) => `Several deployments of ${app}/${environment}: which is it?`,
};
