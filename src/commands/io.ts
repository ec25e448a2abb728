import type { Reporter } from "../engine/report.ts";

/** What a command may show and ask. Progress and questions are for people (stderr), results go to stdout. */
export interface Io extends Reporter {
  /** False when nothing may be asked: `--yes`, or stdin is no terminal. */
  interactive: boolean;
  /** The four name servers, the moment they are known; `where` says what the person does with them. */
  nameServers(domain: string, nameServers: readonly string[], where: string): void;
  /** Something to read while it runs; nothing under --json or --quiet. */
  say(line: string): void;
  /** A line of the result on stdout; nothing under --json. */
  print(line: string): void;
  /** Asks until the person types something; only when `interactive`. */
  type(question: string): Promise<string>;
  confirm(question: string): Promise<boolean>;
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
