import { english } from "./en/english.ts";
import { korean } from "./ko/korean.ts";
import type { Catalog } from "./phrase.ts";

export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

export const catalogs: Record<Language, Catalog> = { en: english, ko: korean };

/**
 * The language of the locale, English when we have no other; the first variable that is set decides.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function languageOfLocale(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return languages.find((language) => new RegExp(`^${language}([_.@-]|$)`, "i").test(locale)) ?? "en";
}
