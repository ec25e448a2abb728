import { styleText } from "node:util";
import type { Io } from "../commands/io.ts";
import type { EngineEvent } from "../engine/report.ts";
import { inWords } from "./duration.ts";
import type { Terminal } from "./terminal.ts";

interface Style {
  color: boolean;
  quiet: boolean;
  interactive: boolean;
  unicode: boolean;
}

/** Without a terminal a wait is mentioned when it begins and then this often. */
const mentionEverySeconds = 60;

/** Progress and results for people. */
export function createHumanIo(terminal: Terminal, { color, quiet, interactive, unicode }: Style): Io {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const mark = {
    done: paint("green", unicode ? "✔" : "ok"),
    changed: paint("yellow", "~"),
    warning: paint("yellow", unicode ? "⚠" : "!"),
    failed: paint("red", unicode ? "✖" : "x"),
    waiting: paint("yellow", unicode ? "…" : "..."),
  };
  const waits = new Map<string, { text: string; mentionedAt: number }>();
  const inPlace = new Map<string, number>();
  const say = (line: string) => {
    if (!quiet) terminal.line(line);
  };
  const showWaits = () => terminal.live([...waits.values()].at(-1)?.text);

  const progress = (event: Extract<EngineEvent, { type: "progress" }>) => {
    const usual = event.usualSeconds ? `, usually ${inWords(event.usualSeconds)}` : "";
    const longer = event.usualSeconds && event.elapsedSeconds > 2 * event.usualSeconds;
    const reason = longer && event.reason ? `, longer than usual: ${event.reason}` : "";
    const text = `${event.step}: waiting for ${event.what} (${inWords(event.elapsedSeconds)}${usual}${reason})`;
    const before = waits.get(event.key);
    const due = !before || event.elapsedSeconds - before.mentionedAt >= mentionEverySeconds;
    if (!terminal.isLive && due) say(`${mark.waiting} ${text}`);
    waits.set(event.key, { text, mentionedAt: due ? event.elapsedSeconds : before.mentionedAt });
    if (!quiet) showWaits();
  };

  return {
    interactive,
    say,
    emit(event) {
      switch (event.type) {
        case "progress":
          return progress(event);
        case "resource": {
          waits.delete(event.key);
          if (event.action === "found") {
            inPlace.set(event.step, (inPlace.get(event.step) ?? 0) + 1);
            return;
          }
          const sign = event.action === "updated" || event.action === "kept" ? mark.changed : mark.done;
          say(`${sign} ${event.step}: ${event.title} ${event.action}${event.detail ? ` (${event.detail})` : ""}`);
          return showWaits();
        }
        case "step":
          if (event.status === "started") return;
          for (const key of waits.keys()) if (key.startsWith(`${event.step}.`)) waits.delete(key);
          if (event.status === "done") {
            const found = inPlace.get(event.step);
            const rest = found ? `, ${found} of it there already` : "";
            say(`${mark.done} ${paint("bold", event.step)} done in ${inWords(event.seconds)}${rest}`);
          }
          if (event.status === "skipped") say(`- ${paint("bold", event.step)}: ${event.message}`);
          if (event.status === "waiting")
            say(`${mark.waiting} ${paint("bold", event.step)}: ${lowerFirst(event.message)}`);
          return showWaits();
        case "warning":
          return say(`${mark.warning} ${event.step ? `${event.step}: ` : ""}${event.message}`);
        case "error":
          terminal.live(undefined);
          terminal.line(`${event.code === "waiting" ? mark.waiting : mark.failed} ${event.message}`);
          if (event.hint) terminal.line(`  ${event.hint}`);
      }
    },
    nameServers(_domain, nameServers, where) {
      say("");
      for (const server of nameServers) say(`    ${paint("bold", server)}`);
      if (where) say(where);
      say("");
    },
    print(line) {
      terminal.live(undefined);
      process.stdout.write(`${line}\n`);
    },
    confirm: (question) => terminal.confirm(question),
    type: (question) => terminal.type(question),
  };
}

const lowerFirst = (text: string) => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);
