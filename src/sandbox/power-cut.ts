import { WizardError } from "../engine/errors.ts";

const moments = ["before", "acted", "answered"] as const;

/** Where a rehearsal's process dies as if the power were cut: at the third `CreateTags`, say. */
export interface PowerCut {
  command: string;
  /** From 1. */
  ordinal: number;
  /** Before AWS acts; when it has acted and the answer is lost; or when the answer has been dealt with. */
  moment: (typeof moments)[number];
}

/** `RunInstances#1:acted`, as `DEPLOY_WIZARD_SANDBOX_KILL` gives it; undefined without one. Throws `usage` for nonsense. */
export function readPowerCut(text: string | undefined): PowerCut | undefined {
  if (!text) return undefined;
  const [, command = "", ordinal, moment] = /^(\w+)#([1-9]\d*):(\w+)$/.exec(text) ?? [];
  const known = moments.find((each) => each === moment);
  if (known) return { command, ordinal: Number(ordinal), moment: known };
  throw new WizardError(
    "usage",
    `DEPLOY_WIZARD_SANDBOX_KILL: ${text} given; expected a call, its number and a moment (${moments.join(", ")}).`,
    { hint: "For example DEPLOY_WIZARD_SANDBOX_KILL=RunInstances#1:acted." },
  );
}

/** Told of each moment of each call, it kills this process at the one that was named. SIGKILL cannot be caught. */
export function powerSwitch(cut: PowerCut | undefined) {
  let count = 0;
  const die = () => process.kill(process.pid, "SIGKILL");
  return {
    /** A call is about to be answered; what it returns is told when AWS has acted, and when the answer is on its way. */
    call(command: string): { acted(): void; answered(): void } {
      if (command === cut?.command) count += 1;
      const here = cut !== undefined && command === cut.command && count === cut.ordinal;
      if (here && cut.moment === "before") die();
      return {
        acted: () => void (here && cut.moment === "acted" && die()),
        // Whoever waits for the answer deals with it first: records it, and goes on to the next call.
        answered: () => void (here && cut.moment === "answered" && setImmediate(die)),
      };
    },
  };
}
