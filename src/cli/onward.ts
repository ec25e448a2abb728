import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** Commands that hand a deployment to CodeDeploy, which goes on without them. */
const deploying = new Set(["deploy", "rollback"]);

/** Commands that change nothing, so that there is nothing to finish and nothing to go on with. */
const looking = new Set(["plan", "status", "nameservers", "doctor", "recover", "completion"]);
export const onlyLooks = (command: string) => looking.has(command);

/** `begun` is whether the command had a state to work on; before that `init` asks and plans. */
export const hasNothingToFinish = (command: string, begun: boolean) =>
  command === "" || onlyLooks(command) || (command === "init" && !begun);

/** The command that goes on where `command` was cut short: after a destroy, or a single step, `resume` makes everything. */
const goesOnWith = (command: string) => (command === "init" || command === "" ? "resume" : command);

/** What to do after `command` was interrupted. */
export function afterInterruption(command: string, begun: boolean, inFlight: readonly string[] = []): Saying {
  if (onlyLooks(command)) return say("nothingChanged");
  if (inFlight.includes("codedeploy:CreateDeployment")) return say("deployMayHaveBegun");
  if (deploying.has(command)) return say(begun ? "deployGoesOn" : "deployNothingSent");
  return command === "init" && !begun ? say("initAsksAgain") : say("goesOn", goesOnWith(command));
}

/** Whatever was thrown while `command` ran, as an error for people. What nobody foresaw is told in one line. */
export function explained(error: unknown, command: string, begun: boolean): WizardError {
  if (error instanceof WizardError) {
    if (error.code !== "interrupted") return onward(error, command, begun);
    const message = hasNothingToFinish(command, begun) ? say("interruptedAtOnce") : error.said.message;
    return new WizardError("interrupted", message, { hint: afterInterruption(command, begun) });
  }
  if (error instanceof Error && error.name === "ExitPromptError") {
    return new WizardError("interrupted", say("interruptedAtOnce"), {
      hint: command === "destroy" ? say("nothingChanged") : afterInterruption(command, begun),
    });
  }
  const said = error instanceof Error ? error.message : String(error);
  const recorded =
    onlyLooks(command) || deploying.has(command)
      ? ""
      : `What was made is recorded; \`deploy-wizard ${goesOnWith(command)}\` goes on. `;
  return new WizardError("unexpected", `Something unexpected happened: ${said}`, {
    hint: `${recorded}--verbose shows where it happened.`,
    cause: error,
  });
}

/** What a call to AWS may end in that has nothing to do with what was to be done. */
const calling = new Set(["session-expired", "no-answer", "refused"]);

function onward(error: WizardError, command: string, begun: boolean): WizardError {
  if (deploying.has(command) && begun && calling.has(error.code)) {
    const goesOn = say("deployGoesOn");
    const hint = error.code === "session-expired" ? `Sign in again (\`aws sso login\`). ${goesOn}` : goesOn;
    return new WizardError(error.code, error.said.message, { hint, cause: error.cause });
  }
  // Somebody who only looked wants to look again once the session is back.
  const again =
    command === "destroy" ||
    (deploying.has(command) && calling.has(error.code)) ||
    (error.code === "session-expired" && onlyLooks(command));
  if (!again || !error.hint) return error;
  const hint = error.hint.replaceAll("`deploy-wizard resume`", `\`deploy-wizard ${command}\``);
  return hint === error.hint ? error : new WizardError(error.code, error.said.message, { hint, cause: error.cause });
}
