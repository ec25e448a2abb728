import type { EngineEvent } from "../engine/report.ts";
import type { Saying } from "../engine/saying.ts";
import { inWords } from "../language/duration.ts";
import { say } from "../language/phrase.ts";
import { widthOf } from "../layout/width.ts";

type Progress = Extract<EngineEvent, { type: "progress" }>;

export interface WaitsSettings {
  text(saying: Saying): string;
  /** Whether the live line is to be seen at all; otherwise waits become lines, from time to time. */
  isLive: boolean;
  /** How wide the live line may be. */
  columns(): number;
  live(line: string | undefined, end?: string): void;
  line(line: string): void;
}

/** The spinner before the line, and a column to spare. */
const margin = 4;

/** Without a live line a wait is mentioned when it begins and then this often. */
const mentionEverySeconds = 60;

/** Something takes longer than usual after so many times the usual, which half of all are above. */
const longFactor = 1.5;

interface Wait {
  event: Progress;
  mentionedAt: number;
  /** The reason that was told already, so that nobody reads it twice. */
  told: string | undefined;
}

/**
 * What is being waited for. Of several the one that will take longest has the live line; the others are counted. What
 * takes longer than usual gets a line that stays, with the reason that AWS gives.
 */
export function createWaits({ text, isLive, columns, live, line }: WaitsSettings) {
  const waits = new Map<string, Wait>();

  const show = () => {
    const all = [...waits.values()].map(({ event }) => event);
    // What is late is what a person wonders about.
    const [longest] = all.toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)) || remaining(b) - remaining(a));
    if (!longest) return live(undefined);
    const more = all.length > 1 ? ` +${text(say("moreWaits", all.length - 1))}` : "";
    const start = `${longest.step}: ${subject(longest)}`;
    // On a narrow screen what is waited for stays whole as long as possible: the rest says less and less.
    const ends = [
      ` (${times(longest)})${more}`,
      ` (${times(longest)})`,
      ` (${times({ ...longest, usualSeconds: undefined })})`,
    ];
    live(start, ends.find((end) => widthOf(start) + widthOf(end) <= columns() - margin) ?? ends.at(-1));
  };

  /** What only a person can end has no usual time: there the reason is what matters. */
  const subject = ({ what, usualSeconds, reason }: Progress) =>
    usualSeconds === undefined && reason ? `${text(what)}: ${text(reason)}` : text(what);

  const times = (event: Omit<Progress, "usualSeconds"> & { usualSeconds?: number | undefined }) => {
    const { elapsedSeconds, usualSeconds } = event;
    const parts = [text(inWords(elapsedSeconds))];
    if (usualSeconds) parts.push(text(say("usually", inWords(usualSeconds))));
    if (isLong(event)) parts.push(text(say("longerThanUsual")));
    return parts.join(", ");
  };

  /** The reason why it takes long, in a line of its own and once. */
  const tellWhy = (wait: Wait) => {
    const { what, step, reason } = wait.event;
    if (!isLong(wait.event)) return;
    const why = reason ? text(reason) : "";
    if (wait.told === why) return;
    wait.told = why;
    line(`${step}: ${text(reason ? say("longerBecause", what, reason) : say("longerWithoutReason", what))}`);
  };

  return {
    tell(event: Progress): void {
      const before = waits.get(event.key);
      const due = !before || event.elapsedSeconds - before.mentionedAt >= mentionEverySeconds;
      const wait = { event, mentionedAt: due ? event.elapsedSeconds : before.mentionedAt, told: before?.told };
      waits.set(event.key, wait);
      if (!isLive && due) {
        const reason = event.usualSeconds === undefined && event.reason ? `: ${text(event.reason)}` : "";
        line(`${event.step}: ${text(say("waitingFor", event.what))} (${times(event)})${reason}`);
      }
      tellWhy(wait);
      show();
    },
    end(key: string): void {
      waits.delete(key);
      show();
    },
    endStep(step: string): void {
      for (const key of waits.keys()) if (key.startsWith(`${step}.`)) waits.delete(key);
      show();
    },
  };
}

const isLong = ({ elapsedSeconds, usualSeconds }: { elapsedSeconds: number; usualSeconds?: number | undefined }) =>
  usualSeconds !== undefined && elapsedSeconds > longFactor * usualSeconds;

const remaining = ({ elapsedSeconds, usualSeconds = 0 }: Progress) => usualSeconds - elapsedSeconds;
