/**
 * What a terminal would act upon or hide: control characters (ESC, BEL, CR, C1 codes), other line breaks than LF, half
 * characters, and what turns the direction of writing.
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, "0");
const escaped = (character: string) => (character <= "\xff" ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`);

/** `text` with nothing unseen in it but line breaks and tabs: ESC is `\x1b`. */
export const visible = (text: string) =>
  text.replace(unseen, (character) => (character === "\n" || character === "\t" ? character : escaped(character)));

/** The same for what belongs on one line, such as the name of a file. */
export const visibleLine = (text: string) => text.replace(unseen, escaped);

/** JSON that means the same, on one line whatever a reader takes for the end of one. */
export const visibleJson = (json: string) => json.replace(unseen, (character) => `\\u${hex(character, 4)}`);
