/** What the repository gives away before anything is asked: where an answer was seen, and what stands in its way. */
export const detected = {
  seenIn: (what: string, file: string) => `${what} in ${file}`,
  seenInSources: "a route in the source code",
  seenFolderName: "the name of this folder",
  seenRemote: (remote: string) => `remote ${remote} of git`,
  seenOnlyRemote: "the only remote of git",
  seenDefaultBranch: "default branch of the remote",
  seenCurrentBranch: "current branch of git",
  seenKnownBranch: "a branch of the git repository",
  seenHealthEndpoint: (file: string) => `actuator in ${file}`,
  seenNoHealthEndpoint: "no health check found in the project",

  seenAlso: (file: string, flag: string) => `${file} is here too; ${flag} runs the app that way.`,
  seenNoSpringBoot: (file: string) =>
    `No Spring Boot plugin in ${file}: the wizard runs Java apps of Spring Boot only.`,
  seenNoStartScript: "package.json has no scripts.start, so `npm start` would start nothing.",
  seenNoExecutableJar: (file: string) =>
    `${file} makes no jar that starts by itself: it takes spring-boot-maven-plugin and packaging jar.`,

  seenNoActuator: (file: string, line: string) =>
    `No health endpoint: the actuator is missing. Add to ${file}: ${line}`,
  seenHealthOff: (key: string, file: string) => `${key} in ${file} switches the health endpoint off.`,
  seenManagementPort: (port: string, file: string) =>
    `management.server.port in ${file} puts the health endpoint on port ${port}, where the load balancer does not ask.`,
  seenSecurity: (path: string, call: string) =>
    `Spring Security may answer ${path} with 401 or 302, and the server would count as unhealthy. Permit it: ${call}`,
  seenAppTls: (file: string) =>
    `server.ssl in ${file}: TLS ends before the app, which is asked over http. Switch it off in production.`,
  seenLoopback: (file: string) => `server.address in ${file} lets nobody but the server itself reach the app.`,

  seenNoDatabase: (file: string) =>
    `No database driver in ${file}. If the app needs no database, "none" saves the cost of RDS.`,
  seenSeveralDatabases: (drivers: string, file: string) => `${file} has drivers of several databases: ${drivers}.`,

  seenOtherHost: (host: string) => `The git remote is on ${host}; deploys come from GitHub only.`,
  seenNoHost: "The git remote is not on GitHub; deploys come from GitHub only.",
  seenUnusableRemote: "The git remote on GitHub names no repository as owner/name.",
  seenSeveralRemotes: "git has several remotes and none is called origin.",
  seenBelowRepositoryRoot:
    "This folder is not the root of its git repository, and GitHub only runs workflows that lie in the root.",
  seenSeveralApps: (all: string, taken: string) =>
    `Several modules are Spring Boot apps (${all}); this is about ${taken}. The workflow deploys the only jar that the build leaves, so switch bootJar off in the others, or build ${taken} alone.`,
  seenArtifact: (path: string) => `The build makes ${path}, which is what gets deployed.`,
};
