import { styleText } from "node:util";
import type { Asks } from "../commands/asks.ts";
import type { Io } from "../commands/io.ts";
import type { EngineEvent } from "../engine/report.ts";
import type { Saying } from "../engine/saying.ts";
import { inWords } from "../language/duration.ts";
import { type Catalog, inLanguage, say } from "../language/phrase.ts";
import { visible, visibleLine } from "../layout/visible.ts";
import { boxed } from "./box.ts";
import { redrawn } from "./redraw.ts";
import { type Terminal, wrapped } from "./terminal.ts";
import { createWaits } from "./waits.ts";

interface Style {
  color: boolean;
  quiet: boolean;
  interactive: boolean;
  unicode: boolean;
  catalog: Catalog;
  environment: string | undefined;
}

/** Progress and results for people. */
export function createHumanIo(terminal: Terminal, ask: Asks, style: Style): Io {
  const { color, quiet, interactive, unicode, catalog, environment } = style;
  // A command that is proposed is about this environment: copied without it, it would begin another one.
  const which = environment === undefined || environment === "prod" ? "" : ` --env ${environment}`;
  const text = (saying: Saying) =>
    visible(inLanguage(catalog, saying).replace(/`deploy-wizard [a-z0-9]+/g, `$&${which}`));
  const paint = (format: Parameters<typeof styleText>[0], words: string) =>
    color ? styleText(format, words, { validateStream: false }) : words;
  const mark = {
    done: paint("green", unicode ? "✔" : "ok"),
    changed: paint("yellow", "~"),
    warning: paint("yellow", unicode ? "⚠" : "!"),
    failed: paint("red", unicode ? "✖" : "x"),
    waiting: paint("yellow", unicode ? "…" : "..."),
  };
  const inPlace = new Map<string, number>();
  const tell = (line: string) => {
    if (!quiet) terminal.line(line);
  };
  const waits = createWaits({
    text,
    isLive: terminal.isLive,
    columns: () => terminal.columns,
    live: (line, end) => terminal.live(quiet ? undefined : line, end),
    line: (line) => tell(`${mark.waiting} ${line}`),
  });
  const step = (name: string) => paint("bold", name);

  return {
    interactive,
    oneScreen: !quiet && process.stdout.isTTY === true && process.stderr.isTTY === true,
    text,
    ask,
    get columns() {
      return terminal.columns;
    },
    say: (line) => tell(text(line)),
    emit(event) {
      switch (event.type) {
        case "progress":
          return waits.tell(event);
        case "resource": {
          waits.end(event.key);
          if (event.action === "found") {
            inPlace.set(event.step, (inPlace.get(event.step) ?? 0) + 1);
            return;
          }
          const sign = event.action === "updated" || event.action === "kept" ? mark.changed : mark.done;
          const detail = event.detail ? ` (${visible(text(event.detail))})` : "";
          return tell(`${sign} ${event.step}: ${text(say(event.action, event.title))}${detail}`);
        }
        case "lifecycle": {
          const { status, name, instanceId, seconds } = event;
          waits.end("codedeploy.upload");
          // Without a script an event is over as soon as it begins.
          if (status === "Succeeded" && seconds === 0) return;
          const sign = status === "Succeeded" ? mark.done : mark.failed;
          return tell(`${sign} ${event.step}: ${text(say("deployEvent", name, instanceId, inWords(seconds)))}`);
        }
        case "step":
          return tellStep(event);
        case "warning":
          return tell(`${mark.warning} ${event.step ? `${event.step}: ` : ""}${text(event.message)}`);
        case "error":
          terminal.live(undefined);
          terminal.line(`${event.code === "waiting" ? mark.waiting : mark.failed} ${text(event.message)}`);
          if (event.hint) terminal.line(`  ${text(event.hint)}`);
      }
    },
    nameServers(_domain, nameServers, notes) {
      if (quiet) return;
      terminal.line("");
      for (const line of boxed(nameServers.map(visibleLine), { columns: terminal.columns, unicode }))
        terminal.line(line);
      for (const note of notes) terminal.line(`  ${text(note)}`);
      terminal.line("");
    },
    print(line) {
      terminal.live(undefined);
      const words = text(line);
      const { isTTY, columns } = process.stdout;
      process.stdout.write(`${isTTY ? wrapped(words, columns || terminal.columns) : words}\n`);
    },
    redraw(told, changed) {
      const lines = told.map(visible);
      terminal.live(undefined);
      const { isTTY, columns, rows } = process.stdout;
      if (isTTY && columns && rows && process.env.TERM !== "dumb") {
        process.stdout.write(redrawn(lines, { columns, rows }));
      } else if (changed) process.stdout.write(`${lines.join("\n")}\n\n`);
    },
  };

  function tellStep(event: Extract<EngineEvent, { type: "step" }>): void {
    if (event.status === "started") return;
    waits.endStep(event.step);
    if (event.status === "done") {
      const found = inPlace.get(event.step);
      const rest = found ? `, ${text(say("foundAlready", found))}` : "";
      tell(`${mark.done} ${step(event.step)} ${text(say("stepDone", inWords(event.seconds)))}${rest}`);
    }
    if (event.status === "skipped") tell(`- ${step(event.step)}: ${text(event.message)}`);
    if (event.status === "waiting") tell(`${mark.waiting} ${step(event.step)}: ${lowerFirst(text(event.message))}`);
  }
}

const lowerFirst = (text: string) => (/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text);
