import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { english } from "../../src/language/en/english.ts";
import { catalogs, type Language, languages } from "../../src/language/languages.ts";
import type { Catalog } from "../../src/language/phrase.ts";

/** Names of things, the same in both languages. */
const names =
  /AWS|VPC|EC2|RDS|Route 53|ACM|S3|CodeDeploy|GitHub|Spring Boot|Node\.js|Docker|PostgreSQL|MySQL|MariaDB|GiB/g;

const folder = (language: Language) => new URL(`../../src/language/${language}/`, import.meta.url);

/** The phrases of every area, file by file: put together, the later area would hide the earlier one. */
async function phrasesOf(language: Language): Promise<[string, unknown][]> {
  const whole = language === "en" ? "english.ts" : "korean.ts";
  const files = readdirSync(folder(language)).filter((file) => file !== whole);
  const areas = await Promise.all(files.map((file) => import(new URL(file, folder(language)).href)));
  return areas.flatMap((area: Record<string, object>) =>
    Object.values(area).flatMap((phrases) => Object.entries(phrases)),
  );
}

/** More than any phrase is about, so that none is spoken with something missing. */
const many = [1, 2, 3, 4, 5, 6, 7, 8];

/** What a phrase may be about, each recognisable in what is said: names, amounts, or lists of names. */
const samples: unknown[][] = [
  many.map((index) => `n${index}n`),
  many.map((index) => 7000 + index),
  many.map((index) => [`n${index}n`]),
];

const inserted = /n\dn|700\d/g;

/** A phrase with each of the samples that it can be about. */
function spoken(entry: unknown): string[] {
  if (typeof entry === "string") return [entry];
  const phrase = entry as (...args: unknown[]) => unknown;
  return samples.flatMap((sample) => {
    try {
      // A list that is only passed on is no text.
      const said = phrase(...sample);
      return typeof said === "string" ? [said] : [];
    } catch (error) {
      // About something else than this sample, which the types of `say` would have refused.
      if (error instanceof TypeError || error instanceof RangeError) return [];
      throw error;
    }
  });
}

const entriesOf = (language: Language) => Object.entries<unknown>(catalogs[language]);

/** The phrases of a language that are said in a way that `wrong` finds fault with, with what is said. */
const faults = (language: Language, wrong: (text: string) => boolean) =>
  entriesOf(language).flatMap(([id, entry]) =>
    spoken(entry)
      .filter((text) => wrong(text))
      .map((text) => `${id}: ${text}`),
  );

describe.each(languages)("the catalog in %s", (language) => {
  test("has every phrase of every area: none hides another with the same id", async () => {
    const phrases = await phrasesOf(language);
    const catalog: Record<string, unknown> = catalogs[language];
    expect(phrases.filter(([id, entry]) => catalog[id] !== entry).map(([id]) => id)).toEqual([]);
    expect(new Set(phrases.map(([id]) => id))).toEqual(new Set(Object.keys(catalog)));
  });

  test("can say every phrase", () => {
    expect(entriesOf(language).filter(([, entry]) => spoken(entry).length === 0)).toEqual([]);
    expect(faults(language, (text) => text.trim() === "")).toEqual([]);
    expect(faults(language, (text) => /undefined|NaN|\[object|=>/.test(text))).toEqual([]);
  });

  test("has no doubled or trailing blanks", () => {
    // Leading ones indent a label; between two inserted values they part columns.
    const columns = /(n\dn|700\d) {2}(?=n\dn|700\d)/g;
    expect(faults(language, (text) => /\S {2,}| $/m.test(text.replace(columns, "")))).toEqual([]);
  });
});

const hangul = /[가-힣]/;

test("Korean is Korean, but for names and for what is only put together from other phrases", () => {
  const words = (text: string) => text.replace(inserted, "").replace(names, "");
  expect(faults("ko", (text) => !hangul.test(text) && /[a-z]{2}/i.test(words(text)))).toEqual([]);
});

test("English has Hangul only in brackets, where it quotes what a Korean page calls something", () => {
  expect(faults("en", (text) => hangul.test(text.replace(/\([^)]*\)/g, "")))).toEqual([]);
});

test("Korean leaves out nothing of what English inserts", () => {
  const mentioned = (entry: unknown) => new Set(spoken(entry).flatMap((text) => text.match(inserted) ?? []));
  const lost = entriesOf("ko").flatMap(([id, entry]) =>
    [...mentioned(english[id as keyof Catalog])].filter((value) => !mentioned(entry).has(value)).map(() => id),
  );
  expect(lost).toEqual([]);
});

test("Korean has no particle whose form depends on the last letter of what is inserted", () => {
  const dependent = /n\dn[`"']*(을|를|이|가|은|는|과|와|로|으로)(?=[\s,.:;)]|$)/;
  expect(faults("ko", (text) => dependent.test(text))).toEqual([]);
});
