/** What a server's processors run, as EC2 names it. */
export type Architecture = "arm64" | "x86_64";

/** Graviton families have a `g` behind their generation: t4g, m7gd, c8gn. */
export function architectureOf(instanceType: string): Architecture {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}
