import type { HandedOver } from "../commands/deployment.ts";
import { WizardError } from "../engine/errors.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** Commands that hand a deployment to CodeDeploy, which goes on without them. */
const deploying = new Set(["deploy", "rollback"]);

/** Commands that change nothing, so that there is nothing to finish and nothing to go on with. */
const looking = new Set(["plan", "status", "nameservers", "doctor", "recover", "completion"]);
export const onlyLooks = (command: string) => looking.has(command);

/** How far a command came before it ended. */
export interface Progress {
  /** Whether it had something to work on, so that there is something to go on with; before that `init` asks and plans. */
  begun: boolean;
  handedOver?: HandedOver | undefined;
}

export const hasNothingToFinish = (command: string, { begun }: Progress) =>
  command === "" || onlyLooks(command) || (command === "init" && !begun);

/** The command that goes on where `command` was cut short: after a destroy, or a single step, `resume` makes everything. */
const goesOnWith = (command: string) => (command === "init" || command === "" ? "resume" : command);

/** What to do after `command` was interrupted. */
export function afterInterruption(command: string, progress: Progress, inFlight: readonly string[] = []): Saying {
  if (onlyLooks(command)) return say("nothingChanged");
  if (deploying.has(command)) {
    const unknown = inFlight.includes("codedeploy:CreateDeployment") ? { id: undefined } : undefined;
    const handedOver = progress.handedOver ?? unknown;
    return handedOver ? goesOnAt(handedOver) : say("deployNothingSent");
  }
  return command === "init" && !progress.begun ? say("initAsksAgain") : say("goesOn", goesOnWith(command));
}

const goesOnAt = ({ id }: HandedOver) => (id ? say("deployGoesOn", id) : say("deployMayHaveBegun"));

/** Whatever was thrown while `command` ran, as an error for people. What nobody foresaw is told in one line. */
export function explained(error: unknown, command: string, progress: Progress): WizardError {
  if (error instanceof WizardError) {
    if (error.code !== "interrupted") return onward(error, command, progress);
    const message = hasNothingToFinish(command, progress) ? say("interruptedAtOnce") : error.said.message;
    return new WizardError("interrupted", message, { hint: afterInterruption(command, progress) });
  }
  if (error instanceof Error && error.name === "ExitPromptError") {
    return new WizardError("interrupted", say("interruptedAtOnce"), {
      hint: command === "destroy" ? say("nothingChanged") : afterInterruption(command, progress),
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

function onward(error: WizardError, command: string, { handedOver }: Progress): WizardError {
  if (handedOver && calling.has(error.code)) {
    const goesOn = goesOnAt(handedOver);
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
