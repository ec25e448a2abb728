/** What a run tells of its steps and resources. */
export const progress = {
  seconds: (seconds: number) => `${seconds} s`,
  minutes: (minutes: number, seconds: number) => (seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`),
  hours: (hours: number, minutes: number) => (minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`),
  several: (...parts: string[]) => parts.join("; "),
  listed: (...parts: string[]) => parts.join(", "),

  waitingFor: (what: string) => `waiting for ${what}`,
  usually: (time: string) => `usually ${time}`,
  longerThanUsual: "longer than usual",
  longerBecause: (what: string, reason: string) => `waiting for ${what} takes longer than usual: ${reason}`,
  longerWithoutReason: (what: string) => `waiting for ${what} takes longer than usual; AWS gives no reason`,
  moreWaits: (count: number) => `${count} more`,

  created: (title: string) => `${title} created`,
  found: (title: string) => `${title} found`,
  updated: (title: string) => `${title} updated`,
  deleted: (title: string) => `${title} deleted`,
  kept: (title: string) => `${title} kept`,
  stepDone: (time: string) => `done in ${time}`,
  foundAlready: (count: number) => `${count} of them there already`,

  finishing: "Interrupted. What is under way is being finished and recorded; Ctrl-C once more leaves at once.",
  finishingThis: (what: string) =>
    `Interrupted. Finishing and recording what is under way (${what}); Ctrl-C once more leaves at once.`,
  interrupted: "Interrupted: what was under way was finished and recorded.",
  interruptedAtOnce: "Interrupted.",
  leftAtOnce: "Left at once. Whatever was begun is recorded.",
  goesOn: (command: string) => `\`deploy-wizard ${command}\` goes on from here.`,
  initAsksAgain: "Nothing was made. `deploy-wizard init` starts again; the answers are kept.",
  nothingChanged: "Nothing was changed.",
  sandboxIntro: "Sandbox: a rehearsal. Nothing real is made, and time runs faster.",

  allDone: "Everything is there. Until the first deployment a placeholder answers.",
  pushDeploys: (branch: string) =>
    `Commit deploy-wizard.json, appspec.yml, deploy/ and .github/; from then on a push to ${branch} deploys.`,

  skippedEip: "no Elastic IP: behind a load balancer nobody sees the server's address (--elastic-ip makes one)",
  skippedRds: "no database in the config",
  skippedAcmOnServer: "no ACM certificate: it cannot be put on a server, so nginx gets one from Let's Encrypt",
  skippedAcmNoDomain: "no certificate without a domain",
  skippedRoute53: "no hosted zone without a domain",
  skippedAlb: "no load balancer: visitors come straight to the server's address",
  nothingToDo: "nothing to do",
};
