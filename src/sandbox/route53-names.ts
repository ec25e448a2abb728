/** Route 53's spelling of a name: lower case, a dot at the end, `*` as `\052`. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase().replaceAll("*", "\\052");
  return lower.endsWith(".") ? lower : `${lower}.`;
}

/** The world's spelling of it: without the dot, `*` as itself. */
export const plainName = (name: string): string => canonicalName(name).slice(0, -1).replaceAll("\\052", "*");

const reversedLabels = (name: string) => `${canonicalName(name).slice(0, -1).split(".").reverse().join(".")}.`;

/** As Route 53 lists: by the labels from the right, so that a zone and what is below it stay together. */
export function compareNames(one: string, other: string): number {
  const [left, right] = [reversedLabels(one), reversedLabels(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
