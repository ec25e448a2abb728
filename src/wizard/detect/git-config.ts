/** A variable of a git config file, under its section. */
export interface GitVariable {
  /** Lower case: `remote`. */
  section: string;
  /** As written: `origin`. */
  subsection: string | undefined;
  /** Lower case: `url`. */
  name: string;
  value: string;
}

/**
 * The variables of a .git/config, in their order. Files that it includes are not read.
 * @see https://git-scm.com/docs/git-config#_syntax
 */
export function parseGitConfig(text: string): GitVariable[] {
  const variables: GitVariable[] = [];
  let section = "";
  let subsection: string | undefined;
  for (const line of text.replace(/\\\n/g, "").split("\n")) {
    const header = line.match(/^\s*\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:\\.|[^"\\])*)")?\s*\](.*)$/);
    if (header) {
      section = header[1]!.toLowerCase();
      subsection = header[2]?.replace(/\\(.)/g, "$1");
    }
    const [, name, value] = (header ? header[3]! : line).match(/^\s*([A-Za-z][\w-]*)\s*=(.*)$/) ?? [];
    if (name) variables.push({ section, subsection, name: name.toLowerCase(), value: unquoted(value!) });
  }
  return variables;
}

const escapes: Record<string, string | undefined> = { n: "\n", t: "\t", b: "\b" };

/** Without quotes, escapes, a comment behind it, and white space around. */
function unquoted(value: string): string {
  let text = "";
  let inQuotes = false;
  for (const [part] of value.trim().matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (part === '"') inQuotes = !inQuotes;
    else if (!inQuotes && (part === "#" || part === ";")) break;
    else text += part.length === 2 && part[0] === "\\" ? (escapes[part[1]!] ?? part[1]!) : part;
  }
  return text.trim();
}
