/** What `deploy` and `rollback` tell: how it goes, and if it goes wrong, why and what mends it. */
export const deployments = {
  waitDeployment: (id: string) => `deployment ${id}`,
  waitUpload: (sent: string, all: string, bucket: string) => `upload to ${bucket}, ${sent} of ${all}`,
  waitAgent: (instanceId: string) => `the answer of the CodeDeploy agent on ${instanceId}`,
  waitRollback: "CodeDeploy to put the revision before it back",

  deployArtifact: (path: string) => `Deploys ${path}`,
  deployLeftOut: (files: string) => `Left out, because it may hold secrets: ${files}`,
  deployStored: (key: string) => `The same bundle is in the bucket already (${key}).`,
  deployUploaded: (size: string, bucket: string) => `Uploaded ${size} to ${bucket}`,
  deployStarted: (id: string) => `Deployment ${id}`,
  deployNotFollowed: "It goes on by itself; `deploy-wizard status --watch` shows how it ends.",
  deployAt: (event: string, instanceId: string) => `${event} on ${instanceId}`,
  deployBetween: "between two steps",
  deployNotBegun: "no server has begun yet",
  deployEvent: (event: string, instanceId: string, time: string) => `${event} on ${instanceId}, ${time}`,
  deployEnded: (id: string, status: string) => `deployment ${id}: ${status}`,
  deployFailedAt: (event: string, instanceId: string, script: string) =>
    `${event} failed on ${instanceId} (${script}). Its last words:`,
  deployHealth: (reason: string) => `The load balancer says: ${reason}`,
  deployNotAsked: (why: string) => `Not everything could be looked at: ${why}`,
  deployFailed: (id: string, where: string, why: string) => `Deployment ${id} did not succeed (${where}): ${why}.`,
  deployMend: (mend: string, rollback: string) => `${mend} ${rollback}`,
  deployRollingBack: (id: string) => `CodeDeploy puts the revision before it back: deployment ${id}`,
  deployRolledBack: (id: string, status: string) =>
    status === "Succeeded"
      ? `What ran before runs again (${id}).`
      : `The way back (${id}) ended as ${status}: \`deploy-wizard status\` shows what runs.`,
  deployNoRollback: "CodeDeploy has put nothing back.",
  deployGoesOn: (id: string) =>
    `Deployment ${id} goes on by itself; \`deploy-wizard status --watch\` shows how it ends.`,
  deployNothingSent: "Nothing was deployed.",
  deployWorkflowDiffers: (differences: string) =>
    `A push deploys elsewhere than this command (.github/workflows/deploy.yml: ${differences}); ` +
    "`deploy-wizard codedeploy --force` writes it again",
  deployAgentUnknown: (instanceId: string, why: string) =>
    `whether the CodeDeploy agent on ${instanceId} runs could not be asked: ${why}`,
  rollbackTo: (id: string, age: string, key: string) => `Back to what ${id} brought ${age} (${key})`,

  causeStopped: "somebody stopped it",
  causeRole: (message: string) => `CodeDeploy may not do its work: ${message}`,
  causeNoServer: "no running server has the tags of the deployment group",
  causeNoAgent: (instanceId: string) => `the CodeDeploy agent on ${instanceId} does not answer`,
  causeFormerStop: "the script that stops the former revision fails, and it is the former revision's own",
  causeBundleDenied: "the server may not read the build bucket",
  causeBundleGone: "the bundle is not in the build bucket any more",
  causeDiskFull: "the server's disk is full",
  causeMemory: "the app ran out of memory",
  causeNoArtifact: "the bundle holds no artifact that can be started",
  causeJavaVersion: "the app was compiled for a newer Java than the server has",
  causeFileExists: "files that CodeDeploy did not put there are in its way",
  causeDatabase: "the app does not reach its database",
  causePortTaken: (port: number) => `another program on the server listens on port ${port}`,
  causeLogin: (path: string, code: string) => `${path} answers ${code}: it wants a login`,
  causeRedirect: (path: string, code: string) =>
    `${path} answers ${code}, a redirect, and the load balancer takes only 200`,
  causeNotFound: (path: string) => `${path} answers 404: there is nothing at the health check's path`,
  causeAppError: (path: string, code: string) => `${path} answers ${code}: the app reports an error`,
  causeNotListening: (port: number) => `the app does not listen on port ${port}`,
  causeUnhealthy: (reason: string) => `the load balancer does not find it healthy: ${reason}`,
  causeAllowTraffic: "the load balancer does not find it healthy",
  causeTimedOut: (event: string) => `the script of ${event} was not done in its time`,
  causeScriptMissing: (script: string) => `${script} is not in the bundle or cannot be executed`,
  causeScript: (event: string) => `the script of ${event} failed`,
  causeUnknown: (code: string, message: string) => `CodeDeploy says ${code}: ${message}`,

  mendRun: (command: string) => `Run \`${command}\`.`,
  mendResume: "`deploy-wizard resume` brings the server back.",
  mendMemory: "A larger server: server.instanceType in the config, then `deploy-wizard resume`.",
  mendArtifact: "Build again and look at what comes out, then `deploy-wizard deploy`.",
  mendJavaVersion: "Compile for Java 21, then `deploy-wizard deploy`.",
  mendFileExists: "Put `file_exists_behavior: OVERWRITE` into appspec.yml, or `deploy-wizard codedeploy --force`.",
  mendLogin: (path: string) =>
    `Open ${path} without a login in the app, or set healthCheck to another path and \`deploy-wizard resume\`.`,
  mendHealthCheck: "Set healthCheck in the config to a path that answers 200, then `deploy-wizard resume`.",
};
