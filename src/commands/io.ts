import type { Reporter } from "../engine/report.ts";
import type { Saying } from "../engine/saying.ts";
import type { Asks } from "./asks.ts";

/** What a command may show and ask. Progress and questions are for people (stderr), results go to stdout. */
export interface Io extends Reporter {
  /** False when nothing may be asked: `--yes`, or stdin is no terminal. */
  interactive: boolean;
  /** Results and progress are read on one screen: what stands there need not be printed once more. */
  oneScreen: boolean;
  /** How wide a line may be. */
  readonly columns: number;
  /** In the person's language. */
  text(saying: Saying): string;
  /** The four name servers, the moment they are known; `notes` say what the person does with them. */
  nameServers(domain: string, nameServers: readonly string[], notes: readonly Saying[]): void;
  /** Something to read while it runs; nothing under --json or --quiet. */
  say(line: Saying): void;
  /** A line of the result on stdout; nothing under --json. */
  print(line: Saying): void;
  /**
   * One look of many, in place of the last one on a terminal; elsewhere it is printed when something `changed`. Nothing
   * under --json.
   */
  redraw(lines: readonly string[], changed: boolean): void;
  /** Only when `interactive`. */
  ask: Asks;
}

export type ResultStatus = "complete" | "waiting" | "failed" | "interrupted";

/** How a command ended; with --json its fields, `type` and `command` are the last line. */
export interface CommandResult {
  status: ResultStatus;
  exitCode: number;
  outputs?: object;
  /** Further fields of the JSON result. */
  more?: object;
}
