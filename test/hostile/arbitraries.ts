import fc from "fast-check";

/** Pieces of text that mean something to a shell, YAML, GitHub Actions, a path, a terminal or an object. */
const pieces = [
  ..."'\"`$;&|<>(){}[]#!*?~%@:,-\\/=\0\t\r\n \u0007\u001b\u007f\u009b\u2028\u202e\u2066\ufeff",
  "$(id)",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub Actions
  "${{ secrets.X }}",
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "../",
  "/etc/passwd",
  "--all",
  "__proto__",
  "constructor",
  "null",
  "true",
  "<<EOF",
  "가게",
  "\ud800",
];
const plain = ["a", "shop", "9", "prod", "-", ".", "example.com", "main", "/"];

/** Text that somebody made to do harm, between text that passes. */
export const hostileText = fc.oneof(
  fc.array(fc.constantFrom(...pieces, ...plain), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** The same around words that are accepted, so that some of it is nearly right. */
export const nearly = (good: fc.Arbitrary<string>) =>
  fc.oneof(
    good,
    hostileText,
    fc.tuple(good, hostileText).map((parts) => parts.join("")),
    fc.tuple(hostileText, good).map((parts) => parts.join("")),
  );

export const appNames = fc.stringMatching(/^[a-z][a-z0-9]{1,9}(-[a-z0-9]{1,4}){0,2}$/);
export const environments = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
export const domains = fc
  .stringMatching(/^([a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\.){1,3}(com|dev|co\.uk)$/)
  .filter((name) => !name.includes("xn--"));

/** What a terminal would act upon, or would not show. */
export const acts =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may not come through
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;
