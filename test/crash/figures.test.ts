import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(join(import.meta.dirname, "../..", file), "utf8");

/** The rows of the table of kill points; each cell by the name of its column. */
function figures(): Record<string, string>[] {
  const [, after = ""] = read("docs/reliability.md").split("<!-- kill points -->");
  const [head, , ...rows] = after
    .split("<!-- end -->")[0]!
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return rows.map((row) => Object.fromEntries(row.map((cell, column) => [head![column]!, cell])));
}

test("the README's numbers are those of the table, and the table has nothing lost, doubled, left or deleted", () => {
  const sum = (rows: Record<string, string>[], column: string) =>
    rows.reduce((total, row) => total + Number(row[column]), 0);
  const all = figures();
  const interrupted = all.filter(({ Scenario }) => Scenario!.includes("interrupted"));
  const killed = all.filter((row) => !interrupted.includes(row));
  const readme = read("README.md");
  expect(readme).toContain(`SIGKILL at ${sum(killed, "Killed").toLocaleString("en")} points`);
  expect(readme).toContain(`interrupted at ${sum(interrupted, "Killed").toLocaleString("en")} more`);
  for (const column of ["Orphans", "Duplicates", "Missing", "Foreign deleted", "Failed"]) {
    expect([column, sum(all, column)]).toEqual([column, 0]);
  }
});
