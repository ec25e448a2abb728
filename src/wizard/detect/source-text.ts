/** A string literal, or a comment. What is not closed goes on to the end, so that no text is looked through twice. */
const stringOrComment =
  /("""[\s\S]*?(?:"""|$)|"(?:\\[\s\S]|[^"\\\n]+)*"?|'(?:\\[\s\S]|[^'\\\n]+)*'?|`(?:\\[\s\S]|[^`\\]+)*`?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Java, Kotlin, Groovy or JavaScript without its comments; strings that look like comments stay. */
export function withoutComments(source: string): string {
  return source.replace(stringOrComment, (_match, literal: string | undefined) => literal ?? " ");
}
