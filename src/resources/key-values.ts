/** AWS's list of `Key` and `Value` (tags, attributes) as a record. */
export function toRecord(pairs: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map(({ Key, Value }): [string, string] => [Key ?? "", Value ?? ""]));
}

/** The way back. */
export function toPairs(record: Partial<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(record).map(([Key, Value]) => ({ Key, Value: Value ?? "" }));
}
