import type { Saying } from "../engine/saying.ts";
import { say } from "../language/phrase.ts";

/** How long ago `then` (ISO 8601) was, in the largest unit that says enough. */
export function ago(then: string, now: Date): Saying {
  const minutes = Math.floor((now.getTime() - Date.parse(then)) / 60_000);
  if (minutes < 1) return say("statusJustNow");
  if (minutes < 60) return say("statusMinutesAgo", minutes);
  if (minutes < 24 * 60) return say("statusHoursAgo", Math.floor(minutes / 60));
  return say("statusDaysAgo", Math.floor(minutes / (24 * 60)));
}

/** Whole days until `then` (ISO 8601). */
export const daysUntil = (then: string, now: Date): number =>
  Math.floor((Date.parse(then) - now.getTime()) / (24 * 60 * 60_000));
