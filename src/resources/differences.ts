import type { Change } from "../engine/resource.ts";

/**
 * At most one change: the settings of `wanted` that `now` does not have, brought in place together by what `apply`
 * returns for them. The detail reads `deletion protection: false -> true`.
 */
export function differences<T extends Record<string, string | number | boolean>>(
  wanted: T,
  now: Record<string, unknown>,
  apply: (wrong: Partial<T>) => () => Promise<void>,
): Change[] {
  const wrong = Object.entries(wanted).filter(([name, value]) => String(now[name]) !== String(value));
  if (wrong.length === 0) return [];
  const detail = wrong.map(([name, value]) => `${name}: ${now[name] ?? "unset"} -> ${value}`).join(", ");
  return [{ detail, apply: apply(Object.fromEntries(wrong) as Partial<T>) }];
}
