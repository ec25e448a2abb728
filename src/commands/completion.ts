import type { CommandResult } from "./io.ts";

/** `completion`: the script on stdout as it is, because a shell reads it; with --json it is part of the result. */
export function completion({ json }: { json: boolean }, script: string, write: (text: string) => void): CommandResult {
  if (!json) write(script);
  return { status: "complete", exitCode: 0, more: { script } };
}
