import { WizardError } from "../engine/errors.ts";
import { type AnswerFlag, answerFlags, type FlagName, type Flags, flagFor, flagOf } from "./answers.ts";
import type { OriginOf } from "./problem.ts";
import { missingFields } from "./schema.ts";

/** Answers as in deploy-wizard.json, not checked yet; any of them may be left out. */
export type Answers = Record<string, unknown>;

export interface MergedAnswers {
  /** For `parseConfig`. */
  answers: unknown;
  /** Required answers that nobody gave, each with its flag. */
  missing: { path: string; flag: string | undefined }[];
  /** For `parseConfig`: the flags that values came from. */
  originOf: OriginOf;
}

interface Given {
  flag: string;
  path: string;
  value: unknown;
}

/** The flag that turns a section which may be none into one. */
const openers: Record<string, string | undefined> = {
  database: flagFor("database.engine"),
  github: flagFor("github.repository"),
};

/**
 * Each answer as it was just typed (`asked`, by path), else from its flag, else the config file, else what was detected;
 * defaults are the schema's. Throws `usage` for flags that contradict each other or the file.
 */
export function mergeAnswers(from: {
  flags: Flags;
  file?: unknown;
  detected?: Answers;
  asked?: ReadonlyMap<string, unknown>;
}): MergedAnswers {
  const given = Object.entries<AnswerFlag>(answerFlags).flatMap(([name, entry]) =>
    readFlag(entry, from.flags[name as FlagName]),
  );
  const known = overlay(from.detected ?? {}, from.file);
  const flagged = given.reduce((below, { flag, path, value }) => putAnswer(below, path, value, flag), known);
  const asked = [...(from.asked ?? [])];
  const answers = asked.reduce((below, [path, value]) => putAnswer(below, path, value), flagged);
  return {
    answers,
    missing: missingFields(answers).map((path) => ({ path, flag: flagFor(path) })),
    originOf: (path) => (from.asked?.has(path) ? undefined : given.find((answer) => answer.path === path)?.flag),
  };
}

/** `answers` with `value` at `path` (`server.disk`); `flag` is what it came from, for the message. */
export function putAnswer(answers: unknown, path: string, value: unknown, flag = flagFor(path) ?? path): unknown {
  return put(answers, path.split("."), value, flag);
}

/** What one flag says, in an array; empty when it was not given (commander sets a lone `--no-` flag to true). */
function readFlag(entry: AnswerFlag, value: string | boolean | undefined): Given[] {
  const { option, no, none, path, read } = entry;
  if (value === undefined || (value === true && !option)) return [];
  if (value === false) return no ? [{ flag: no.option, path, value: no.means }] : [];
  const flag = flagOf(entry);
  if (none && value === none.value) return [{ flag: `${flag} ${none.value}`, path: none.path, value: null }];
  return [{ flag, path, value: typeof value === "string" && read ? read(value) : value }];
}

/** `upper` where it says something, `lower` elsewhere, section by section. */
function overlay(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower;
  if (!isSection(lower) || !isSection(upper)) return upper;
  const keys = [...new Set([...Object.keys(lower), ...Object.keys(upper)])];
  return Object.fromEntries(
    keys.map((key) => [key, overlay(own(lower, key), own(upper, key))]).filter(([, value]) => value !== undefined),
  );
}

/** `answers` with `value` at `path`. What is not a section stays as it is, for the schema to complain about. */
function put(answers: unknown, path: string[], value: unknown, flag: string, at: string[] = []): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const opener = openers[at.join(".")];
  if (answers === null && opener && flag !== opener) {
    throw new WizardError("usage", `${flag} was given, but ${at.join(".")} is none.`, {
      hint: `Leave ${flag} out, or give ${opener} too.`,
    });
  }
  const section = answers ?? {};
  if (!isSection(section)) return answers;
  return { ...section, [key]: put(own(section, key), rest, value, flag, [...at, key]) };
}

const isSection = (value: unknown): value is Answers =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const own = (section: Answers, key: string) => (Object.hasOwn(section, key) ? section[key] : undefined);
