import type { CommandResult, Io } from "../commands/io.ts";
import type { CommandOptions } from "../commands/options.ts";
import type { Saying } from "../engine/saying.ts";
import { catalogs } from "../language/languages.ts";
import { inLanguage } from "../language/phrase.ts";
import { visible } from "../layout/visible.ts";
import { createHumanIo } from "./human-io.ts";
import { createJsonIo } from "./json-io.ts";
import { createPrompts } from "./prompts.ts";
import { createTerminal } from "./terminal.ts";

/** Who reads what a command tells: a person at a terminal, or a script under --json. */
export interface Audience {
  io: Io;
  /** A line that a person has to see even under --quiet. */
  notice(line: Saying): void;
  /** The last line of --json; a person has read the result already. */
  end(command: string, result: CommandResult): void;
}

export type AudienceOptions = Pick<CommandOptions, "json" | "color" | "quiet" | "yes" | "language"> &
  Partial<Pick<CommandOptions, "environment">>;

export function createAudience(options: AudienceOptions, signal: AbortSignal, out: (text: string) => void): Audience {
  if (!options.json) return people(options, signal);
  const io = createJsonIo(out);
  return { io, notice: () => undefined, end: io.result };
}

function people({ color: wanted, quiet, yes, language, environment }: AudienceOptions, signal: AbortSignal): Audience {
  const color = wanted && process.stderr.isTTY === true && process.env.TERM !== "dumb";
  const unicode = showsUnicode();
  const terminal = createTerminal({ color, unicode });
  const catalog = catalogs[language];
  const asks = createPrompts({
    color,
    unicode,
    signal,
    input: process.stdin,
    output: process.stderr,
    columns: () => terminal.columns,
    rows: () => process.stderr.rows || 24,
    text: (saying) => visible(inLanguage(catalog, saying)),
    clear: () => terminal.live(undefined),
  });
  const interactive = !yes && process.stdin.isTTY === true && process.stderr.isTTY === true;
  return {
    io: createHumanIo(terminal, asks, { color, quiet, interactive, unicode, catalog, environment }),
    notice: (line) => terminal.line(visible(inLanguage(catalog, line))),
    // A spinner that is left behind would keep the process alive.
    end: () => terminal.live(undefined),
  };
}

/** The line drawing of a plain console, and of a locale that says it has no UTF-8 (as C does), is question marks. */
function showsUnicode(): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return TERM !== "dumb" && TERM !== "linux" && (!locale || /utf-?8/i.test(locale));
}
