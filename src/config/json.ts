/** Why a text is no JSON, and where. */
export class JsonProblem extends Error {
  constructor(
    readonly line: number,
    readonly column: number,
    /** Completes the sentence "line 3, column 5: ...". */
    readonly reason: string,
  ) {
    super(`line ${line}, column ${column}: ${reason}`);
  }
}

const deepest = 100;
const tokens =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string
  /[ \t\n\r]*("(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b|[[\]{},:])/y;

/**
 * Reads JSON like `JSON.parse`, and says on every version of Node where it is wrong. A field that is there twice is
 * refused too, as one of the two would silently be ignored. Throws `JsonProblem`.
 */
export function parseJson(text: string): unknown {
  let at = 0;
  let start = 0;

  const fail = (reason: string, index = start): never => {
    const before = text.slice(0, index).split("\n");
    throw new JsonProblem(before.length, before.at(-1)!.length + 1, reason);
  };

  /** The next token, or an empty string at the end. `expected` is for the message when there is none that is valid. */
  const next = (expected: string): string => {
    tokens.lastIndex = at;
    const token = tokens.exec(text)?.[1];
    start = at + /^[ \t\n\r]*/.exec(text.slice(at))![0].length;
    if (token === undefined) {
      if (text[start] === '"') fail("a text that is not closed, or that has a line break or escape which JSON forbids");
      if (start < text.length) fail(`${found(text, start)} found; expected ${expected}`);
      at = start = text.length;
      return "";
    }
    at = tokens.lastIndex;
    return token;
  };
  const unexpected = (token: string, expected: string) =>
    fail(`${token === "" ? "the end of the file" : found(text, start)} found; expected ${expected}`);

  const value = (token: string, depth: number): unknown => {
    if (depth > deepest) return fail(`nested more than ${deepest} deep`);
    if (token === "{") return object(depth);
    if (token === "[") return array(depth);
    if (token === "" || "]},:".includes(token)) return unexpected(token, "a value");
    return JSON.parse(token);
  };

  const object = (depth: number): unknown => {
    const fields = new Map<string, unknown>();
    for (let token = next('a field name in double quotes or "}"'); token !== "}" || fields.size > 0; ) {
      if (!token.startsWith('"')) {
        return unexpected(token, `a field name in double quotes${token === "}" ? " after the comma" : ""}`);
      }
      const name = JSON.parse(token) as string;
      if (fields.has(name)) fail(`${token.length > 60 ? `${token.slice(0, 60)}...` : token} is there twice`);
      const colon = next('":" after a field name');
      if (colon !== ":") unexpected(colon, '":" after a field name');
      fields.set(name, value(next("a value"), depth + 1));
      const end = next('"," or "}"');
      if (end === "}") break;
      if (end !== ",") unexpected(end, '"," or "}"');
      token = next("a field name in double quotes");
    }
    return Object.fromEntries(fields);
  };

  const array = (depth: number): unknown => {
    const items: unknown[] = [];
    for (let token = next('a value or "]"'); token !== "]" || items.length > 0; token = next("a value")) {
      items.push(value(token, depth + 1));
      const end = next('"," or "]"');
      if (end === "]") break;
      if (end !== ",") unexpected(end, '"," or "]"');
    }
    return items;
  };

  const result = value(next("a value"), 0);
  const rest = next("the end of the file");
  if (rest !== "") unexpected(rest, "the end of the file");
  return result;
}

/** What stands at `index`, for a message: a word, or one character. */
function found(text: string, index: number): string {
  if (text.startsWith("//", index) || text.startsWith("/*", index)) return "a comment (JSON has none)";
  if (text[index] === '"') return "a text in quotes";
  return JSON.stringify(/^[\w.+-]{1,20}|^./su.exec(text.slice(index))?.[0] ?? "");
}
