const contextLines = 2;

/**
 * The differences between two short texts in unified form, without file headers; at most `limit` lines of it. The work
 * grows with the product of the two lengths.
 */
export function unifiedDiff(before: string, after: string, limit = 60): string {
  const lines = edits(before.split("\n"), after.split("\n"));
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - contextLines), at + contextLines + 1).some((line) => !line.startsWith(" ")),
  );
  const shown = lines.flatMap((line, at) => (near[at] ? [line] : near[at - 1] ? ["..."] : []));
  if (shown.length <= limit) return shown.join("\n");
  return [...shown.slice(0, limit), `... ${shown.length - limit} more lines`].join("\n");
}

/** Every line of both, marked ` `, `-` or `+`, along their longest common subsequence. */
function edits(before: string[], after: string[]): string[] {
  const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = common[i]!;
      const below = common[i + 1]!;
      row[j] = before[i] === after[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!);
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++]}`);
      j++;
    } else if (j < after.length && (i === before.length || common[i]![j + 1]! > common[i + 1]![j]!)) {
      lines.push(`+${after[j++]}`);
    } else {
      lines.push(`-${before[i++]}`);
    }
  }
  return lines;
}
