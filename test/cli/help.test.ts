import { describe, expect, test } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { widthOf } from "../../src/layout/width.ts";
import { stepNames } from "../../src/steps/step-names.ts";

/** The help as it is shown on a screen so wide; an example is run when `args` are no request for help. */
async function helpFor(args: string[], columns = 80) {
  let shown = "";
  const out = (text: string) => {
    shown += text;
  };
  const ran: string[] = [];
  const program = createProgram(async (name) => void ran.push(name), { out, err: out });
  for (const one of [program, ...program.commands]) {
    one.configureOutput({ getOutHelpWidth: () => columns, getErrHelpWidth: () => columns });
  }
  await program.parseAsync(args, { from: "user" }).catch((error: Error & { code?: string }) => {
    if (!error.code?.startsWith("commander.help")) throw error;
  });
  return { shown, lines: shown.trimEnd().split("\n"), ran };
}

const commands = createProgram(async () => undefined, { out: () => undefined, err: () => undefined }).commands.map(
  (command) => command.name(),
);
const pages = [[], ...commands.map((name) => [name])];

describe.each([60, 80, 100])("on %i columns", (columns) => {
  test.each(pages)("no line of the help of %s is wider", async (...page) => {
    const { lines } = await helpFor([...page, "--help"], columns);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
  });
});

test("commands stand in groups, in the order in which people need them; the steps are numbered", async () => {
  const { lines } = await helpFor(["--help"]);
  const headings = lines.filter((line) => /^\S.*:$/.test(line));
  expect(headings).toEqual([
    "Start here:",
    "The steps, in this order:",
    "Look:",
    "Deploy:",
    "Repair:",
    "Take down:",
    "Shell:",
    "Where:",
    "How:",
  ]);
  const numbered = lines.flatMap((line) => /^ +(\d)\. (\S+)/.exec(line)?.slice(1, 3).join(" ") ?? []);
  expect(numbered).toEqual(stepNames.map((step, index) => `${index + 1} ${step}`));
  for (const name of commands) expect(lines.join("\n")).toMatch(new RegExp(`^ +(\\d\\. )?${name}\\b`, "m"));
});

test("it says that there is no telemetry, where the docs are, and what the exit codes mean", async () => {
  const { shown } = await helpFor(["--help"], 100);
  expect(shown).toMatch(/No telemetry/);
  expect(shown).toMatch(/Docs: README\.md/);
  expect(shown).toMatch(/130 interrupted/);
});

test("every group of commands has an example, and so has every command; each can be typed as it stands", async () => {
  const top = (await helpFor(["--help"])).lines.filter((line) => line.startsWith("  e.g. "));
  expect(top).toHaveLength(7);
  const own = await Promise.all(
    commands.map(async (name) => {
      const { lines } = await helpFor([name, "--help"]);
      const examples = lines.filter((line) => line.startsWith("  deploy-wizard "));
      expect(examples.length, name).toBeGreaterThan(0);
      return examples;
    }),
  );
  for (const example of [...top, ...own.flat()]) {
    const [command = "", ...flags] = example.replace(/^ +(e\.g\. )?deploy-wizard /, "").split(" ");
    expect((await helpFor([command, ...flags])).ran, example).toEqual([command]);
  }
});

test("a command's own flags come before those of all commands", async () => {
  const { lines } = await helpFor(["init", "--help"]);
  expect(lines.filter((line) => /^\S.*:$/.test(line))).toEqual([
    "Examples:",
    "Answers:",
    "This command:",
    "Where:",
    "How:",
  ]);
  const at = (flag: string) => lines.findIndex((line) => line.trimStart().startsWith(flag));
  const order = ["--app", "--github", "--wait", "--config", "--json", "-h, --help"].map(at);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
});
