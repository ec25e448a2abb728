import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/layout/width.ts";
import { openPty, type Pty } from "../support/pty.ts";
import { initShop, project } from "./project.ts";

const columns = 60;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor or clears begins with an escape.
const moves = /\r|\n|\x1b\[[0-9;?]*[A-HJKST]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: and so does what sets a colour.
const colour = /\x1b\[[0-9;]*m/;

/** Every piece that was written to one line of the screen, the live line's too, without colours. */
const pieces = (pty: Pty) => pty.raw().split(moves).map(stripVTControlCharacters);

/** A whole life: what is shown after each command, on a screen of 60 columns. */
const life: [args: string[], code: number][] = [
  [["--help"], 0],
  [["init", "--help"], 0],
  [["status"], 2],
  [["init", "--entry", "abl", "--yes", "--app", "shop", "--no-domain"], 2],
  [["rds", "--disk", "9"], 2],
  [[...initShop], 3],
  [["plan"], 0],
  [["nameservers"], 0],
  [["resume", "--wait"], 0],
  [["status"], 0],
  [["doctor"], 0],
  [["init", "--yes", "--domain", "other.example"], 2],
  [["destroy", "--confirm", "shopp"], 2],
  [["destroy", "--confirm", "shop"], 0],
  [["destroy", "--confirm", "shop", "--all"], 0],
];

/** What shows most. */
const short = life.filter(([[command]]) => ["init", "plan", "status", "destroy"].includes(command!));

describe.each([
  ["in colour", [], {}, life],
  ["with --no-color", ["--no-color"], {}, short],
  ["on a plain console", [], { TERM: "dumb" }, short],
  ["in Korean", ["--lang", "ko"], {}, life],
  ["in Korean on a plain console without colour", ["--lang", "ko", "--no-color"], { TERM: "dumb" }, short],
])("on 60 columns %s", (_what, more, env, commands) => {
  test("no line is wider, from init to destroy", async () => {
    const { folder } = project();
    for (const [args, code] of commands) {
      const options = { cwd: folder, env: { DEPLOY_WIZARD_SANDBOX_SPEED: "1000", ...env }, columns };
      const pty = await openPty({ args: [...args, ...more, "--sandbox"], ...options });
      expect(await pty.exit, `${args.join(" ")}\n${pty.lines().join("\n")}`).toBe(code);
      const lines = [...pty.lines(), ...pieces(pty)];
      expect(lines.length).toBeGreaterThan(1);
      const tooWide = lines.filter((line) => widthOf(line) > columns && !isOneWord(line));
      expect(tooWide, args.join(" ")).toEqual([]);
      if (more.includes("--no-color")) expect(pty.raw()).not.toMatch(colour);
    }
  });
});

/** What is to be copied or clicked stays whole, alone on its line. */
const isOneWord = (line: string) => !/\S\s+\S/.test(line.trim());
