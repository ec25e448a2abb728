import type { Saying } from "../engine/saying.ts";
import { say } from "./phrase.ts";

/** Seconds for people: `8 s`, `2 min 5 s`, `1 h 3 min`. */
export function inWords(seconds: number): Saying {
  const whole = Math.round(seconds);
  if (whole < 60) return say("seconds", whole);
  if (whole < 3600) return say("minutes", Math.floor(whole / 60), whole % 60);
  const minutes = Math.round(whole / 60);
  return say("hours", Math.floor(minutes / 60), minutes % 60);
}
