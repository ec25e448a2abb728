import type { Saying } from "./saying.ts";

/** What went wrong, as a stable code that scripts may rely on (`--json` prints it). */
export type ErrorCode =
  | "usage"
  | "config"
  | "missing-answer"
  | "preflight"
  | "missing-step"
  | "not-ours"
  | "refused"
  | "no-answer"
  | "resource-failed"
  | "resource-gone"
  | "cannot-change"
  | "timeout"
  | "waiting"
  | "session-expired"
  | "locked"
  | "state"
  | "leftover"
  | "interrupted"
  | "unexpected";

/** The process exit code that each error code ends in. */
const exitCodes: Record<ErrorCode, number> = {
  usage: 2,
  config: 2,
  "missing-answer": 2,
  preflight: 2,
  "missing-step": 2,
  "not-ours": 1,
  refused: 1,
  "no-answer": 1,
  "resource-failed": 1,
  "resource-gone": 1,
  "cannot-change": 2,
  timeout: 1,
  waiting: 3,
  "session-expired": 3,
  locked: 4,
  state: 4,
  leftover: 5,
  interrupted: 130,
  unexpected: 1,
};

/**
 * An error that a person is meant to read: `message` says what happened to which resource and why, `hint` is the one
 * thing to do next, both in English; `said` has them for the person's own language. `cause` keeps what was caught; only
 * `--verbose` shows it.
 */
export class WizardError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** The call that failed only looked: what was asked for before it may have been carried out. */
  readonly onlyLooked: boolean;
  /** Further fields of the JSON result: what a script needs beside the message. */
  readonly more: object | undefined;
  readonly said: { readonly message: Saying; readonly hint: Saying | undefined };

  constructor(
    code: ErrorCode,
    message: Saying,
    options: { hint?: Saying; cause?: unknown; more?: object; onlyLooked?: boolean } = {},
  ) {
    super(String(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "WizardError";
    this.code = code;
    this.more = options.more;
    this.onlyLooked = options.onlyLooked ?? false;
    this.hint = options.hint === undefined ? undefined : String(options.hint);
    this.said = { message, hint: options.hint };
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}
