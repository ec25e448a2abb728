/** The wizard's real prompts on inquirer's own pretended screen. */
import { screen } from "@inquirer/testing/vitest";
import { createPrompts } from "../../src/cli/prompts.ts";
import type { Asks } from "../../src/commands/asks.ts";
import type { Flags } from "../../src/config/answers.ts";
import { catalogs, type Language } from "../../src/language/languages.ts";
import { inLanguage } from "../../src/language/phrase.ts";
import type { Proposals } from "../../src/wizard/detected.ts";
import { Sheet } from "../../src/wizard/sheet.ts";

interface Surroundings {
  columns?: number;
  language?: Language;
  unicode?: boolean;
}

export function asking({ columns = 80, language = "en", unicode = true }: Surroundings = {}): Asks {
  return createPrompts({
    color: false,
    unicode,
    signal: new AbortController().signal,
    // The pretended screen has what the prompts use of a terminal's input.
    input: screen.input as unknown as NodeJS.ReadStream,
    output: process.stderr,
    columns: () => columns,
    rows: () => 40,
    text: (saying) => inLanguage(catalogs[language], saying),
    clear: () => undefined,
  });
}

interface Given {
  flags?: Flags;
  file?: unknown;
  proposals?: Proposals;
  draft?: ReadonlyMap<string, unknown>;
}

export const sheetOf = ({ flags = {}, file, proposals = {}, draft = new Map() }: Given = {}) =>
  new Sheet({ flags, file, configPath: "deploy-wizard.json", proposals, draft });
