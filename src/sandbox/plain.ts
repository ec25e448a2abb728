/**
 * A copy of what goes in or out, so that neither side changes the other's. Dates, buffers and streams are passed on as
 * they are, and members that are undefined are left out, as on the wire.
 */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copied) as T;
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, copied(member)])) as T;
}
