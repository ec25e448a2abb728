/** One thing that is said, in whatever language; as a string it is English. `src/language/phrase.ts` makes them. */
export interface Spoken {
  /** Which phrase of the catalog. */
  readonly phrase: string;
  /** What it is about: names, numbers, or further phrases. */
  readonly args: readonly unknown[];
  toString(): string;
}

/** Something for a person to read: text as it is, or a phrase that is put into the person's language where it is shown. */
export type Saying = string | Spoken;
