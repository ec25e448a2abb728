import { WizardError } from "../engine/errors.ts";
import type { PlannedFailure } from "./codedeploy.ts";

/** What a script says in the end that waited in vain for a good answer. */
const unhealthy = (answer: string) =>
  `asking http://127.0.0.1/ as the load balancer does\nnot healthy after 240 s: the last answer was ${answer}\n`;

const script = (event: string, name: string, logTail: string): PlannedFailure => ({
  event,
  scriptName: `deploy/${name}`,
  message: `Script at specified location: deploy/${name} run as user root failed with exit code 1`,
  logTail,
});

/** The failures that people meet first, as a server tells of them. */
const failures = {
  login: () => script("ValidateService", "validate.sh", unhealthy("401")),
  port: () => script("ValidateService", "validate.sh", unhealthy("no answer")),
  memory: () =>
    script(
      "ValidateService",
      "validate.sh",
      `the app's last words:\njava.lang.OutOfMemoryError: Java heap space\n${unhealthy("no answer")}`,
    ),
  artifact: () => script("AfterInstall", "install.sh", "the bundle has no app.jar\n"),
  stop: () =>
    script("ApplicationStop", "stop.sh", "stop.sh: line 7: /opt/shop/bin/shutdown: No such file or directory\n"),
} satisfies Record<string, () => PlannedFailure>;

/**
 * How the next deployment of a rehearsal fails, by the name in `DEPLOY_WIZARD_SANDBOX_DEPLOYMENT`; undefined when it goes
 * well. Throws `usage` for any other name.
 */
export function rehearsedFailure(name: string | undefined): PlannedFailure | undefined {
  if (!name) return undefined;
  if (Object.hasOwn(failures, name)) return failures[name as keyof typeof failures]();
  const known = Object.keys(failures).join(", ");
  throw new WizardError("usage", `DEPLOY_WIZARD_SANDBOX_DEPLOYMENT: ${name} given; expected one of ${known}.`);
}
