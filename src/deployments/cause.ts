import type { Diagnostics } from "@aws-sdk/client-codedeploy";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";
import type { AgentAnswer } from "./agent.ts";

/** What is known of a deployment that failed. */
export interface FailureFacts {
  /** `Failed`, `Stopped` */
  status: string | undefined;
  /** CodeDeploy's code for the whole: `HEALTH_CONSTRAINTS`, `NO_INSTANCES`. */
  code: string | undefined;
  message: string | undefined;
  /** The first lifecycle event that failed; undefined when none did. */
  event: FailedStage | undefined;
  /** Whether any server began. */
  begun: boolean;
  /** What the load balancer says of the servers that it finds unhealthy. */
  health: readonly Saying[];
  /** What the first server's agent said, when it was asked. */
  agent: AgentAnswer | undefined;
  /** Why something could not be asked, as AWS worded its refusals. */
  unasked: readonly string[];
  /** A server of the group, for commands. */
  instanceId: string | undefined;
  region: string;
  port: number;
  healthCheck: string;
}

export interface FailedStage {
  instanceId: string;
  name: string;
  diagnostics: Diagnostics;
}

/** Why it failed, as likely as one can tell, and one command or change that mends it. */
export interface Cause {
  why: Saying;
  mend: Saying;
}

interface Rule {
  fits(facts: FailureFacts, log: string): boolean;
  cause(facts: FailureFacts, log: string): Cause;
}

const at =
  (...names: string[]) =>
  ({ event }: FailureFacts) =>
    event !== undefined && names.includes(event.name);

const command = (text: string) => say("mendRun", text);

/** A command on a server, through Systems Manager: there is no SSH. */
const onServer = ({ instanceId = "i-...", region }: FailureFacts, text: string) =>
  command(
    `aws ssm send-command --region ${region} --instance-ids ${instanceId} --document-name AWS-RunShellScript --parameters 'commands=["${text}"]'`,
  );

const session = ({ instanceId = "i-...", region }: FailureFacts) =>
  command(`aws ssm start-session --region ${region} --target ${instanceId}`);

/** What the whole of a deployment fails with when no server has told anything; other codes have reasons of their own. */
const silent: readonly (string | undefined)[] = ["AGENT_ISSUE", "HEALTH_CONSTRAINTS", "TIMEOUT", undefined];

/** From the surest sign to the vaguest; the first that fits is told. */
const rules: Rule[] = [
  {
    fits: ({ status }) => status === "Stopped",
    cause: () => ({ why: say("causeStopped"), mend: command("deploy-wizard deploy") }),
  },
  {
    fits: ({ code }) => code === "NO_INSTANCES",
    cause: () => ({ why: say("causeNoServer"), mend: say("mendResume") }),
  },
  {
    fits: ({ code = "" }) => code.startsWith("IAM_ROLE_"),
    cause: ({ message }) => ({ why: say("causeRole", ended(message) || "-"), mend: command("deploy-wizard resume") }),
  },
  {
    fits: ({ code }) => code === "REVISION_MISSING",
    cause: () => ({ why: say("causeBundleGone"), mend: command("deploy-wizard deploy") }),
  },
  {
    fits: ({ event, begun, agent, code }) =>
      !event && (agent?.agent === "inactive" || (!begun && agent?.agent !== "active" && silent.includes(code))),
    cause: (facts) => ({
      why: say("causeNoAgent", facts.instanceId ?? "-"),
      mend: onServer(facts, "systemctl restart codedeploy-agent"),
    }),
  },
  {
    fits: at("ApplicationStop", "BeforeBlockTraffic", "AfterBlockTraffic"),
    cause: () => ({
      why: say("causeFormerStop"),
      mend: command("deploy-wizard deploy --ignore-application-stop-failures"),
    }),
  },
  {
    fits: (_facts, log) => /No space left on device|ENOSPC/i.test(log),
    cause: (facts) => ({ why: say("causeDiskFull"), mend: session(facts) }),
  },
  {
    fits: (facts, log) => at("DownloadBundle")(facts) && /Access ?Denied|\b403\b|Forbidden/i.test(log),
    cause: () => ({ why: say("causeBundleDenied"), mend: command("deploy-wizard resume") }),
  },
  {
    fits: (facts, log) => at("DownloadBundle")(facts) && /does not exist|NoSuchKey|not ?found|\b404\b/i.test(log),
    cause: () => ({ why: say("causeBundleGone"), mend: command("deploy-wizard deploy") }),
  },
  {
    fits: (_facts, log) =>
      /OutOfMemoryError|out of memory|oom-kill|Killed process|heap limit|code=killed, status=9/i.test(log),
    cause: () => ({ why: say("causeMemory"), mend: say("mendMemory") }),
  },
  {
    fits: (_facts, log) =>
      /(the bundle has no|Unable to access jarfile|invalid or corrupt jarfile|no main manifest)/i.test(log),
    cause: () => ({ why: say("causeNoArtifact"), mend: say("mendArtifact") }),
  },
  {
    fits: (_facts, log) => /UnsupportedClassVersionError/.test(log),
    cause: () => ({ why: say("causeJavaVersion"), mend: say("mendJavaVersion") }),
  },
  {
    fits: (_facts, log) => /already exists at (this|specified) location/i.test(log),
    cause: () => ({ why: say("causeFileExists"), mend: say("mendFileExists") }),
  },
  {
    fits: (_facts, log) =>
      /Communications link failure|Connection to \S+ refused|password authentication failed|Access denied for user|no pg_hba\.conf entry|insecure transport|ECONNREFUSED \S+:(5432|3306)/i.test(
        log,
      ),
    cause: () => ({ why: say("causeDatabase"), mend: command("deploy-wizard status") }),
  },
  {
    fits: (_facts, log) => /Address already in use|EADDRINUSE|Port \d+ was already in use/i.test(log),
    cause: (facts) => ({ why: say("causePortTaken", facts.port), mend: session(facts) }),
  },
  {
    fits: (facts, log) => at("ValidateService")(facts) && /\b(401|403)\b/.test(lastAnswer(log)),
    cause: ({ healthCheck }, log) => ({
      why: say("causeLogin", healthCheck, lastAnswer(log)),
      mend: say("mendLogin", healthCheck),
    }),
  },
  {
    fits: (facts, log) => at("ValidateService")(facts) && /\b404\b/.test(lastAnswer(log)),
    cause: ({ healthCheck }) => ({ why: say("causeNotFound", healthCheck), mend: say("mendHealthCheck") }),
  },
  {
    fits: (facts, log) => at("ValidateService")(facts) && /\b(30\d)\b/.test(lastAnswer(log)),
    cause: ({ healthCheck }, log) => ({
      why: say("causeRedirect", healthCheck, lastAnswer(log)),
      mend: say("mendLogin", healthCheck),
    }),
  },
  {
    fits: (facts, log) => at("ValidateService")(facts) && /\b5\d\d\b/.test(lastAnswer(log)),
    cause: (facts, log) => ({ why: say("causeAppError", facts.healthCheck, lastAnswer(log)), mend: journal(facts) }),
  },
  {
    fits: (facts, log) =>
      at("ValidateService")(facts) && /last answer was (no answer|000)|connection refused|failed to connect/i.test(log),
    cause: (facts) => ({ why: say("causeNotListening", facts.port), mend: journal(facts) }),
  },
  {
    fits: ({ event }) => event?.diagnostics.errorCode === "ScriptTimedOut",
    cause: (facts) => ({ why: say("causeTimedOut", facts.event!.name), mend: journal(facts) }),
  },
  {
    fits: ({ event }) =>
      event?.diagnostics.errorCode === "ScriptMissing" || event?.diagnostics.errorCode === "ScriptNotExecutable",
    cause: ({ event }) => ({
      why: say("causeScriptMissing", event!.diagnostics.scriptName ?? "-"),
      mend: command("deploy-wizard codedeploy --force"),
    }),
  },
  {
    // While a deployment is at an earlier event its server is out of the target group, whatever ails it.
    fits: (facts) => at("AllowTraffic")(facts) || (!facts.event && facts.begun && facts.health.length > 0),
    cause: (facts) => ({
      why: facts.health.length > 0 ? say("causeUnhealthy", say("several", ...facts.health)) : say("causeAllowTraffic"),
      mend: say("mendHealthCheck"),
    }),
  },
];

/** Unlike Run Command, a session shows what the command prints. */
const journal = ({ instanceId = "i-...", region }: FailureFacts) =>
  command(
    `aws ssm start-session --region ${region} --target ${instanceId} --document-name AWS-StartNonInteractiveCommand --parameters 'command=["sudo journalctl --unit app --lines 100 --no-pager"]'`,
  );

/** The code that the health path answered with last, as the script words it; empty when it does not say. */
const lastAnswer = (log: string) => /last answer was (\d{3})/i.exec(log)?.[1] ?? "";

/** What AWS says without its full stop: the sentence around it has one. */
const ended = (words: string | undefined) => words?.trim().replace(/\.$/, "");

/** The likely cause of a failed deployment. */
export function causeOf(facts: FailureFacts): Cause {
  const { message, diagnostics } = { message: facts.message ?? "", diagnostics: facts.event?.diagnostics };
  const log = [diagnostics?.message, diagnostics?.logTail].filter(Boolean).join("\n");
  const rule = rules.find(({ fits }) => fits(facts, log));
  if (rule) return rule.cause(facts, log);
  const { errorCode, scriptName, message: eventMessage } = diagnostics ?? {};
  if (scriptName) return { why: say("causeScript", facts.event!.name), mend: journal(facts) };
  const [code, words] = facts.event ? [errorCode, eventMessage] : [facts.code, message];
  return { why: say("causeUnknown", code || "-", ended(words) || "-"), mend: journal(facts) };
}
