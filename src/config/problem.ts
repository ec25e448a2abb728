import type { z } from "zod";
import { visibleLine } from "../layout/visible.ts";
import { answerFlags } from "./answers.ts";
import { withoutLogin } from "./login-in-url.ts";
import { nearest } from "./nearest.ts";

/** The flag that the value at a config path came from (`--disk` for `server.disk`), or undefined for none. */
export type OriginOf = (path: string) => string | undefined;

/**
 * One line for each thing wrong: `server.disk: 4 given; expected 8 to 16384 (GiB)`. Made when it is asked for: a file may
 * have any number of unknown fields, and only the first few are told.
 */
export function describeProblem(issue: z.core.$ZodIssue, value: unknown, originOf: OriginOf): (() => string)[] {
  if (issue.code !== "unrecognized_keys") return [() => wrongValue(issue, value, originOf)];
  return issue.keys.map((key) => () => unknownField([...issue.path, key].join(".")));
}

function wrongValue(issue: z.core.$ZodIssue, value: unknown, originOf: OriginOf): string {
  const path = issue.path.join(".");
  const flag = originOf(path);
  const label = flag ? `${flag} (${path})` : path || "the config";
  const given = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], value);
  return `${label}: ${given === undefined ? "missing" : `${shown(given)} given`}; ${issue.message}${meant(issue, given)}`;
}

/** Of a few words, the one that was probably meant. */
function meant(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code !== "invalid_value" || typeof given !== "string") return "";
  const word = nearest(given, issue.values.map(String));
  return word ? `; did you mean ${word}?` : "";
}

const longestField = 60;

/** A known field in the same section comes first, then one of that name in another. */
function unknownField(path: string): string {
  // Nobody mistypes a field that much, and it may have any length.
  if (path.length > longestField) return `${visibleLine(path.slice(0, longestField))}...: unknown field`;
  const [name = "", ...outer] = path.split(".").reverse();
  const section = outer.reverse().join(".");
  const fields = Object.values(answerFlags).map(({ path }) => path);
  const known = [...new Set([...fields, ...fields.flatMap((field) => field.split(".").slice(0, -1))])];
  const sectionOf = (field: string) => field.split(".").slice(0, -1).join(".");
  const among = (paths: string[]) => {
    const meant = nearest(
      name,
      paths.map((field) => field.split(".").at(-1)!),
    );
    return paths.find((field) => field.split(".").at(-1) === meant);
  };
  const meant = among(known.filter((field) => sectionOf(field) === section)) ?? among(known);
  return `${visibleLine(path)}: unknown field${meant ? `; did you mean ${meant}?` : ""}`;
}

function shown(value: unknown): string {
  const json = withoutLogin(JSON.stringify(value));
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
