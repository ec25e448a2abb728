/**
 * The built command line in a terminal of its own, as a person has it. Within a test:
 *
 *     const pty = await openPty({ args: ["init", "--sandbox"], cwd: folder, columns: 60 });
 *     await pty.waitFor(/Name of the app/);   // until the screen shows it; fails with the screen otherwise
 *     pty.type("shop");                       // as typed, letter for letter
 *     pty.press("enter");                     // one of `keys`
 *     expect(await pty.exit).toBe(0);         // 128 + the signal when a signal ended it
 *     pty.screen();                           // what is to be seen now, one string
 *     pty.lines();                            // every line since the start, those scrolled away too
 *
 * A terminal emulator (xterm's) reads the escape sequences: moved cursors, cleared lines and wide letters end up where a
 * person sees them, colours are left out. Whatever still runs when the test is over is killed.
 */
import { spawn } from "@lydell/node-pty";
import { Terminal } from "@xterm/headless";
import { onTestFinished } from "vitest";
import { built, program, surroundings, withoutAccount } from "./cli.ts";

/** What the keys of a keyboard send. */
export const keys = {
  enter: "\r",
  escape: "\x1b",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  tab: "\t",
  space: " ",
  backspace: "\x7f",
  "ctrl-c": "\x03",
  "ctrl-d": "\x04",
} as const;
export type Key = keyof typeof keys;

export interface PtyOptions {
  cwd: string;
  /**
   * More environment. Without it: no account, no Region, English, colours, and a sandbox 300 times faster than the
   * machine (`DEPLOY_WIZARD_SANDBOX_SPEED`; "" is the usual speed). NO_COLOR, TERM, LANG and HOME may be given too.
   */
  env?: Record<string, string>;
  /** 80 unless given. */
  columns?: number;
  /** 24 unless given. */
  rows?: number;
}

export interface Pty {
  /** Types the text as it is. Ask `waitFor` first whether anybody reads it. */
  type(text: string): void;
  press(key: Key): void;
  /**
   * The screen, as soon as `pattern` matches it. Rejects after `timeout` milliseconds (20 000), or when the program has
   * ended without showing it, with the screen in the message.
   */
  waitFor(pattern: RegExp, timeout?: number): Promise<string>;
  /** What is on the screen, without blanks at the ends of lines and empty lines at the bottom. */
  screen(): string;
  /** Every line from the start to the last one now, whole: one that was too wide for the screen is wider than it here. */
  lines(): string[];
  /** All that was written, escape sequences included. */
  raw(): string;
  /** Whether the cursor is to be seen. */
  cursorIsVisible(): boolean;
  /** Sends the program a signal, as `kill` does. */
  signal(name: NodeJS.Signals): void;
  resize(columns: number, rows: number): void;
  /** Closes the window; the program may go on for a while, without a terminal. */
  hangUp(): void;
  readonly pid: number;
  /** The exit code, once everything that was written is on the screen. */
  exit: Promise<number>;
}

/** Starts `deploy-wizard ...args`; builds it first when the sources are newer. */
export async function openPty({ args, ...options }: PtyOptions & { args: string[] }): Promise<Pty> {
  await built();
  return openProgram(process.execPath, [program, ...args], options);
}

/** Starts any program in such a terminal; for a shell, say. */
export function openProgram(file: string, args: string[], options: PtyOptions): Pty {
  const { cwd, columns = 80, rows = 24 } = options;
  const child = spawn(file, args, { cwd, cols: columns, rows, env: environment(options) });
  const terminal = new Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  let written = "";
  let ended = false;
  child.onData((text) => {
    written += text;
    terminal.write(text);
  });
  const drawn = () => new Promise<void>((done) => terminal.write("", done));
  const exit = new Promise<number>((done) => {
    child.onExit(async ({ exitCode, signal }) => {
      await drawn();
      ended = true;
      done(signal ? 128 + signal : exitCode);
    });
  });
  // What the terminal itself answers when it is asked where the cursor is, and the like.
  terminal.onData((answer) => ended || child.write(answer));
  onTestFinished(async () => {
    if (!ended) child.kill("SIGKILL");
    await exit;
    terminal.dispose();
  });

  const rowsOf = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => terminal.buffer.active.getLine(from + index)!);
  const screen = () => {
    const { baseY } = terminal.buffer.active;
    const shown = rowsOf(baseY, baseY + terminal.rows).map((row) => row.translateToString(true));
    return shown.join("\n").trimEnd();
  };
  return {
    type: (text) => child.write(text),
    press: (key) => child.write(keys[key]),
    screen,
    async waitFor(pattern, timeout = 20_000) {
      const deadline = Date.now() + timeout;
      for (;;) {
        // Whatever it wrote before its end is drawn by then, so that one more look decides.
        const last = ended || Date.now() > deadline;
        await drawn();
        const now = screen();
        if (pattern.test(now)) return now;
        if (last) throw new Error(`${ended ? "It ended" : "No sign"} without ${pattern}. The screen:\n${now}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    lines() {
      const lines: string[] = [];
      for (const row of rowsOf(0, terminal.buffer.active.length)) {
        if (row.isWrapped) lines.push((lines.pop() ?? "") + row.translateToString(false));
        else lines.push(row.translateToString(false));
      }
      const whole = lines.map((line) => line.trimEnd());
      return whole.slice(0, whole.findLastIndex((line) => line !== "") + 1);
    },
    raw: () => written,
    cursorIsVisible: () => written.lastIndexOf("\x1b[?25l") <= written.lastIndexOf("\x1b[?25h"),
    signal: (name) => child.kill(name),
    resize(newColumns, newRows) {
      child.resize(newColumns, newRows);
      terminal.resize(newColumns, newRows);
    },
    // Its types leave it out.
    hangUp: () => (child as typeof child & { destroy(): void }).destroy(),
    pid: child.pid,
    exit,
  };
}

function environment({ cwd, env }: PtyOptions): Record<string, string | undefined> {
  const kept = Object.entries(surroundings()).filter(
    ([name]) => !/^(LC_.*|NO_COLOR|FORCE_COLOR|COLUMNS|LINES)$/.test(name),
  );
  const usual = { TERM: "xterm-256color", LANG: "en_US.UTF-8", DEPLOY_WIZARD_SANDBOX_SPEED: "300" };
  return { ...Object.fromEntries(kept), ...usual, ...withoutAccount(cwd), PWD: cwd, ...env };
}
