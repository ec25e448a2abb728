import type { Saying, Spoken } from "../engine/saying.ts";
import { english } from "./en/english.ts";

/** Every phrase of the wizard: text, or a function of what it is about. A language that lacks one does not compile. */
export type Catalog = typeof english;
export type PhraseId = keyof Catalog;

/** Where a phrase wants text, another phrase will do. */
type Argument<T> = [T] extends [string] ? Saying : T;
type ArgumentsOf<Id extends PhraseId> = Catalog[Id] extends (...args: infer Args) => string
  ? { [Index in keyof Args]: Argument<Args[Index]> }
  : [];

/** A phrase with what it is about: `say("toBecomeActive", say("loadBalancer", "shop-prod-alb"))`. */
export function say<Id extends PhraseId>(phrase: Id, ...args: ArgumentsOf<Id>): Saying {
  const spoken: Spoken & { toJSON(): string } = {
    phrase,
    args,
    toString: () => inLanguage(english, spoken),
    // Files and the JSON stream are English, whatever the person speaks.
    toJSON: () => inLanguage(english, spoken),
  };
  return spoken;
}

/** The words of `saying` in the language of `catalog`. */
export function inLanguage(catalog: Catalog, saying: Saying): string {
  if (typeof saying === "string") return saying;
  const entry: unknown = catalog[saying.phrase as PhraseId];
  if (typeof entry === "string") return entry;
  // `say` checked what the phrase is about; here it is only data.
  return (entry as (...args: unknown[]) => string)(
    ...saying.args.map((arg) => (isSpoken(arg) ? inLanguage(catalog, arg) : arg)),
  );
}

const isSpoken = (value: unknown): value is Spoken =>
  typeof value === "object" && value !== null && "phrase" in value && "args" in value;
