import { stripVTControlCharacters } from "node:util";
import type { FailureFacts } from "../deployments/cause.ts";
import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** That many of a script's last lines are shown: with the rest it is one screen. */
const shownLines = 12;

/** What is known of a failed deployment, for people: the event, the script's last words, the servers' health. */
export function failureLines({ event, health, unasked }: FailureFacts): Saying[] {
  const lines: Saying[] = [];
  if (event) {
    const { scriptName, logTail, message } = event.diagnostics;
    lines.push(say("deployFailedAt", event.name, event.instanceId, scriptName || "-"));
    const words = printable(logTail || message || "")
      .split("\n")
      .filter((line) => line.trim() !== "");
    for (const line of words.slice(-shownLines)) lines.push(`    ${line}`);
  }
  for (const reason of health) lines.push(say("deployHealth", reason));
  for (const why of unasked) lines.push(say("deployNotAsked", why));
  return lines;
}

/** What a server printed may hold control characters and colours, which are for no terminal of ours. */
const printable = (text: string) =>
  stripVTControlCharacters(text.replaceAll("\t", "  ")).replace(/\p{Cc}/gu, (character) =>
    character === "\n" ? character : "",
  );
