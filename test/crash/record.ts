/** The figures of a whole run, for docs/reliability.md. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "./matrix.ts";

const biome = join(import.meta.dirname, "../../node_modules/.bin/biome");
const page = join(import.meta.dirname, "../../docs/reliability.md");

/** Puts one scenario's figures into their row between the page's marks; the row that was there before goes. */
export function record(entry: string, scenario: string, outcomes: readonly Outcome[], of: number): void {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, each) => total + of(each), 0);
  const cells = [
    scenario,
    entry,
    of,
    outcomes.length,
    sum(({ killed }) => Number(killed)),
    sum(({ orphans }) => orphans.length),
    sum(({ duplicates }) => duplicates.length),
    sum(({ missing }) => missing.length),
    sum(({ foreignDeleted }) => foreignDeleted.length),
    sum(({ wrong }) => Number(wrong.length > 0)),
  ];
  replaceRow("kill points", `| ${scenario} | ${entry} |`, `| ${cells.join(" | ")} |`);
}

/** One row of the table between `<!-- name -->` and `<!-- end -->`, recognised by how it begins. */
export function replaceRow(name: string, begins: string, row: string): void {
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(`<!-- ${name} -->`);
  const end = text.indexOf("<!-- end -->", start);
  if (start < 0 || end < 0) throw new Error(`docs/reliability.md has no table "${name}"`);
  const squeezed = (line: string) => line.replace(/ +/g, " ");
  const lines = text.slice(start, end).split("\n");
  const at = lines.findIndex((line) => squeezed(line).startsWith(begins));
  if (at >= 0) lines[at] = row;
  else lines.splice(lines.findLastIndex((line) => line.startsWith("|")) + 1, 0, row);
  writeFileSync(page, text.slice(0, start) + lines.join("\n") + text.slice(end));
  execFileSync(biome, ["format", "--write", page], { stdio: "ignore" });
}
