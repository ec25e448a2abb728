/**
 * The keys and values of a Java .properties text, later ones over earlier ones. Separators are `=`, `:` or white space; a
 * backslash escapes, and at the end of a line joins the next to it.
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
 */
export function parseProperties(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const keyLength = endOfKey(line);
    const value = line.slice(keyLength).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
    entries.set(unescaped(line.slice(0, keyLength)), unescaped(value));
  }
  return entries;
}

/** Lines without what is blank or a comment, continued ones joined. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let begun: string[] | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, "");
    if (!begun && (line === "" || line.startsWith("#") || line.startsWith("!"))) continue;
    const parts: string[] = begun ?? [];
    const goesOn = trailingBackslashes(line) % 2 === 1;
    parts.push(goesOn ? line.slice(0, -1) : line);
    begun = goesOn ? parts : undefined;
    if (!begun) lines.push(parts.join(""));
  }
  return begun ? [...lines, begun.join("")] : lines;
}

function trailingBackslashes(line: string): number {
  let count = 0;
  while (line[line.length - 1 - count] === "\\") count++;
  return count;
}

function endOfKey(line: string): number {
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (/[=: \t\f]/.test(line[at]!)) return at;
  }
  return line.length;
}

const controls: Record<string, string | undefined> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_match, code: string | undefined, letter: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (controls[letter] ?? letter),
  );
}
