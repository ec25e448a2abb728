/** The part of GitHub's expression language that a workflow here may use; anything else throws. */

export interface Known {
  env: Record<string, string>;
  steps: Record<string, { outcome: string; outputs: Record<string, string> }>;
  /** How the job stands before this step. */
  status: "success" | "failure" | "cancelled";
}

type Value = string | boolean;

const tokens = /\s*(&&|\|\||==|!=|[!().]|'(?:[^']|'')*'|[A-Za-z_][\w-]*)/y;
const statusFunctions = /\b(?:success|failure|cancelled|always)\(/;

/** Text with each `${{ }}` replaced. */
export function interpolate(text: string, known: Known): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, known)));
}

/** Whether a step runs. GitHub reads `success() && (...)` where no status function is named. */
export function condition(text: string | undefined, known: Known): boolean {
  const asked = text ?? "success()";
  const value = evaluate(asked, known);
  return Boolean(value) && (statusFunctions.test(asked) || known.status === "success");
}

export function evaluate(text: string, known: Known): Value {
  const words = split(text);
  const next = () => words.shift();
  const take = (word: string) => {
    if (next() !== word) throw new Error(`expected ${word} in the expression: ${text}`);
  };

  const either = (): Value => {
    let value = both();
    while (words[0] === "||") {
      next();
      const other = both();
      value = value || other;
    }
    return value;
  };
  const both = (): Value => {
    let value = compared();
    while (words[0] === "&&") {
      next();
      const other = compared();
      value = value && other;
    }
    return value;
  };
  const compared = (): Value => {
    const value = single();
    if (words[0] !== "==" && words[0] !== "!=") return value;
    const equal = next() === "==";
    return (String(value).toLowerCase() === String(single()).toLowerCase()) === equal;
  };
  const single = (): Value => {
    const word = next();
    if (word === undefined) throw new Error(`the expression ends too early: ${text}`);
    if (word === "!") return !single();
    if (word === "(") {
      const value = either();
      take(")");
      return value;
    }
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    if (words[0] === "(") {
      next();
      take(")");
      return called(word, known);
    }
    const path = [word];
    while (words[0] === ".") {
      next();
      path.push(next() ?? "");
    }
    return looked(path, known);
  };

  const value = either();
  if (words.length > 0) throw new Error(`${words.join(" ")} is left over in the expression: ${text}`);
  return value;
}

function split(text: string): string[] {
  const words: string[] = [];
  tokens.lastIndex = 0;
  let end = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    words.push(match[1]!);
    end = tokens.lastIndex;
  }
  if (text.slice(end).trim() !== "") throw new Error(`not an expression that is known here: ${text}`);
  return words;
}

function called(name: string, { status }: Known): boolean {
  if (name === "always") return true;
  if (name === "success" || name === "failure" || name === "cancelled") return status === name;
  throw new Error(`no such function here: ${name}()`);
}

function looked([context, name, ...rest]: string[], { env, steps }: Known): string {
  if (context === "env" && name && rest.length === 0) return env[name] ?? "";
  const step = context === "steps" && name ? steps[name] : undefined;
  if (context === "steps" && rest[0] === "outcome" && rest.length === 1) return step?.outcome ?? "";
  if (context === "steps" && rest[0] === "outputs" && rest.length === 2) return step?.outputs[rest[1]!] ?? "";
  throw new Error(`nothing is known here of ${[context, name, ...rest].join(".")}`);
}
