import { type Clock, pausable } from "../engine/clock.ts";
import { WizardError } from "../engine/errors.ts";
import { say } from "../language/phrase.ts";
import { back } from "./asks.ts";
import type { Io } from "./io.ts";

/** Whoever is signed in: asks AWS with credentials that are read anew. */
type WhoAmI = () => Promise<string>;

/**
 * Pauses a run in place when the session has expired: the person signs in elsewhere and presses Enter. Only the account
 * that the run began with may go on; another one is a `state` error (exit 4). Undefined where nothing may be asked.
 */
export function pauseForSignIn(io: Io, time: Clock, whoAmI: WhoAmI) {
  const { clock, leaveOut } = pausable(time);
  let account: string | undefined;

  const signInAgain = async (expired: WizardError): Promise<void> => {
    const paused = time.now();
    for (;;) {
      const answer = await io.ask.text({
        message: say("askSignIn"),
        why: say("whySignIn"),
        problem: () => undefined,
      });
      if (answer === back) throw expired;
      try {
        requireSameAccount(account, await whoAmI());
        break;
      } catch (error) {
        if (!(error instanceof WizardError) || !["session-expired", "preflight"].includes(error.code)) throw error;
        io.say(error.said.message);
      }
    }
    leaveOut(time.now() - paused);
  };

  return {
    clock,
    /** Called once, when the account is known. */
    isFor(known: string) {
      account = known;
    },
    signInAgain: io.interactive ? signInAgain : undefined,
  };
}

function requireSameAccount(before: string | undefined, now: string): void {
  if (before === undefined || before === now) return;
  throw new WizardError(
    "state",
    `Signed in to account ${now}, and this run is for account ${before}: it has stopped.`,
    {
      hint: `Sign in to ${before} (\`aws sts get-caller-identity\` tells which it is), then \`deploy-wizard resume\`.`,
    },
  );
}
