import type { Saying } from "../engine/saying.ts";

export type Check =
  | "credentials"
  | "region"
  | "network"
  | "permissions"
  | "quotas"
  | "database"
  | "dns"
  | "names"
  | "agent"
  | "project";

/** `problem`: a run would stop there. `unknown`: it could not be asked; why is in the message. */
export type FindingStatus = "ok" | "warning" | "problem" | "unknown";

/** What one check found out. */
export interface Finding {
  check: Check;
  status: FindingStatus;
  /** One line: what was found, and in which resource. */
  message: Saying;
  /** The one thing to do about it. */
  hint?: Saying | undefined;
  /** Further lines, to be read or copied as they are. */
  detail?: string[];
}
