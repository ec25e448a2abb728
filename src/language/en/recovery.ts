/** A state that was lost, rebuilt from what is on AWS. */
export const recovery = {
  recoverFound: (count: number, id: string) => `Found of deployment ${id}: ${count}`,
  recoverMissing: (count: number) => `Not found: ${count}. \`deploy-wizard resume\` makes them.`,
  recoverByTags: "its tags",
  recoverByContent: "its name and content",
  recoverByBefore: "was there before us",
  recoverReplaced: "What records were there before ours cannot be known any more: destroy puts none back.",
  recoverCarried: "Which records were copied from the former DNS cannot be known any more: destroy leaves them.",
  recoverSetAside: (file: string) => `The state that could not be read is ${file} now.`,
  recoverWritten: (file: string) => `Written to ${file}. \`deploy-wizard plan\` shows what differs from the config.`,
  recoverNotWritten: "Nothing was written.",
  askRecover: "Write this as the state?",
  askDeployment: "Several deployments have this name. Which one?",
  whyDeployment: "Its id is in the tag deploy-wizard:id of everything that it has made.",
};
