import { appProblem } from "../../config/app-name.ts";

const longest = 20;

/** What people put into the name of a project or a folder; anything else is not one. */
const sensible = /^[\p{L}\p{N} ._@/~+-]{1,214}$/u;

/**
 * A project's name made into an app's: `@acme/ShopApi` becomes `shop-api`, `the-shop-of-somebody` is cut between words.
 * Undefined when nothing usable is left.
 */
export function fitAppName(name: string): string | undefined {
  if (!sensible.test(name)) return undefined;
  const words = name
    .replace(/^@[^/]*\//, "")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-")
    .replace(/^[^a-z]+/, "");
  const fitted = words.length > longest ? cut(words) : words;
  return appProblem(fitted) ? undefined : fitted;
}

/** Between words where one ends in time, else in the middle of the first. */
function cut(words: string): string {
  const head = words.slice(0, longest + 1);
  const end = head.lastIndexOf("-");
  return end >= 2 ? head.slice(0, end) : head.slice(0, longest);
}
