/** What `status` tells: whether it is up, and if not, why. */
export const status = {
  statusUp: (url: string) => `up: ${url}`,
  statusDown: (reason: string) => `not up: ${reason}`,
  statusComing: (reason: string) => `coming up: ${reason}`,
  statusUnknown: (reason: string) => `cannot tell: ${reason}`,

  statusNothingMade: "nothing has been made yet; `deploy-wizard resume` starts",
  statusTakenDown: "it was taken down; what was kept is below",
  statusGone: (title: string) => `${title} does not exist any more`,
  statusIs: (title: string, state: string) => `${title} is ${state}`,
  statusUnfinished: (title: string) => `${title} is being made, or \`deploy-wizard resume\` goes on with it`,
  statusNotMade: (key: string) => `${key} has not been made yet; \`deploy-wizard resume\` goes on`,
  statusDeploying: (id: string) => `deployment ${id} is under way`,
  statusNotVisible: (url: string) =>
    `all of it is in place; whether ${url} answers cannot be seen in AWS without a load balancer`,
  statusNoAnswer: (url: string, why: string) => `${url} does not answer: ${why}`,
  statusAnswersWith: (url: string, status: number) =>
    `${url} answers with ${status}: the app reports an error or is down`,
  statusNotTrusted: (url: string, issuer: string) =>
    `browsers do not trust the certificate of ${url} (from ${issuer}); nginx asks Let's Encrypt for one again by itself`,

  /** Each of these has the next as its cause. */
  statusBecause: (...chain: string[]) => chain.join(", because "),
  statusNoHttps: "there is no https listener yet",
  statusListenerNext: "the certificate was issued after the last run; `deploy-wizard resume` makes it",
  statusNotIssued: "the certificate is not issued",
  statusAcmLooks: "ACM has not seen its records in DNS yet (usually minutes; then `deploy-wizard resume`)",
  statusNotDelegated: (verdict: string) => `the name servers are not those of Route 53 yet: ${verdict}`,
  statusNotShown: (title: string) => `AWS does not show ${title}; why is said beside it`,
  statusDnsSilent: (domain: string) => `DNS could not be asked whether ${domain} is delegated`,

  statusOldStillRuns: (id: string) => `Deployment ${id} did not succeed; what ran before it still runs.`,
  statusSomeServers: (sick: number, all: number) => `${sick} of ${all} servers are not healthy.`,
  statusExpiresSoon: (days: number) =>
    `The certificate expires in ${days} days and was not renewed: are its validation records still in DNS?`,
  statusDrift: (count: number) =>
    `${count === 1 ? "One resource differs" : `${count} resources differ`} from what was recorded: see "differs" below.`,
  statusFailsOpen: "While no server is healthy the load balancer sends visitors to all of them.",

  statusResources: "Resources",
  statusServers: "Servers behind the load balancer",
  statusCertificate: "Certificate",
  statusDelegation: "Name servers",
  statusDeployment: "Last deployment",
  statusCost: "Cost",
  statusLinks: "AWS console",

  statusThereBefore: "there before",
  statusDiffers: (what: string) => `differs: ${what}`,
  statusAllFine: (count: number) =>
    count === 1 ? "1 resource as it should be" : `${count} resources as they should be`,

  statusExpires: (date: string, days: number) => `expires ${date}, in ${days} days`,
  statusRenews: "ACM renews it by itself",
  statusRenewsOnceUsed: "ACM renews it once a load balancer uses it",
  statusFromOutside: (issuer: string) => `as the server shows it, from ${issuer}`,
  statusOnServer:
    "On the server: nginx gets it from Let's Encrypt and renews it. AWS does not see it; a browser shows its dates.",

  statusNoDeployment: "none yet: a placeholder answers until the first one",
  statusDeployed: (id: string, state: string, age: string) => `${id}  ${state}, ${age}`,
  statusOf: (what: string) => `of ${what}`,
  statusFailedAt: (event: string, instanceId: string) => `failed at ${event} on ${instanceId}`,
  statusRolledBack: (id: string, state: string) => `rolled back by ${id} (${state})`,
  statusNotAsked: (why: string) => `could not be asked: ${why}`,

  statusJustNow: "just now",
  statusMinutesAgo: (count: number) => `${count} min ago`,
  statusHoursAgo: (count: number) => `${count} h ago`,
  statusDaysAgo: (count: number) => (count === 1 ? "yesterday" : `${count} days ago`),

  statusMonthly: (amount: string, asOf: string) => `about ${amount} a month (prices of ${asOf})`,
  statusMonthlyApproximate: (amount: string, asOf: string) =>
    `about ${amount} a month (prices of ${asOf}, approximate)`,
  statusPriceUnknown: (what: string) => `without ${what}: no price is known`,

  statusGoneAll: "Nothing is left to watch: the state is gone.",
};
