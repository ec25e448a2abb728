import { once } from "node:events";
import { WizardError } from "../engine/errors.ts";

const moments = ["before", "acted", "answered"] as const;
const signals = ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const;

type Signal = (typeof signals)[number];

/** Where a rehearsal's process is killed as if the power were cut, or interrupted: at the third `CreateTags`, say. */
export interface PowerCut {
  command: string;
  /** From 1. */
  ordinal: number;
  /** Before AWS acts; when it has acted and the answer is lost; or when the answer has been dealt with. */
  moment: (typeof moments)[number];
  /** One after the other, while the call waits. */
  signals: Signal[];
}

/**
 * `RunInstances#1:acted`, as `DEPLOY_WIZARD_SANDBOX_KILL` gives it; interrupted once it is `RunInstances#1:acted:SIGTERM`,
 * and twice `RunInstances#1:acted:SIGINT+SIGINT`. Undefined without one. Throws `usage` for nonsense.
 */
export function readPowerCut(text: string | undefined): PowerCut | undefined {
  if (!text) return undefined;
  const [, command = "", ordinal, when, how = "SIGKILL"] = /^(\w+)#([1-9]\d*):(\w+)(?::([\w+]+))?$/.exec(text) ?? [];
  const moment = moments.find((each) => each === when);
  const sent = how.split("+").map((name) => signals.find((each) => each === name));
  if (moment && sent.every((signal) => signal !== undefined)) {
    return { command, ordinal: Number(ordinal), moment, signals: sent };
  }
  throw new WizardError(
    "usage",
    `DEPLOY_WIZARD_SANDBOX_KILL: ${text} given; expected a call, its number and a moment (${moments.join(", ")}), and perhaps signals (${signals.join(", ")}).`,
    { hint: "For example DEPLOY_WIZARD_SANDBOX_KILL=RunInstances#1:acted." },
  );
}

/** Told of each call, it strikes at the one that was named. */
export interface PowerSwitch {
  call(command: string): {
    /** The call is under way, and AWS has not acted. Resolves when a signal has been heard. */
    sent(): Promise<void>;
    /** AWS has acted, and its answer is on the way. */
    acted(): Promise<void>;
    /** Whoever waits for the answer has it. */
    answered(): void;
  };
}

export function powerSwitch(cut: PowerCut | undefined): PowerSwitch {
  let count = 0;
  return {
    call(command) {
      if (command === cut?.command) count += 1;
      const here = cut !== undefined && command === cut.command && count === cut.ordinal;
      const strike = async (moment: PowerCut["moment"]) => {
        if (!here || cut.moment !== moment) return;
        for (const signal of cut.signals) await send(signal);
      };
      return {
        sent: () => strike("before"),
        acted: () => strike("acted"),
        // The answer is dealt with first: recorded, and the next call sent.
        answered: () => void (here && setImmediate(() => strike("answered"))),
      };
    },
  };
}

/** SIGKILL cannot be caught. Of any other signal a process hears only when it comes to look for it. */
async function send(signal: Signal): Promise<void> {
  // As a call over the network would, it keeps the process from ending of itself.
  const awake = setInterval(() => undefined, 1000);
  const heard = signal === "SIGKILL" ? undefined : once(process, signal);
  process.kill(process.pid, signal);
  await heard;
  clearInterval(awake);
}
